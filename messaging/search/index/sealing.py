"""Indexing a block: its messages' grams go into pages, and its texts out of the tail.

A search finds every message at every moment, before, between and after these steps: what has not changed is on the
old pages as on the new ones, what has is in the tail, and that is emptied in the transaction that ends the work, of
just the texts that were there before the messages were read. A worker that was overtaken by another one notices it in
its next transaction.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from chatsite.db.transactions import in_repeatable_transaction
from messaging.features import Named, named_on
from messaging.models import Message
from messaging.search.folding import kinds_of, searchable
from messaging.search.index import grams, tail
from messaging.search.index.models import BLOCK_IDS, Block, Page
from messaging.search.index.pages import BUCKETS, by_bucket, packed, position
from messaging.search.index.places import packed_rooms

SLICE: Final = 512  # messages that are read at once
PAGES: Final = 128  # that are stored in one transaction where every writer waits for it
CLAIM: Final = timedelta(minutes=2)  # after which a worker is taken for dead


class ClaimLost(Exception):
    """Another worker indexes the block now, or a text of it was erased meanwhile: it has to be indexed again."""


def seal(number: int) -> Iterator[int]:
    """Index a block; yield how many messages each step read. Nothing happens where another worker is at it.

    Raises:
        ClaimLost: it has to be done again.
    """
    claim = _claim(number)
    if claim is None:
        return
    texts = tail.versions(number)
    content = _Content(number * BLOCK_IDS)
    for start in range(0, BLOCK_IDS, SLICE):
        yield content.read(start)
    buckets = by_bucket(content.found)
    at_once = pages_at_once()
    for start in range(0, BUCKETS, at_once):
        chosen = range(start, start + at_once)
        rows = [Page(position=position(one, number), data=packed(buckets[one])) for one in chosen if one in buckets]
        _store(number, claim, [position(one, number) for one in chosen], rows)
        yield 0
    _finish(number, claim, content, texts)
    yield 0


def pages_at_once() -> int:
    """Return how many pages one transaction stores: a block's, but few on SQLite, which has one writer at a time."""
    return PAGES if connection.vendor == "sqlite" else BUCKETS


class _Message(NamedTuple):
    pk: int
    room_id: int
    author_id: int | None
    content: str
    html: str
    features: int


class _Content:
    """What is indexed of the messages from ``first`` on: by place in the block."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.found: dict[int, list[int]] = {}
        self.rooms: dict[int, int] = {}

    def read(self, start: int) -> int:
        """Read a slice of the messages; return how many there are."""
        first = self._first + start
        chosen = Message.objects.filter(pk__gte=first, pk__lt=first + SLICE).with_content().order_by("pk")
        rows = [_Message(*row) for row in chosen.values_list(*_Message._fields)]
        named = named_on({row.pk: row.features for row in rows})
        for row in rows:
            self._add(row, named.get(row.pk, ()))
        return len(rows)

    def _add(self, row: _Message, named: Sequence[Named]) -> None:
        one = row.pk - self._first
        self.rooms[one] = row.room_id
        numbers = grams.grams(searchable(row.content, named))
        numbers.update(grams.kind_grams(kinds_of(row.html, named)))
        if row.author_id is not None:
            numbers.add(grams.author_gram(row.author_id))
        for number in numbers:
            if number in self.found:
                self.found[number].append(one)
            else:
                self.found[number] = [one]

    def require_still_there(self) -> None:
        """Go on only if no text that was read is erased now.

        Raises:
            ClaimLost: one is.
        """
        last = self._first + BLOCK_IDS
        there = Message.objects.filter(pk__gte=self._first, pk__lt=last).with_content()
        if not self.rooms.keys() <= {pk - self._first for pk in there.values_list("pk", flat=True)}:
            raise ClaimLost


@in_repeatable_transaction
def _claim(number: int) -> UUID | None:
    """Claim a block, unless another worker did lately.

    One of another version is read from now on: until its pages are all there, neither version finds everything in them.
    """
    now, claim = timezone.now(), uuid4()
    Block.objects.bulk_create([Block(number=number)], ignore_conflicts=True)
    free = Block.objects.filter(Q(claim=None) | Q(claimed_at__lt=now - CLAIM), number=number)
    if not free.update(claim=claim, claimed_at=now):
        return None
    sealed = Block.objects.filter(number=number, claim=claim, state=Block.State.SEALED)
    sealed.exclude(grams=grams.VERSION).update(state=Block.State.UNKNOWN)
    return claim


def _require_claim(number: int, claim: UUID) -> None:
    """Hold the claim until the running transaction ends.

    Raises:
        ClaimLost: it is held no more.
    """
    if not Block.objects.filter(number=number, claim=claim).update(claimed_at=timezone.now()):
        raise ClaimLost


@in_repeatable_transaction
def _store(number: int, claim: UUID, positions: Sequence[int], rows: Sequence[Page]) -> None:
    _require_claim(number, claim)
    Page.objects.filter(position__in=positions).delete()
    Page.objects.bulk_create(rows)


@in_repeatable_transaction
def _finish(number: int, claim: UUID, content: _Content, texts: Sequence[tail.Version]) -> None:
    """Say that the block is in pages.

    The texts are removed first: that waits for transactions that erase one of them, so that it is seen to be gone.
    """
    _require_claim(number, claim)
    tail.remove_versions(texts)
    content.require_still_there()
    Block.objects.filter(number=number).update(
        state=Block.State.SEALED,
        grams=grams.VERSION,
        is_stale=False,
        claim=None,
        claimed_at=None,
        rooms=packed_rooms(content.rooms),
    )
