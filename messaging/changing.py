"""How every change of a message begins and ends, whichever feature makes it."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import NotAllowed, NotFound, RoomClosed
from messaging import broadcasts
from messaging.models import Message
from rooms.changing import FindRoom, enter
from rooms.direct.policies import require_direct_voice
from rooms.models import Membership, Room
from rooms.policies import Standing, require_voice
from rooms.queries import room_for

_CHANGED = ["version", "content", "html", "render_version", "edited_at", "deleted_at", "removal", "features"]


# How a person comes to a message: what they are in its room decides what they may do with it.
EnterMessage = Callable[[int, int, User], tuple[Room, Standing, Message]]


def enter_message(room_id: int, seq: int, by: User, find: FindRoom = room_for) -> tuple[Room, Standing, Message]:
    """Lock a room for a change of one of its messages; return it, what ``by`` is in it, and the message.

    Raises:
        NotFound: there is no such message, or ``by`` may not see the room.
        NotAllowed: ``by`` is banned from the whole site.
    """
    room, standing = enter(room_id, by, find)
    message = Message.objects.with_payload().filter(room=room, seq=seq).first()
    if message is None:
        raise NotFound
    return room, standing, message


def membership_of(standing: Standing) -> Membership:
    """Return the membership of someone who acts in a room.

    Raises:
        NotAllowed: they are no member.
    """
    if standing.membership is None:
        raise NotAllowed(_("Join the room first."))
    return standing.membership


def require_speaker(room: Room, standing: Standing) -> Membership:
    """Go on only if a person may act in a room now; return their membership.

    Raises:
        NotAllowed: they are no member, or muted; or in a direct room the other person cannot be messaged.
        RoomClosed: the room is read-only.
    """
    membership = membership_of(standing)
    require_voice(membership)
    require_direct_voice(room, standing.user)
    if not room.is_active:
        raise RoomClosed
    return membership


def store_change(room: Room, message: Message) -> None:
    """Store a changed message under the next version and announce it; replies join its text when they are read."""
    message.version = room.counter.advance()
    message.shown_parts = None
    message.save(update_fields=_CHANGED)
    broadcasts.messages_changed([message])


def store_changes(room: Room, messages: Sequence[Message], fields: Sequence[str]) -> None:
    """Store ``fields`` of several messages, each under a version of its own, and announce them together."""
    for version, message in enumerate(messages, room.counter.version + 1):
        message.version = version
    Message.objects.bulk_update(messages, ["version", *fields])
    room.counter.version += len(messages)
    room.counter.store()
    broadcasts.messages_changed(messages)
