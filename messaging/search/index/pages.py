"""A page: the messages of one block that have certain grams, as bytes.

It begins with the number of its keys; then come the keys (16 bits each, ascending), where the messages of each end
(32 bits), and these: their places in the block (16 bits each), or a bit for every message of the block where that is
shorter. All numbers are little-endian.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from messaging.search.index.grams import CODE_BITS
from messaging.search.index.models import BLOCK_IDS

KEY_BITS: Final = 15  # fewer, and the rows take more room than they save
BUCKETS: Final = 1 << CODE_BITS - KEY_BITS
_BELOW: Final = 32  # bits of the block's number in a page's
_KEY: Final = (1 << KEY_BITS) - 1
_DENSE: Final = BLOCK_IDS // 16  # so many places take as much as all bits
_SWAPS: Final = sys.byteorder == "big"


def bucket_of(gram: int) -> int:
    """Return which of a block's pages a gram is on."""
    return gram >> KEY_BITS


def position(bucket: int, block: int) -> int:
    """Return the primary key of a page."""
    return bucket << _BELOW | block


def bucket_at(position: int) -> int:
    """Return the bucket of a page."""
    return position >> _BELOW


def block_at(position: int) -> int:
    """Return the block of a page."""
    return position & (1 << _BELOW) - 1


def by_bucket(found: Mapping[int, list[int]]) -> dict[int, dict[int, list[int]]]:
    """Return ``{bucket: {key: places}}`` of ``{gram: places}``."""
    pages: dict[int, dict[int, list[int]]] = {}
    for gram, places in found.items():
        pages.setdefault(gram >> KEY_BITS, {})[gram & _KEY] = places
    return pages


def packed(keys: Mapping[int, Sequence[int]]) -> bytes:
    """Return the page of ``{key: places in ascending order}``."""
    order = sorted(keys)
    ends, body = array("I"), array("H")
    for key in order:
        places = keys[key]
        body.extend(places if len(places) < _DENSE else _bit_words(places))
        ends.append(len(body))
    return as_bytes(array("H", [len(order), *order])) + as_bytes(ends) + as_bytes(body)


def _bit_words(places: Iterable[int]) -> "array[int]":
    words = array("H", bytes(2 * _DENSE))
    for one in places:
        words[one >> 4] |= 1 << (one & 15)
    return words


class Part(NamedTuple):
    """The messages with one gram, or with any of several: their places, or a bit for each."""

    listed: "array[int] | None"
    bits: bytes = b""
    is_ordered: bool = True

    @property
    def size(self) -> int:
        """Return how many there are; one with several grams may count as often."""
        return int.from_bytes(self.bits, "little").bit_count() if self.listed is None else len(self.listed)


def parts(page: bytes, first: int, last: int) -> list[Part]:
    """Return what a page has for the grams from ``first`` to ``last``."""
    count = int.from_bytes(page[:2], "little")
    keys = as_numbers("H", page[2 : 2 + 2 * count])
    start, stop = bisect_left(keys, first & _KEY), bisect_right(keys, last & _KEY)
    if start == stop:
        return []
    ends, body = 2 + 2 * count, 2 + 6 * count
    before = page[ends + 4 * start - 4 : ends + 4 * start] if start else bytes(4)
    begins = as_numbers("I", before + page[ends + 4 * start : ends + 4 * stop])
    if stop - start == 1:
        data = page[body + 2 * begins[0] : body + 2 * begins[1]]
        return [Part(None, data) if len(data) == 2 * _DENSE else Part(as_numbers("H", data))]
    found, listed = list[Part](), body + 2 * begins[0]
    for begin, end in ((body + 2 * begin, body + 2 * end) for begin, end in pairwise(begins)):
        if end - begin == 2 * _DENSE:
            found += [*_listed(page[listed:begin]), Part(None, page[begin:end])]
            listed = end
    return found + _listed(page[listed : body + 2 * begins[-1]])


def _listed(data: bytes) -> list[Part]:
    """Return the places of grams that stand side by side."""
    return [Part(as_numbers("H", data), is_ordered=False)] if data else []


def places(found: Iterable[Part]) -> set[int]:
    """Return the places that any of some parts has."""
    every: set[int] = set()
    for part in found:
        every.update(_unpacked(part.bits) if part.listed is None else part.listed)
    return every


def among(found: Iterable[Part], some: set[int]) -> set[int]:
    """Return those of ``some`` places that any of some parts has."""
    kept: set[int] = set()
    for part in found:
        if part.listed is None:
            kept.update(one for one in some if part.bits[one >> 3] >> (one & 7) & 1)
        elif part.is_ordered and _FEW * len(some) < len(part.listed):
            kept.update(one for one in some if _has(part.listed, one))
        else:
            kept |= some.intersection(part.listed)
    return kept


_FEW: Final = 10  # one place is sought as fast as so many are compared


def _has(listed: "array[int]", one: int) -> bool:
    at = bisect_left(listed, one)
    return at < len(listed) and listed[at] == one


_BITS: Final = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


def _unpacked(bits: bytes) -> Iterator[int]:
    return (8 * number + bit for number, byte in enumerate(bits) if byte for bit in _BITS[byte])


def as_numbers(kind: str, data: bytes) -> "array[int]":
    """Return the numbers that :func:`as_bytes` was given, of a kind of ``array``."""
    numbers = array(kind, data)
    if _SWAPS:
        numbers.byteswap()
    return numbers


def as_bytes(numbers: "array[int]") -> bytes:
    """Return the bytes of ``numbers``; they are not used again."""
    if _SWAPS:
        numbers.byteswap()
    return numbers.tobytes()
