"""Are messages found? A sample of every so many blocks is compared with the index."""

from collections.abc import Iterator
from random import Random
from typing import Final

from django.db.models import Exists, OuterRef

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from messaging.features import named_on
from messaging.models import Message
from messaging.search.folding import searchable
from messaging.search.index import tail
from messaging.search.index.grams import grams
from messaging.search.index.models import BLOCK_IDS, Block, Page, RecentText
from messaging.search.index.pages import BUCKETS, among, bucket_of, parts, position

BLOCKS: Final = 20
MESSAGES: Final = 25


def check_index() -> Iterator[list[Finding]]:
    """Find messages that the index lacks, in a random sample of each of some blocks; and texts that it has too much."""
    yield list(_erased())
    numbers = list(Block.objects.exclude(state=Block.State.UNKNOWN).values_list("number", "state"))
    random = Random()  # noqa: S311 - a sample, not a secret
    for number, state in random.sample(numbers, min(BLOCKS, len(numbers))):
        first = number * BLOCK_IDS + random.randrange(BLOCK_IDS)
        yield [
            Finding(f"message {message.pk} is not found by searching", lambda pk=message.pk: _add(pk))  # type: ignore[misc]
            for message in _lost(number, state, first)
        ]


def _erased() -> Iterator[Finding]:
    there = Message.objects.filter(pk=OuterRef("pk")).with_content()
    ids = list(RecentText.objects.exclude(Exists(there)).values_list("pk", flat=True))
    if ids:
        yield Finding(f"the search index has {len(ids)} texts that were erased", lambda: tail.remove(ids))


def _lost(number: int, state: int, first: int) -> Iterator[Message]:
    block = Message.objects.filter(pk__gte=number * BLOCK_IDS, pk__lt=(number + 1) * BLOCK_IDS).with_content()
    sample = list(block.filter(pk__gte=first).order_by("pk")[:MESSAGES] or block.order_by("-pk")[:MESSAGES])
    recent = dict(RecentText.objects.filter(pk__in=[one.pk for one in sample]).values_list("pk", "text"))
    pages = _pages_of(number) if state == Block.State.SEALED else {}
    named = named_on({message.pk: message.features for message in sample})
    for message in sample:
        text = searchable(message.content, named.get(message.pk, ()))
        if recent.get(message.pk) != text and not _is_in(pages, message.pk % BLOCK_IDS, text):
            yield message


def _pages_of(number: int) -> dict[int, bytes]:
    places = {position(bucket, number): bucket for bucket in range(BUCKETS)}
    return {
        places[one]: bytes(data) for one, data in Page.objects.filter(pk__in=places).values_list("position", "data")
    }


def _is_in(pages: dict[int, bytes], one: int, text: str) -> bool:
    return bool(pages) and all(
        bucket_of(gram) in pages and among(parts(pages[bucket_of(gram)], gram, gram), {one}) for gram in grams(text)
    )


@in_transaction
def _add(message_id: int) -> None:
    tail.store(Message.objects.select_for_update().filter(pk=message_id).with_content())
