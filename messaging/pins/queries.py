"""What is read of pins."""

from collections.abc import Collection, Mapping

from accounts.models import User
from chatsite.text.times import timestamp
from messaging.models import Message, MessageQuerySet
from messaging.pins.models import Pin
from messaging.sizes import first_that_fit
from rooms.queries import room_to_read

MAX_PINS = 50


def pinned_at(message_ids: Collection[int]) -> Mapping[int, str]:
    """Return ``{message id: when it was pinned}``."""
    pins = Pin.objects.filter(message__in=message_ids).values_list("message", "pinned_at")
    return {message_id: timestamp(moment) for message_id, moment in pins}


def pinned_in(room_id: int) -> MessageQuerySet:
    """Return the messages pinned in a room that are not deleted, the newest pin first."""
    pinned = Message.objects.filter(pin__room=room_id, deleted_at=None)
    return pinned.order_by("-pin__pinned_at", "-seq")


def pins(*, user: User, room_id: int) -> tuple[list[Message], bool]:
    """Return what is pinned in a room, and whether one answer does not hold all of it.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: ``user`` is banned from it.
    """
    found = list(pinned_in(room_to_read(user, room_id).pk).with_payload())
    shown = first_that_fit(found) if found else []
    return shown, len(shown) < len(found)
