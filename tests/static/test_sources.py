"""What the pages are made of: nothing inline, one entry point for markup, and little weight."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
# What the site shows; a room's export and an email are documents that stand by themselves, styles included.
TEMPLATES = ROOT / "templates"
DOCUMENTS = {TEMPLATES / "export", TEMPLATES / "mail"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent not in DOCUMENTS)
MARKUP_FROM_TEXT = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment)\b")
# Not the admin's, which dresses Django's own pages.
STYLES = sorted(path for path in STATIC.glob("css/*.css") if path.name != "admin.css")
MAX_LINES = 250
MAX_COLUMNS = 120
MAX_MOUNT_LINES = 25
MOUNT = re.compile(r"^(?:export )?(?:async )?function mount\w*\(.*?^}", re.MULTILINE | re.DOTALL)
# Of the 180 KB that a first visit may cost; what is not needed for the first message is loaded later.
MAX_SCRIPT_BYTES = 70_000


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_has_no_inline_script_style_or_handler(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_form_sent_before_its_script_came_puts_nothing_into_the_address(page: Path) -> None:
    forms = re.findall(r"<form\b[^>]*>", page.read_text(encoding="utf-8"))
    assert all(re.search(r'method="(get|post|dialog)"', form) for form in forms)


def test_markup_enters_from_a_text_in_one_place_only() -> None:
    using = {path.name for path in SCRIPTS if MARKUP_FROM_TEXT.search(path.read_text(encoding="utf-8"))}
    assert using == {"dom.js"}


def test_nothing_leaves_the_origin() -> None:
    for path in [*SCRIPTS, *PAGES, *(STATIC / "css").rglob("*.css")]:
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]+", path.read_text(encoding="utf-8"))
        assert not addresses, path


def test_what_the_first_screen_loads_stays_small() -> None:
    manifest = json.loads((STATIC / "bundles" / "manifest.json").read_text(encoding="utf-8"))
    scripts = [STATIC / name for name in ("js/theme.js", "bundles/app.js", *manifest["preloads"]["chat"])]
    assert len(scripts) == 4
    assert sum(map(compressed, scripts)) <= MAX_SCRIPT_BYTES


def test_no_style_asks_what_is_anywhere_in_the_page() -> None:
    """Each change of the page, such as a new message, would make the browser look again."""
    asks = re.compile(r"(:root|html|body|\.chat|\.conversation|\.log|\.messages)(?![\w-])[^\s>{,]*:has\(")
    assert [path for path in (STATIC / "css").rglob("*.css") if asks.search(path.read_text())] == []


def test_what_safari_knows_by_its_prefix_only_has_that_too() -> None:
    """Otherwise holding a message on an iPhone selects its words."""
    declared = re.compile(r"^(.*)\n\s*((?:box-decoration-break|user-select): .+;)$", re.MULTILINE)
    for path in (STATIC / "css").rglob("*.css"):
        for before, declaration in declared.findall(path.read_text(encoding="utf-8")):
            assert before.strip() == f"-webkit-{declaration}", path


def test_every_script_is_used() -> None:
    entries = [STATIC / "js" / name for name in ("theme.js", "app.js", "admin.js", "service_worker.js")]
    texts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    unused = {path.name for path in SCRIPTS if path not in entries and f"/{path.name}" not in texts}
    assert not unused


def test_every_key_handler_leaves_the_keys_of_an_input_method_alone() -> None:
    listening = re.compile(r"""["'`](?:keydown|keyup|keypress)["'`]|\bonkey(?:down|up|press)\b""")
    using = {path.name for path in SCRIPTS if listening.search(path.read_text(encoding="utf-8"))}
    assert using == {"keys.js"}


def test_the_page_has_one_clock_and_one_place_for_formats() -> None:
    reading = re.compile(r"\bDate\.now\b|\bnew Date\(\)|\bIntl\.(?!Segmenter)|\.toLocale\w+")
    using = {path.name for path in SCRIPTS if reading.search(path.read_text(encoding="utf-8"))}
    assert using == {"clock.js", "locales.js", "times.js"}


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("localStorage", {"storage.js", "theme.js"}),
        ("navigator.clipboard", {"clipboard.js"}),
        ("new Notification", {"alerts.js"}),
    ],
)
def test_what_a_browser_may_refuse_is_asked_for_in_one_place(name: str, places: set[str]) -> None:
    code = re.compile(r"^\s*(?:/?\*|//).*$", re.MULTILINE)
    using = {path.name for path in SCRIPTS if name in code.sub("", path.read_text(encoding="utf-8"))}
    assert using == places


@pytest.mark.parametrize(
    ("call", "place"), [(r"\.showModal\(", "dialogs.js"), (r"\bhistory\.(?!state)\w+|popstate", "layers.js")]
)
def test_what_back_closes_is_opened_in_one_place(call: str, place: str) -> None:
    assert {path.name for path in SCRIPTS if re.search(call, path.read_text(encoding="utf-8"))} == {place}


def wide_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > MAX_COLUMNS]


def long_mounts(text: str) -> list[str]:
    """Return the first lines of functions that set up more than one can read at a glance."""
    mounts = [found.group() for found in MOUNT.finditer(text)]
    return [mount.splitlines()[0] for mount in mounts if len(mount.splitlines()) > MAX_MOUNT_LINES]


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_a_script_and_a_stylesheet_are_read_in_one_go(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    assert not wide_lines(text)
    assert not long_mounts(text)


def test_each_folder_of_components_holds_few_of_them() -> None:
    ui = STATIC / "js" / "ui"
    assert not list(ui.glob("*.js"))
    assert all(len(list(folder.glob("*.js"))) <= 25 for folder in ui.iterdir())


@pytest.mark.parametrize("lines", [1, MAX_MOUNT_LINES - 1, MAX_MOUNT_LINES, 200])
def test_a_mount_that_is_too_long_is_found(lines: int) -> None:
    body = "  if (x) {\n  }\n" * lines
    short = "/** One more. */\nfunction mountOther() {\n  act();\n}\n"
    for head in ("export function mount(root) {", "export async function mountRooms(", "function mountRooms() {"):
        mount = "\n".join([head, *body.splitlines()[: lines - 1], "}"])
        expected = [head] if lines >= MAX_MOUNT_LINES else []
        assert long_mounts(f"{short}{mount}\n{short}") == expected


def test_a_line_that_is_too_wide_is_found() -> None:
    assert wide_lines(f"{'x' * MAX_COLUMNS}\n{'x' * (MAX_COLUMNS + 1)}\n") == [2]
