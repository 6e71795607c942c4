"""What senders call their files: data that is shown and sent along, never a path here."""

import math
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from urllib.parse import quote

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chatsite.contract.sentences import Sentence
from messaging.attachments.models import MAX_NAME_BYTES

NAMELESS = "file"
MAX_SUFFIX_BYTES = 20
# Controls, line ends, surrogates; and what turns the reading direction, with which "exe.gpj" ends in "jpg.exe".
_NEVER_IN_NAMES = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_UNSAFE_IN_QUOTES = re.compile(r'[^\x20-\x7e]|["\\%/]')
_UNITS: list[tuple[int, Sentence]] = [
    (2**30, _("{n} GB")),
    (2**20, _("{n} MB")),
    (2**10, _("{n} KB")),
]


def clean_name(given: str) -> str:
    """Return a file's name without a path and what deceives or does nothing, of at most 255 bytes, with its suffix."""
    last = re.split(r"[/\\]", given)[-1]
    name = " ".join(_NEVER_IN_NAMES.sub("", unicodedata.normalize("NFC", last)).split())
    if name.strip(".") == "":
        return NAMELESS
    return name if len(name.encode()) <= MAX_NAME_BYTES else _cut(name)


def _cut(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    end = (dot + suffix).encode()
    if not stem or len(end) > MAX_SUFFIX_BYTES:
        stem, end = name, b""
    return (stem.encode()[: MAX_NAME_BYTES - len(end)] + end).decode(errors="ignore")


def disposition(name: str, *, inline: bool) -> str:
    """Return the header ``Content-Disposition`` of a file (RFC 6266): the exact name, and one for old clients."""
    plain = _UNSAFE_IN_QUOTES.sub("_", name)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def size_in_words(size: int) -> Sentence:
    """Return a number of bytes as a person reads it, rounded up: ``310 MB``."""
    return _in_words(size, math.ceil)


def limit_in_words(size: int) -> Sentence:
    """Return a limit as a person reads it, rounded down: what is larger is never said to be as large."""
    return _in_words(size, math.floor)


def _in_words(size: int, rounded: Callable[[Fraction], int]) -> Sentence:
    for unit, text in _UNITS:
        if size >= unit:
            tenths = rounded(Fraction(size * 10, unit))
            n = f"{tenths / 10:g}" if tenths < 100 else str(rounded(Fraction(tenths, 10)))
            return format_lazy(text, n=n)
    return format_lazy(_("{n} bytes"), n=size)
