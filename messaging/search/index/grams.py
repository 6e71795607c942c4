"""What of a text is looked up: a few short pieces, its grams, each as a number.

A text that contains another contains its grams too, so only texts with all grams of a query need to be read. Which
characters form a word depends on the character alone: a piece of a word yields grams of the word, wherever it is cut.

- Of a word: three letters each, and its last two with what follows it, be it the next word's first letter. With two
  letters looked up, all grams that begin with them are meant.
- Of Chinese, Japanese and Korean: each character, and each two.
- Of everything else but spaces: each character, such as an emoji or a comma.

A number has 25 bits: 17 of the first two characters, 8 of the third. Different grams may share one: what is found by
it is only a candidate. The highest bits say on which page it is (:mod:`messaging.search.index.pages`). They depend on
all three characters, as a page of all that begins with two frequent letters would be several times as large as others:
grams with the same two are in ``1 << SPREAD_BITS`` ranges.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from messaging.search.folding import Kind

# Of grams, of pages and rooms as bytes, and of how texts are folded: blocks of another version are read, and indexed
# again.
VERSION: Final = 5
PAIR_BITS: Final = 17
THIRD_BITS: Final = 8
CODE_BITS: Final = PAIR_BITS + THIRD_BITS
SPREAD_BITS: Final = 3
_HIGH_BITS: Final = 7  # of a pair, before those that are spread
MOST_WANTED: Final = 16

_DENSE: Final = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3041-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_SIGNS: Final = (
    r"!-/:-@\[-`{-~"
    "\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff"
    "\u3001-\u3004\u3008-\u3020\u302a-\u3040\u3190-\u319f\u31c0-\u31e3\u3200-\u33ff\u4dc0-\u4dff\ufe10-\ufe6f\uff00-\uff65"
    "\U0001f000-\U0001faff\U000e0000-\U000e007f"
)
_LETTERS: Final = rf"[^\s\x00-\x1f\x7f-\x9f{_DENSE}{_SIGNS}]+"
# A word with what follows it; Chinese, Japanese and Korean; anything else.
_TOKEN: Final = re.compile(rf"({_LETTERS})(?=( ?[^\n]?))|([{_DENSE}]+|[{_SIGNS}])")
_IS_DENSE: Final = re.compile(f"[{_DENSE}]").match
_SIGNS_IN: Final = re.compile(f"[{_SIGNS}]").findall

# Words come again and again: to look one up takes a tenth of taking it apart.
_MOST_KNOWN: Final = 50_000
_LONGEST_KNOWN: Final = 24
_known: dict[str, tuple[int, ...]] = {}


class Span(NamedTuple):
    """The numbers from ``first`` to ``last``."""

    first: int
    last: int


Group = tuple[Span, ...]
"""Spans of which a message has one."""


def grams(text: str) -> set[int]:
    """Return the numbers of the grams of a folded text."""
    found: set[int] = set()
    for word, following, other in _TOKEN.findall(text):
        token = word or other
        numbers = _known.get(token)
        found.update(_learned(token) if numbers is None else numbers)
        if len(word) > 1:
            found.add(_ending(word[-2:], following))
    return found


def _learned(token: str) -> tuple[int, ...]:
    found = tuple({_number(piece) for piece in _pieces(token)})
    if len(token) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[token] = found
    return found


def _pieces(token: str) -> Iterator[str]:
    """Yield the grams of a token, but for the end of a word."""
    size = len(token)
    if _IS_DENSE(token):
        yield from token
        yield from (token[place : place + 2] for place in range(size - 1))
    elif size == 1:
        yield from _SIGNS_IN(token)
    else:
        yield from (token[place : place + 3] for place in range(size - 2))


def _number(piece: str) -> int:
    return _code(_pair(piece[:2]), 1 + ord(piece[2]) % 255 if len(piece) == 3 else 0)


@lru_cache(_MOST_KNOWN)
def _ending(letters: str, following: str) -> int:
    """Return the number of a word's last two letters and of what follows: a blank and a letter, a sign, nothing."""
    return _code(_pair(letters), 1 + (ord(following[-1]) + 128) % 255 if following else 0)


def _pair(characters: str) -> int:
    return crc32(characters.encode()) % (1 << PAIR_BITS)


def _code(pair: int, third: int = 0) -> int:
    return _first_code(pair, third ^ third >> SPREAD_BITS ^ third >> 2 * SPREAD_BITS) | third >> SPREAD_BITS


def _first_code(pair: int, turn: int) -> int:
    """Return the lowest number of a range: the grams of a pair whose third characters give ``turn``."""
    spread = (1 << SPREAD_BITS) - 1
    high, low = divmod(pair, 1 << PAIR_BITS - _HIGH_BITS)
    page = high << SPREAD_BITS | (pair ^ turn) & spread
    within = low >> SPREAD_BITS << SPREAD_BITS | turn & spread
    return (page << PAIR_BITS - _HIGH_BITS | within) << THIRD_BITS - SPREAD_BITS


def wanted(text: str) -> dict[Group, float]:
    """Return what every text has that contains the folded ``text``, and how rare each may be.

    There is nothing for a text that says too little, such as a single letter.
    """
    found: dict[Group, float] = {}
    for match in _TOKEN.finditer(text):
        word, following, _other = match.groups()
        found |= {_exactly(_number(piece)): _rarity(piece) for piece in _pieces(match[0])}
        if word and len(word) > 1 and text[match.end() :] not in {"", " "}:
            found[_exactly(_ending(word[-2:], following))] = _rarity(word[-2:] + following.strip())
        elif word and len(word) == 2:
            found[_any_third(word)] = 0.0
    return found


def _exactly(number: int) -> Group:
    return (Span(number, number),)


def _any_third(letters: str) -> Group:
    firsts = [_first_code(_pair(letters), turn) for turn in range(1 << SPREAD_BITS)]
    return tuple(Span(first, first + (1 << THIRD_BITS - SPREAD_BITS) - 1) for first in firsts)


# The letters of English and its neighbours, common first; whatever is not here is rarer.
_COMMON: Final = "etaoinsrhldcumfgpwybvk"


def _rarity(piece: str) -> float:
    """Return how rare a gram may be, by its letters; of several the longer one says more."""
    places = [_COMMON.find(letter) for letter in piece]
    return sum(place if place >= 0 else len(_COMMON) for place in places)


def author_gram(author_id: int) -> int:
    """Return the number of what someone wrote."""
    return _code(_pair(f"from:{author_id}"))


def kind_grams(kinds: Kind) -> list[int]:
    """Return the numbers of what a message has besides words."""
    return [_code(_pair(f"has:{kind.name}")) for kind in kinds]


def all_wanted(texts: Iterable[str], authors: Collection[int], kinds: Kind) -> list[Group]:
    """Return groups of spans: a message that is wanted has a number in one span of each. The rarest come first."""
    found: dict[Group, float] = {}
    for text in texts:
        found |= wanted(text)
    groups = sorted(found, key=found.__getitem__, reverse=True)[:MOST_WANTED]
    if authors:
        groups.insert(0, tuple(Span(number, number) for number in map(author_gram, authors)))
    return groups + [_exactly(gram) for gram in kind_grams(kinds)]
