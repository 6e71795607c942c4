"""Which places of a block may hold what is wanted, by its pages."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Final

from messaging.search.index.grams import Span
from messaging.search.index.pages import Part, among, bucket_of, parts, places
from messaging.search.index.statements import Pages, pages

AT_ONCE: Final = 2  # grams
FEW: Final = 16  # candidates in a range, which are read sooner than further pages
FEW_IN_BLOCK: Final = 2  # and so many in each block of it

Group = Sequence[Span]
"""Spans of which a message has one."""


class Narrowing:
    """Goes from block to block and learns which grams are rare: these are looked up first."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._counts: Counter[int] = Counter()
        self._blocks: Counter[int] = Counter()

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self._groups)

    def places(self, blocks: Collection[int]) -> dict[int, set[int]]:
        """Return the places that are left in each of ``blocks``; blocks without any are left out."""
        left: dict[int, set[int] | None] = dict.fromkeys(blocks) if self._groups else {}
        order = iter(self._order())
        while left and (numbers := list(islice(order, AT_ONCE))):
            if self._are_few(left):
                break
            read = pages({bucket_of(span.first) for number in numbers for span in self._groups[number]}, left)
            left = {block: kept for block, have in left.items() if (kept := self._kept(block, have, numbers, read))}
        return {block: have for block, have in left.items() if have}

    def _are_few(self, left: dict[int, set[int] | None]) -> bool:
        """Tell whether to look at all that are left takes less than to look up what they lack."""
        if None in left.values():
            return False
        return sum(len(have or ()) for have in left.values()) <= max(FEW, FEW_IN_BLOCK * len(left))

    def _order(self) -> list[int]:
        """Return the groups' numbers, those with the fewest places in a block first; unseen ones in their order."""
        return sorted(range(len(self._groups)), key=lambda one: self._counts[one] / max(self._blocks[one], 1))

    def _kept(self, block: int, left: set[int] | None, numbers: Collection[int], read: Pages) -> set[int]:
        """Return which of the places ``left``, None for all, have one span of each group."""
        for number in numbers:
            found = self._parts(block, number, read)
            self._counts[number] += sum(part.size for part in found)
            self._blocks[number] += 1
            left = places(found) if left is None else among(found, left)
            if not left:
                break
        return left or set()

    def _parts(self, block: int, number: int, read: Pages) -> list[Part]:
        found: list[Part] = []
        for span in self._groups[number]:
            page = read.get((bucket_of(span.first), block))
            found += parts(page, span.first, span.last) if page else ()
        return found
