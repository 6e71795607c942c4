"""The form in which texts are compared: without case, accents, width and marks that a reader may leave out.

Both sides of a comparison are folded, so a query finds a message exactly if its folded words occur in the folded text.
The index holds folded texts: a change of this raises :data:`messaging.search.index.grams.VERSION`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntFlag
from functools import reduce
from operator import or_
from typing import Final

from messaging.features import Named
from messaging.markup.mentions import BEGINNING, MENTION

# Letters that no normalisation takes apart, though people type them without their stroke or dot; and what keyboards and
# phones write for the same thing: curly quotes, dashes, Persian and Arabic letters, digits of other scripts.
_PLAIN: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ـ": ""}
    | dict.fromkeys("‘’‚‛ʼ′", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‒–—―−", "-")
    | {"ی": "ي", "ى": "ي", "ک": "ك"}
    | {chr(zero + value): str(value) for zero in (0x0660, 0x06F0, 0x0966) for value in range(10)}
)
# Accents, Hebrew points, Arabic vowel marks, joiners and variation selectors. Japanese, Thai and Indic marks stay:
# without them a word is another word.
_LEFT_OUT: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_LINK: Final = re.compile(r'<a href="')


class Kind(IntFlag):
    """What a message has besides words; stored with the index."""

    LINK = 1
    IMAGE = 2
    VIDEO = 4
    AUDIO = 8
    FILE = 16  # of another kind


_KINDS: Final = {str(kind.name).lower(): kind for kind in Kind}


def fold(text: str) -> str:
    """Return ``text`` as it is compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", _LEFT_OUT.sub("", unicodedata.normalize("NFKD", apart)))


def on_one_line(text: str) -> str:
    """Return a text folded, each run of white space as one blank."""
    return " ".join(fold(text).split())


def searchable(content: str, named: Sequence[Named] = ()) -> str:
    """Return what is searched of a message, folded: its text on one line, without the numbers of whom it mentions.

    Each name on it is a line of its own, so that nothing is found across them.
    """
    text = on_one_line(MENTION.sub(" ", content) if BEGINNING in content else content)
    return "\n".join([text, *(on_one_line(one.name) for one in named)]) if named else text


def kinds_of(html: str, named: Iterable[Named] = ()) -> Kind:
    """Return what a message has, as its HTML and what is named on it show."""
    return reduce(or_, (_KINDS[one.kind] for one in named), Kind.LINK if _LINK.search(html) else Kind(0))
