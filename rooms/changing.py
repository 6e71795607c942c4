"""How every change of a room begins: its counter is locked, and it is clear what the caller is in it."""

from accounts.actors import SYSTEM, System
from accounts.models import User
from accounts.moderation.log import LoggedRoom
from accounts.restrictions import require_not_banned
from chatsite.contract.errors import NotFound
from chatsite.contract.sentences import Sentence
from rooms.models import Room, RoomCounter
from rooms.policies import Standing, require
from rooms.queries import room_for, standing_in


def enter(room_id: int, by: User) -> tuple[Room, Standing]:
    """Lock the room's counter for a change of ``by``; return the room and what they are in it.

    Every change of a room starts here, so whatever is read after it stays true until the transaction ends.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is banned from the whole site.
    """
    require_not_banned(by)
    counter = RoomCounter.objects.lock(room_id)
    room = room_for(by, room_id)
    room.counter = counter
    return room, standing_in(room_id, by)


def enter_to_manage(room_id: int, by: User | System, refusal: Sentence) -> Room:
    """Lock a room as :func:`enter` does, for its owner, an administrator or the system.

    Raises:
        NotFound: there is no such room.
        NotAllowed: with ``refusal``.
    """
    if by is SYSTEM:
        return locked_room(room_id)
    room, standing = enter(room_id, by)
    require(standing.may_manage, refusal)
    return room


def locked_room(room_id: int) -> Room:
    """Return a room that is not deleted, locked for a change by the system.

    Raises:
        NotFound: there is no such room.
    """
    counter = RoomCounter.objects.lock(room_id)
    room = Room.objects.standing().with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    room.counter = counter
    return room


def logged(room: Room, seq: int | None = None) -> LoggedRoom:
    """Return the room, or a message in it, as the moderation log names it."""
    return LoggedRoom(room.pk, room.name, seq)
