"""Which blocks are indexed, and when: as new messages fill them, after an upgrade, after something was erased.

What is not indexed yet is found all the same, only slower: see :mod:`messaging.search.index.reading`.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs.queue import Lane, enqueue_once, handler
from messaging.models import Message
from messaging.search.index import grams, tail
from messaging.search.index.models import BLOCK_BITS, BLOCK_IDS, Block, RecentText, block_of
from messaging.search.index.sealing import CLAIM, ClaimLost, seal
from messaging.search.index.statements import ends, sealed_in

KIND: Final = "index_messages"
SETTLED_IDS: Final = BLOCK_IDS // 4  # so far behind the newest message hardly anything is still being written
MANY_CHANGES: Final = 512  # texts of an indexed block in the tail, after which it is indexed again
SLICE: Final = 512


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the blocks that are full are indexed."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether all are."""
        return self.done >= self.total


def progress() -> Progress:
    """Return how far the index is."""
    blocks = _full()
    return Progress(sealed_in(blocks), len(blocks))


def _full() -> range:
    """Return the numbers of the blocks that are full."""
    stored = ends()
    return range(0) if stored is None else range(block_of(stored[0]), settled(stored[1]))


def settled(newest_id: int) -> int:
    """Return the number of the first block that is not full yet."""
    return block_of(max(newest_id - SETTLED_IDS, 0))


def _sealed() -> "QuerySet[Block]":
    return Block.objects.filter(state=Block.State.SEALED, grams=grams.VERSION)


@handler(KIND, lane=Lane.LONG)
def index_messages() -> Iterator[None]:
    """Bring the index up to date, with half of the time left to what else this process does."""
    began = time.monotonic()
    for _step in build():
        yield
        time.sleep(time.monotonic() - began)
        began = time.monotonic()
    if pending():  # another process was at it, or a text was erased meanwhile
        enqueue_once(index_messages, after=CLAIM)


def build() -> Iterator[int]:
    """Bring the index up to date; yield how many messages each step read. Interrupted, it goes on where it was."""
    yield from _take_newest()
    for number in pending():
        with suppress(ClaimLost):
            yield from seal(number)


def pending() -> list[int]:
    """Return the blocks that are to be indexed: those that never were, newest first; then those indexed again."""
    blocks = _full()
    sealed = set(_sealed().filter(number__gte=blocks.start, number__lt=blocks.stop).values_list("number", flat=True))
    fresh = [number for number in reversed(blocks) if number not in sealed]
    stale = _sealed().filter(is_stale=True).values_list("number", flat=True)
    return [*fresh, *sorted({*stale, *(_much_changed() & sealed)}, reverse=True)]


def _much_changed() -> set[int]:
    by_block = RecentText.objects.annotate(block=F("pk").bitrightshift(BLOCK_BITS)).values("block")
    many = by_block.annotate(texts=Count("pk")).filter(texts__gte=MANY_CHANGES)
    return set(many.values_list("block", flat=True))


def start_again() -> int:
    """Have every block indexed again, and return how many there are; meanwhile they are used as they are."""
    return Block.objects.filter(state=Block.State.SEALED).update(is_stale=True)


def _take_newest() -> Iterator[int]:
    """See to it that the tail has the texts of all blocks that are not full, the next one to come included.

    What an earlier version wrote while this one was started, or a command past the services, is added.
    """
    stored = ends()
    newest = stored[1] if stored else 0
    current = set(
        Block.objects.filter(grams=grams.VERSION, number__gte=settled(newest)).values_list("number", flat=True)
    )
    for number in range(settled(newest), block_of(newest) + 2):
        for first in range(number * BLOCK_IDS, min((number + 1) * BLOCK_IDS, newest + 1), SLICE):
            yield _take(first, first + SLICE, only_missing=number in current)
        _mark_recent(number)


@in_repeatable_transaction
def _take(first: int, end: int, *, only_missing: bool) -> int:
    """Add what the tail lacks of some messages, or all of them, as texts are folded now.

    The messages are locked, so that none is erased meanwhile.
    """
    rows = Message.objects.filter(pk__gte=first, pk__lt=end).with_content()
    if only_missing:
        rows = rows.exclude(Exists(RecentText.objects.filter(pk=OuterRef("pk"))))
    missing = list(rows.values_list("pk", flat=True))
    if missing:
        tail.store(Message.objects.select_for_update().filter(pk__in=missing).with_content())
    return len(missing)


@in_repeatable_transaction
def _mark_recent(number: int) -> None:
    Block.objects.bulk_create([Block(number=number)], ignore_conflicts=True)
    rows = Block.objects.filter(number=number).exclude(state=Block.State.SEALED)
    rows.update(state=Block.State.RECENT, grams=grams.VERSION)
