"""The tables of the index. They refer to messages by id alone: the message's own row always decides."""

from enum import IntEnum
from typing import Final

from django.db import models

from chatsite.db.fields import ExactTextField

BLOCK_BITS: Final = 13
BLOCK_IDS: Final = 1 << BLOCK_BITS


def block_of(message_id: int) -> int:
    """Return the number of the block that a message belongs to."""
    return message_id >> BLOCK_BITS


class RecentText(models.Model):
    """The folded text of a message that is new or was edited, until its block is indexed (again): the index's tail.

    ``version`` is the room's at which the message got this text, by which the indexer knows what it has read.
    """

    in_backups = False

    id = models.PositiveBigIntegerField(primary_key=True)
    version = models.PositiveBigIntegerField()
    room_id = models.PositiveBigIntegerField()
    author_id = models.PositiveBigIntegerField(null=True)
    kinds = models.PositiveSmallIntegerField()
    text = ExactTextField()

    class Meta:
        db_table = "search_tail"

    def __str__(self) -> str:
        return str(self.pk)


class Block(models.Model):
    """What is known of messages with ``BLOCK_IDS`` consecutive ids. Without a row, nothing is: they have to be read.

    ``rooms`` has the room of each (:mod:`messaging.search.index.places`). ``claim`` is that of the worker that indexes
    it now. A block ``is_stale`` when a text was erased that its pages still show.
    """

    in_backups = False

    class State(IntEnum):
        """Where its texts are."""

        UNKNOWN = 0  # not indexed yet
        RECENT = 1  # all in the tail
        SEALED = 2  # in pages; what changed since, in the tail

    number = models.PositiveBigIntegerField(primary_key=True)
    state = models.PositiveSmallIntegerField(default=State.UNKNOWN)
    grams = models.PositiveSmallIntegerField(default=0)
    is_stale = models.BooleanField(default=False)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    rooms = models.BinaryField(default=bytes)

    class Meta:
        db_table = "search_blocks"

    def __str__(self) -> str:
        return str(self.number)


class Page(models.Model):
    """For some grams, which messages of a block have them (:mod:`messaging.search.index.pages`).

    ``position`` is the number of the grams' bucket, and below it the block's: the pages of a bucket are neighbours.
    """

    in_backups = False

    position = models.PositiveBigIntegerField(primary_key=True)
    data = models.BinaryField()

    class Meta:
        db_table = "search_pages"

    def __str__(self) -> str:
        return str(self.position)
