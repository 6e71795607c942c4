"""What readers take for one character: with its accents, a flag, a family of emoji (a part of Unicode UAX 29)."""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

_ELLIPSIS: Final = "…"
_JOINER: Final = "\u200d"
_FLAGS: Final = range(0x1F1E6, 0x1F200)
# Skin tones, jamo that follow another, the voicing of half-width kana.
_FOLLOWING: Final = (range(0x1F3FB, 0x1F400), range(0x1160, 0x1200), range(0xD7B0, 0xD800), range(0xFF9E, 0xFFA0))
# Thai and Lao "am", and the Arabic line between two letters, alone and with marks.
_ALSO_FOLLOWING: Final = frozenset("\u0e33\u0eb3\u0640\ufcf2\ufcf3\ufcf4\ufe71\ufe77\ufe79\ufe7b\ufe7d\ufe7f")


def graphemes(text: str) -> Iterator[str]:
    """Yield the graphemes of ``text``."""
    start, flags = 0, 0
    for position, char in enumerate(text):
        is_second_flag = flags % 2 == 1 and ord(char) in _FLAGS
        is_joined = position > 0 and text[position - 1] == _JOINER and not char.isascii()
        if position > start and not (_follows(char) or is_joined or is_second_flag):
            yield text[start:position]
            start = position
        flags = flags + 1 if ord(char) in _FLAGS else 0
    if text:
        yield text[start:]


def shortened(text: str, limit: int) -> str:
    """Return as much of ``text`` as ``limit`` characters hold, no half of a grapheme."""
    return text if len(text) <= limit else _whole(text[:limit], limit - len(_ELLIPSIS), len)


def shortened_to_bytes(text: str, limit: int) -> str:
    """Return as much of ``text`` as ``limit`` bytes of UTF-8 hold, no half of a grapheme."""
    whole = text.encode(errors="replace").decode()
    return whole if _bytes(whole) <= limit else _whole(whole[:limit], limit - _bytes(_ELLIPSIS), _bytes)


def _bytes(text: str) -> int:
    return len(text.encode())


def _whole(beginning: str, room: int, size_of: Callable[[str], int]) -> str:
    """Return the graphemes of a beginning that have room; the last one, which may be half, is past it."""
    kept, used = "", 0
    for one in graphemes(beginning):
        used += size_of(one)
        if used > room:
            break
        kept += one
    return kept.rstrip() + _ELLIPSIS


@lru_cache(4096)
def _follows(char: str) -> bool:
    """Tell whether a character belongs to the one before it: a mark, a tone, or nothing that shows."""
    is_mark = unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} or char in _ALSO_FOLLOWING
    return is_mark or any(ord(char) in some for some in _FOLLOWING)
