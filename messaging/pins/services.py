"""Pinning messages."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict, RoomClosed
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from messaging import limits
from messaging.changing import enter_message, store_change
from messaging.features import Feature
from messaging.models import Message
from messaging.pins.models import Pin
from messaging.pins.queries import MAX_PINS, pinned_in
from rooms.models import Room
from rooms.policies import require, require_own_voice


@limited(limits.pins)
@in_transaction
def pin_message(*, room_id: int, seq: int, by: User) -> Message:
    """Pin a message in its room. Pinning it again changes nothing.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` does not moderate the room, or is muted.
        RoomClosed: the room is read-only, and ``by`` no administrator.
        Conflict: the message was deleted, or the room has as many pins as it may.
    """
    room, message = _enter(room_id, seq, by)
    if message.is_deleted:
        raise Conflict(_("This message was deleted."))
    if not Pin.objects.filter(message=message).exists():
        if pinned_in(room_id).count() >= MAX_PINS:
            raise Conflict(_("This room has {count} pinned messages. Unpin one first.").format(count=MAX_PINS))
        Pin.objects.create(message=message, room=room, by=by)
        message.features |= Feature.PINS
        store_change(room, message)
    return message


@limited(limits.pins)
@in_transaction
def unpin_message(*, room_id: int, seq: int, by: User) -> Message:
    """Unpin a message. Unpinning it again changes nothing.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` does not moderate the room, or is muted.
        RoomClosed: the room is read-only, and ``by`` no administrator.
    """
    room, message = _enter(room_id, seq, by)
    count, _rows = Pin.objects.filter(message=message).delete()
    if count:
        message.features &= ~Feature.PINS
        store_change(room, message)
    return message


def _enter(room_id: int, seq: int, by: User) -> tuple[Room, Message]:
    room, standing, message = enter_message(room_id, seq, by)
    require(standing.may_pin, _("Only moderators and administrators can pin messages."))
    require_own_voice(standing)
    if not (room.is_active or by.is_admin):
        raise RoomClosed
    return room, message
