"""What the index does in the transaction that writes or erases a text (:class:`messaging.features.Texts`)."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from chatsite.jobs.queue import enqueue_once
from messaging.models import Message
from messaging.search.index import tail
from messaging.search.index.building import SETTLED_IDS, index_messages
from messaging.search.index.models import Block, block_of

ERASED_AFTER: Final = timedelta(minutes=1)  # of many batches that erase, each block is indexed again once


class IndexedTexts:
    """Keeps the tail, and has full blocks indexed."""

    def __init__(self) -> None:
        self._part: int | None = None

    def written(self, messages: Collection[Message]) -> None:
        """Add texts to the tail, or put them in place of earlier ones."""
        tail.store(messages)
        part = max(message.pk for message in messages) // SETTLED_IDS
        if self._part is None or part > self._part:
            if self._part is not None:
                enqueue_once(index_messages)
            transaction.on_commit(lambda: self._reached(part))

    def _reached(self, part: int) -> None:
        self._part = max(part, self._part or 0)

    def removed(self, message_ids: Collection[int]) -> None:
        """Take texts out of the tail, and have their blocks indexed again.

        The blocks come first, as in the indexing: otherwise the two could wait for each other.
        """
        blocks = Block.objects.filter(number__in={block_of(one) for one in message_ids})
        in_pages = blocks.filter(Q(state=Block.State.SEALED) | Q(claim__isnull=False))
        if in_pages.update(is_stale=True, claim=None):
            enqueue_once(index_messages, after=ERASED_AFTER)
        tail.remove(message_ids)
