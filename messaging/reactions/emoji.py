"""What one emoji is: what Unicode's list has, ``emoji.txt`` (``RGI_Emoji`` of UTS #51; ``bin/vendor`` writes it)."""

from functools import cache
from pathlib import Path

MAX_EMOJI_CHARS = 10
LIST = Path(__file__).with_name("emoji.txt")
_EMOJI_STYLE = "\ufe0f"


def qualified(text: str) -> str | None:
    """Return the emoji that ``text`` is, with the selectors that Unicode recommends; None if it is not one emoji.

    Keyboards differ in these: "❤" and "❤️" are the same reaction. Skin tones and flags are emoji of their own.
    """
    return _emoji().get(text.replace(_EMOJI_STYLE, ""))


@cache
def _emoji() -> dict[str, str]:
    """Return ``{emoji without selectors: emoji}``."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line.replace(_EMOJI_STYLE, ""): line for line in lines}
