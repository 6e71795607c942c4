"""The tail of the index: texts that are not in pages yet, and those that were edited since."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from chatsite.db.bulk import replace_rows
from messaging.features import Named, named_on
from messaging.models import Message
from messaging.search.folding import kinds_of, searchable
from messaging.search.index.models import BLOCK_IDS, RecentText

Version = tuple[int, int]
"""A message's id, and the version of its text."""

_COLUMNS: Final = ("id", "version", "room_id", "author_id", "kinds", "text")
_AT_ONCE: Final = 400  # SQLite takes conditions with at most 1,000 parts


def store(messages: Iterable[Message]) -> None:
    """Store what is found of ``messages`` now, in place of what was found earlier."""
    stored = list(messages)
    named = named_on({message.pk: message.features for message in stored})
    replace_rows(RecentText, _COLUMNS, (_row(message, named.get(message.pk, ())) for message in stored))


def _row(message: Message, named: Sequence[Named]) -> Sequence[object]:
    return (
        message.pk,
        message.version,
        message.room_id,
        message.author_id,
        int(kinds_of(message.html, named)),
        searchable(message.content, named),
    )


def remove(message_ids: Collection[int]) -> None:
    """Remove the texts of messages."""
    RecentText.objects.filter(pk__in=message_ids).delete()


def versions(block: int) -> list[Version]:
    """Return the texts that the tail has of a block now."""
    rows = RecentText.objects.filter(pk__gte=block * BLOCK_IDS, pk__lt=(block + 1) * BLOCK_IDS)
    return list(rows.values_list("pk", "version"))


def remove_versions(texts: Sequence[Version]) -> None:
    """Remove ``texts`` unless they were replaced: what was written since they were read is nowhere else."""
    for start in range(0, len(texts), _AT_ONCE):
        same = [Q(pk=pk, version=version) for pk, version in texts[start : start + _AT_ONCE]]
        rows = RecentText.objects.filter(reduce(or_, same))
        rows._raw_delete(rows.db)
