"""Taking the text of messages away for good, and later their rows.

Erasing is a change like any other: it takes versions and is announced, so the text vanishes from open pages, and those
who are away learn of it when they come back. Only then, after a time, are the rows removed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from chatsite.db.transactions import in_transaction
from messaging import broadcasts
from messaging.addressing import addressing
from messaging.features import Feature, remove_parts
from messaging.models import Message, MessageQuerySet, Report, ReportedMessage
from rooms.models import RoomCounter

BATCH = 200
ROWS = 1_000
_EMPTY = Q(content="", features=F("features").bitand(~Feature.ATTACHMENTS))


def written_by(user: User) -> MessageQuerySet:
    """Return what ``user`` wrote."""
    return Message.objects.filter(author=user)


def erase(messages: MessageQuerySet) -> Iterator[int]:
    """Erase the text of ``messages`` room by room, a batch in each transaction; yield the size of each batch."""
    for room_id in list(RoomCounter.objects.order_by("pk").values_list("pk", flat=True)):
        last = 0
        while chunk := list(
            messages.filter(room=room_id, seq__gt=last)
            .with_content()
            .order_by("seq")
            .values_list("seq", flat=True)[:BATCH]
        ):
            last = chunk[-1]
            yield _erase(room_id, chunk)


@in_transaction
def _erase(room_id: int, seqs: Sequence[int]) -> int:
    """Leave only tombstones of a room's messages, also where reports show their text."""
    counter = RoomCounter.objects.lock(room_id)
    messages = list(Message.objects.filter(room=room_id, seq__in=seqs).with_payload().order_by("seq"))
    now = timezone.now()
    for message in messages:
        counter.version += 1
        message.version, message.room = counter.version, counter.room
        message.content = message.html = ""
        message.features &= ~Feature.ATTACHMENTS
        message.deleted_at = message.deleted_at or now
    Message.objects.bulk_update(messages, ["version", "content", "html", "deleted_at", "features"])
    addressing.part.withdraw(messages)
    remove_parts([message.pk for message in messages])
    Report.objects.filter(room=room_id, seq__in=seqs).update(content="")
    ReportedMessage.objects.filter(report__room=room_id, seq__in=seqs).update(content="")
    counter.store()
    broadcasts.messages_changed(messages)
    return len(messages)


def spent(*, written_before: datetime, deleted_before: datetime) -> MessageQuerySet:
    """Return the tombstones that every client has; each room's last message stays, as its end."""
    last = RoomCounter.objects.filter(pk=OuterRef("room"), last_message_seq=OuterRef("seq"))
    old = Message.objects.filter(created_at__lt=written_before, deleted_at__lt=deleted_before)
    return old.filter(_EMPTY).exclude(Exists(last))


def remove(tombstones: MessageQuerySet) -> Iterator[int]:
    """Remove the rows of ``tombstones``, a batch in each transaction; yield the size of each batch."""
    last = 0
    while chunk := list(tombstones.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ROWS]):
        last = chunk[-1]
        yield _remove(chunk)


@in_transaction
def _remove(ids: Sequence[int]) -> int:
    Message.objects.filter(reply_to__in=ids).update(reply_to=None)
    remove_parts(ids)
    rows = Message.objects.filter(pk__in=ids)
    return rows._raw_delete(rows.db)
