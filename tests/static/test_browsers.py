"""What the code asks of browsers: no more than the oldest of docs/browser.md have, or with something in its place."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *(ROOT / "static" / "js").rglob("*.js"),
    *(ROOT / "static" / "css").rglob("*.css"),
    *(ROOT / "templates").rglob("*.html"),
]
# What some supported browsers lack, and the files that do without it there. What is new in JavaScript itself is left
# to the type checker: "lib" in jsconfig.json.
LACKING: dict[str, set[str]] = {
    r"\brequestIdleCallback\b": {"code_colours.js", "frames.js"},
    r"\bsetAppBadge\b": {"notifier.js", "push.js"},
    r"\bfield-sizing\b": {"composer.css", "text_box.js"},
    r"text-wrap: (pretty|stable)": {"lightbox.css"},
    r"overflow-anchor: (?!none)": set(),
    r"\bscrollend\b|\bscrollsnapchang": set(),
    r"\b(startViewTransition|moveBefore|setHTML|CloseWatcher|requestClose|scheduler\.)\b": set(),
    r"\b(closedby|closedBy|commandfor|interestfor)\b": set(),
    r"@(starting-style|scope|view-transition|position-try)\b": set(),
    r"\blight-dark\(": {"room_head.html"},  # an exported room is black on white, or the other way round
    r"\b(calc-size|sibling-index)\(|\b(anchor-name|position-area|interpolate-size)\b": set(),
    r"\b(content-visibility|animation-timeline|reading-flow)\b": set(),
}


@pytest.mark.parametrize("feature", LACKING)
def test_what_some_browsers_lack_is_used_only_where_something_takes_its_place(feature: str) -> None:
    using = {path.name for path in SOURCES if re.search(feature, path.read_text(encoding="utf-8"))}
    assert using == LACKING[feature]
