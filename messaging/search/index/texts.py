"""Looking through texts themselves: those in the tail, and messages that are not indexed."""

from collections.abc import Collection
from typing import Final

from django.db.models import F

from messaging.features import named_on
from messaging.models import Message, MessageQuerySet
from messaging.search.folding import kinds_of, searchable
from messaging.search.index.statements import MOST_ROOMS, tail
from messaging.search.index.wanted import Wanted

TAIL_LIMIT: Final = 256


def in_tail(wanted: Wanted, start: int, stop: int, limit: int) -> tuple[list[int], int]:
    """Return the wanted ids of a range that are in the tail, newest first, and down to where that was looked at."""
    found = tail(wanted, start, stop, limit)
    ids = [pk for pk, room_id in found if room_id in wanted.rooms]
    return ids, found[-1][0] if len(found) == limit else start


def in_messages(wanted: Wanted, start: int, stop: int) -> list[int]:
    """Return the wanted ids of a range, newest first, by reading its messages."""
    rows = _chosen(Message.objects.filter(pk__gte=start, pk__lt=stop), wanted)
    found = list(rows.order_by("-pk").values_list("pk", "room_id", "content", "html", "features"))
    named = named_on({row[0]: row[4] for row in found if row[1] in wanted.rooms})
    return [
        pk
        for pk, room_id, content, html, _features in found
        if room_id in wanted.rooms
        and wanted.kinds & kinds_of(html, named.get(pk, ())) == wanted.kinds
        and _has_all(searchable(content, named.get(pk, ())), wanted.texts)
    ]


def _has_all(text: str, wanted: Collection[str]) -> bool:
    return all(part in text for part in wanted)


def _chosen(rows: MessageQuerySet, wanted: Wanted) -> MessageQuerySet:
    """Narrow ``rows`` by room and author, without an index of these: the range of ids is what the engine goes by."""
    if len(wanted.rooms) <= MOST_ROOMS:
        rows = rows.alias(where=F("room_id") + 0).filter(where__in=list(wanted.rooms))
    if wanted.authors:
        rows = rows.alias(whose=F("author_id") + 0).filter(whose__in=list(wanted.authors))
    return rows
