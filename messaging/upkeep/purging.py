"""Removing deleted rooms for good."""

from collections.abc import Iterator
from datetime import datetime

from accounts.actors import SYSTEM
from accounts.moderation.log import record
from accounts.moderation.models import Action
from chatsite.db.transactions import in_transaction
from messaging.features import remove_parts
from messaging.models import Message
from rooms.changing import logged
from rooms.models import Room, RoomQuerySet
from rooms.purging import contents, remove, remove_contents

BATCH = 1_000


def purgeable_rooms(*, deleted_before: datetime) -> RoomQuerySet:
    """Return the rooms that were deleted before a moment."""
    return Room.objects.filter(deleted_at__lt=deleted_before)


def purge_rooms(rooms: RoomQuerySet) -> Iterator[int]:
    """Remove deleted ``rooms`` with all they hold; yield 1 for each room, and 0 for a batch of its messages."""
    for room_id in list(rooms.order_by("pk").values_list("pk", flat=True)):
        for _step in remove_contents(room_id):
            yield 0
        yield _remove_and_log(room_id)


@contents.register("messages")
def _remove_messages(room_id: int) -> Iterator[int]:
    while count := _remove_newest(room_id):
        yield count


@in_transaction
def _remove_newest(room_id: int) -> int:
    """Remove a batch of messages, newest first: a reply is newer than what it answers. Each batch is a transaction."""
    newest = list(Message.objects.filter(room=room_id).order_by("-seq").values_list("pk", flat=True)[:BATCH])
    messages = Message.objects.filter(pk__in=newest)
    messages.exclude(reply_to=None).update(reply_to=None)  # MySQL checks each deleted row by itself
    remove_parts(newest)
    return messages._raw_delete(messages.db)


@in_transaction
def _remove_and_log(room_id: int) -> int:
    """Remove a room for a command and log it, as the admin does; return whether it was there still."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        return 0
    record(Action.ROOM_PURGED, by=SYSTEM, room=logged(room))
    remove(room_id)
    return 1
