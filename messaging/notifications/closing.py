"""What devices show and need not any more: it was read anywhere, its message went, or its reader left the room."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chatsite.db.prepared import PreparedRows
from messaging.mentions.models import InboxPosition
from messaging.models import Message
from messaging.notifications.models import Notified
from messaging.notifications.push.sending import queue_closings
from rooms.models import Membership

AT_ONCE: Final = 500
FORGOTTEN_AFTER: Final = timedelta(days=7)  # a notification that no one has dealt with for a week

_COLUMNS: Final = ("pk", "user", "room", "version")


class Closed(NamedTuple):
    """What a person's devices show of a room and need not any more; ``id`` is of the row that says so."""

    id: int
    user_id: int
    room_id: int
    version: int


def to_close() -> list[Closed]:
    """Return what is shown and was read, or may not be shown any more."""
    forgotten = Notified.objects.filter(pushed_at__lt=timezone.now() - FORGOTTEN_AFTER).values_list(*_COLUMNS)
    found = dict.fromkeys(Closed(*row) for row in (*_closable(), *forgotten[:AT_ONCE]))
    return list(found)[:AT_ONCE]


def _read_or_gone() -> "QuerySet[Notified, tuple[int, int, int, int]]":
    seat = Membership.objects.filter(room=OuterRef("room"), user=OuterRef("user"))
    seen = InboxPosition.objects.filter(user=OuterRef("user"), seen__gte=OuterRef("mention_id"))
    gone = Message.objects.filter(room=OuterRef("room"), seq=OuterRef("seq"), deleted_at__isnull=False)
    condition = (
        Exists(seat.filter(Q(last_read_seq__gte=OuterRef("version")) | Q(left_at__isnull=False)))
        | Q(mention_id__gt=0) & ~Exists(seat) & Exists(seen)
        | Exists(gone)
        | Q(room__deleted_at__isnull=False)
    )
    return Notified.objects.filter(condition).values_list(*_COLUMNS)[:AT_ONCE]


_closable = PreparedRows(_read_or_gone)


def close(closed: Collection[Closed]) -> None:
    """Forget what is shown, and have it closed on the devices. Called in a transaction."""
    if not closed:
        return
    Notified.objects.filter(pk__in=[one.id for one in closed]).delete()
    queue_closings([(one.user_id, one.room_id, one.version) for one in closed])
