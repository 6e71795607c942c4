"""Which messages may be wanted: ids, newest first, of which the messages' own rows decide.

It goes back in ranges of ids. In each the tail is read first, then what is known of its blocks, then their pages: so a
text that is moved from the tail to pages meanwhile is found in one of them. Every statement is about one range, of at
most ``MOST_BLOCKS`` blocks and ``MOST_PAGES`` pages, and ``OPEN_BLOCKS`` where texts themselves have to be looked
through.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from messaging.search.index import grams
from messaging.search.index.models import BLOCK_IDS, Block, block_of
from messaging.search.index.narrowing import Narrowing
from messaging.search.index.places import places_in
from messaging.search.index.statements import ends, rooms, states
from messaging.search.index.texts import TAIL_LIMIT, in_messages, in_tail
from messaging.search.index.wanted import Step, Wanted

__all__ = ["Step", "Wanted", "candidates"]

OPEN_BLOCKS: Final = 2
GROWTH: Final = 7
MOST_BLOCKS: Final = 256
MOST_PAGES: Final = 2_048  # of 1 KB on average, where letters are frequent of 2 to 6
LONGEST_TAIL: Final = 8 * TAIL_LIMIT
SLICE: Final = 512  # ids of messages that are looked through at once
MANY: Final = 8  # candidates in a block, after which those in other rooms are left out
ROOMS_AT_ONCE: Final = 16  # blocks


def candidates(wanted: Wanted) -> Iterator[Step]:
    """Yield the messages that may be wanted, newest first; the caller ends when it has enough."""
    stored = ends()
    if stored is None or not wanted.rooms:
        return
    first, stop = max(wanted.first, stored[0]), stored[1] + 1
    stop = stop if wanted.below is None else min(stop, wanted.below)
    narrowing = Narrowing(grams.all_wanted(wanted.texts, wanted.authors, wanted.kinds))
    most_blocks = min(MOST_BLOCKS, max(OPEN_BLOCKS, MOST_PAGES // narrowing.most_pages))
    blocks, limit = OPEN_BLOCKS, TAIL_LIMIT
    while first < stop:
        start = max(first, (block_of(stop - 1) - blocks + 1) * BLOCK_IDS)
        recent, begin = in_tail(wanted, start, stop, limit)
        known = states(block_of(begin), block_of(stop - 1))
        if blocks > OPEN_BLOCKS and not _are_sealed(known, begin, stop):
            blocks = OPEN_BLOCKS
            continue
        yield from _Range(wanted, narrowing, begin, stop, recent, known).steps()
        limit = min(2 * limit, LONGEST_TAIL) if begin > start else TAIL_LIMIT
        stop, blocks = begin, min(blocks * GROWTH, most_blocks)


def _are_sealed(known: Mapping[int, int], start: int, stop: int) -> bool:
    return all(known.get(number) == Block.State.SEALED for number in range(block_of(start), block_of(stop - 1) + 1))


class _Range:
    """Messages with ids from ``start`` to ``stop``, and those of the wanted ones that the tail has."""

    def __init__(
        self,
        wanted: Wanted,
        narrowing: Narrowing,
        start: int,
        stop: int,
        recent: Sequence[int],
        states: Mapping[int, int],
    ) -> None:
        self._wanted, self._narrowing = wanted, narrowing
        self._start, self._stop = start, stop
        self._states = states
        self._recent: dict[int, list[int]] = {}
        for pk in recent:
            self._recent.setdefault(block_of(pk), []).append(pk)
        self._rooms: dict[int, bytes] = {}

    def steps(self) -> Iterator[Step]:
        """Yield what may be wanted, newest first; at least one step."""
        first, last = block_of(self._start), block_of(self._stop - 1)
        places = self._places([number for number, state in self._states.items() if state == Block.State.SEALED])
        for number in range(last, first - 1, -1):
            ids = self._recent.get(number, [])
            if number in places:
                ids = sorted({*ids, *self._in_pages(number, places)}, reverse=True)
            elif self._has_to_be_read(self._states.get(number)):
                yield from self._read(number)
                continue
            if ids:
                yield Step(ids, max(number * BLOCK_IDS, self._start))
        yield Step((), self._start)

    def _has_to_be_read(self, state: int | None) -> bool:
        return state is None or (state == Block.State.SEALED and not self._narrowing.is_possible)

    def _places(self, sealed: Collection[int]) -> Mapping[int, Collection[int]]:
        if self._narrowing.is_possible:
            return self._narrowing.places(sealed)
        return {} if self._wanted.texts else dict.fromkeys(sealed, range(BLOCK_IDS))

    def _in_pages(self, number: int, places: Mapping[int, Collection[int]]) -> list[int]:
        first, found = number * BLOCK_IDS, places[number]
        if len(found) >= MANY and (stored := self._rooms_of(number, places)):
            found = places_in(stored, self._wanted.rooms, found)
        return [first + one for one in found if self._start <= first + one < self._stop]

    def _rooms_of(self, number: int, places: Mapping[int, Collection[int]]) -> bytes | None:
        if number not in self._rooms:
            many = sorted(one for one, found in places.items() if one <= number and len(found) >= MANY)
            self._rooms = rooms(many[-ROOMS_AT_ONCE:])
        return self._rooms.get(number)

    def _read(self, number: int) -> Iterator[Step]:
        """Yield what is found in a block of which nothing is known, or that grams say nothing about."""
        stop, begin = min((number + 1) * BLOCK_IDS, self._stop), max(number * BLOCK_IDS, self._start)
        while stop > begin:
            start = max(begin, stop - SLICE)
            yield Step(in_messages(self._wanted, start, stop), start)
            stop = start
