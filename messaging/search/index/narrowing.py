"""Which places of a block may hold what is wanted, by its pages."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Final

from messaging.search.index.grams import Group
from messaging.search.index.pages import Part, among, bucket_of, parts, places
from messaging.search.index.statements import Pages, pages

AT_ONCE: Final = 2  # grams
SAMPLE: Final = 2  # blocks
FEW: Final = 16  # candidates in a range, which are read sooner than further pages
# To look a gram up in a page takes as long as to look at so much of a message.
COST: Final = 0.8


class Narrowing:
    """Goes from block to block and learns which grams are rare, and which tell messages apart that others did not.

    The letters of one word come together: after some of its grams the others say little more.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._widths = [len({bucket_of(span.first) for span in group}) for group in groups]  # in pages of a block
        self._counts: Counter[int] = Counter()
        self._blocks: Counter[int] = Counter()
        self._before: Counter[int] = Counter()
        self._after: Counter[int] = Counter()

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self._groups)

    @property
    def most_pages(self) -> int:
        """Return how many pages of a block one statement may read; at least one."""
        return max(1, sum(sorted(self._widths)[-AT_ONCE:]))

    def places(self, blocks: Collection[int]) -> dict[int, set[int]]:
        """Return the places that are left in each of ``blocks``; blocks without any are left out."""
        if not (blocks and self._groups):
            return {}
        self._count_unseen(blocks)
        left: dict[int, set[int] | None] = dict.fromkeys(blocks)
        rest = self._by_rarity()
        while left and (numbers := self._worth_it(rest, left)):
            read = self._pages(numbers, left)
            left = {block: kept for block, have in left.items() if (kept := self._kept(block, have, numbers, read))}
            rest = [number for number in rest if number not in numbers]
        return {block: have for block, have in left.items() if have}

    def _count_unseen(self, blocks: Collection[int]) -> None:
        """Look up how many messages of a few blocks have those groups that were not needed in an earlier range."""
        unseen = [number for number in range(len(self._groups)) if not self._blocks[number]]
        if unseen and len(unseen) < len(self._groups):
            few = sorted(blocks)[-SAMPLE:]
            read = self._pages(unseen, few)
            for block, number in product(few, unseen):
                self._found(block, number, read)

    def _pages(self, numbers: Iterable[int], blocks: Collection[int]) -> Pages:
        return pages({bucket_of(span.first) for number in numbers for span in self._groups[number]}, blocks)

    def _worth_it(self, rest: list[int], left: Mapping[int, set[int] | None]) -> list[int]:
        """Return the groups to look up next; none if to look at all that are left takes less."""
        if None in left.values():
            return rest[:1] + [one for one in rest[1:AT_ONCE] if self._widths[one] == 1 and not self._is_rare(rest[0])]
        count = sum(len(have or ()) for have in left.values())
        if count <= FEW:
            return []
        telling = sorted(rest, key=self._part_kept)[:AT_ONCE]
        cost = COST * len(left)
        return [one for one in telling if count * (1 - self._part_kept(one)) > cost * self._widths[one]]

    def _by_rarity(self) -> list[int]:
        """Return the groups' numbers, those with the fewest places in a block first; unseen ones in their order."""
        return sorted(range(len(self._groups)), key=lambda one: self._counts[one] / max(self._blocks[one], 1))

    def _is_rare(self, number: int) -> bool:
        """Tell whether so few messages of a block had a group that no other is worth it."""
        return self._blocks[number] > 0 and self._counts[number] <= COST * self._blocks[number]

    def _part_kept(self, number: int) -> float:
        """Return which part of the candidates had a group, after those looked up before it; a half of unseen ones."""
        return (self._after[number] + 1) / (self._before[number] + 2)

    def _kept(self, block: int, left: set[int] | None, numbers: Iterable[int], read: Pages) -> set[int]:
        """Return which of the places ``left``, None for all, have one span of each group."""
        found = [self._found(block, number, read) for number in numbers]
        if left is None:
            found.sort()  # few places are soon unpacked, and soon looked for among many
        for _size, number, have in found:
            before, left = left, places(have) if left is None else among(have, left)
            if before is not None:
                self._before[number] += len(before)
                self._after[number] += len(left)
            if not left:
                break
        return left or set()

    def _found(self, block: int, number: int, read: Pages) -> tuple[int, int, list[Part]]:
        """Return how many messages of a block have a group, its number, and what the pages have of it."""
        found: list[Part] = []
        for span in self._groups[number]:
            page = read.get((bucket_of(span.first), block))
            found += parts(page, span.first, span.last) if page else ()
        size = sum([part.size for part in found])
        self._counts[number] += size
        self._blocks[number] += 1
        return size, number, found
