"""Emoji by the names that Slack and gemoji share, as in ``:tada:``; from the table that the page uses too."""

import json
import re
from functools import cache

from django.conf import settings

TABLE = settings.BASE_DIR / "static" / "vendor" / "shortcodes.json"
# Code and addresses stay as they are; so do times ("10:30:45"). Each alternative reads a character a bounded number of
# times.
_PIECE = re.compile(
    r"(?<!`)(?P<ticks>`++)[^`]+(?P=ticks)(?!`)|(?<!\w)\w++://\S*|(?<![\w:])(?P<names>(?::[\w+-]{1,40}:)+)(?!\w)",
    re.ASCII,
)
_NAME = re.compile(r":([\w+-]+):", re.ASCII)


def with_emoji(text: str) -> str:
    """Return ``text`` with emoji in place of their names; unknown names stay."""
    return _PIECE.sub(lambda found: _NAME.sub(_emoji, found[0]) if found["names"] else found[0], text)


def _emoji(found: re.Match[str]) -> str:
    name = found[1].lower()
    return _table().get(name) or _table().get(name.removeprefix("large_"), found[0])  # large_green_circle


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table
