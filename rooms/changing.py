"""How every change of a room begins: its counter is locked, and it is clear what the caller is in it."""

from collections.abc import Callable

from accounts.actors import SYSTEM, System
from accounts.models import User
from accounts.moderation.log import LoggedRoom
from accounts.restrictions import require_not_banned
from chatsite.contract.errors import NotFound
from chatsite.contract.sentences import Sentence
from rooms.models import Room, RoomCounter
from rooms.policies import Standing, require
from rooms.queries import room_for, standing_in

# Which room a person may act on: one they see, or one within an administrator's reach.
FindRoom = Callable[[User, int], Room]


def enter(room_id: int, by: User, find: FindRoom = room_for) -> tuple[Room, Standing]:
    """Lock the room's counter for a change of ``by``; return the room that ``find`` returns and what they are in it.

    Every change of a room starts here, so whatever is read after it stays true until the transaction ends. A room that
    does not exist takes as many queries as one that ``by`` may not see.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is banned from the whole site.
    """
    require_not_banned(by)
    counter = RoomCounter.objects.lock_all([room_id]).get(room_id)
    room = find(by, room_id)
    if counter is None:
        raise NotFound
    room.counter = counter
    return room, standing_in(room_id, by)


def enter_to_manage(room_id: int, by: User | System, refusal: Sentence, find: FindRoom = room_for) -> Room:
    """Lock a room as :func:`enter` does, for its owner, an administrator or the system.

    Raises:
        NotFound: there is no such room.
        NotAllowed: with ``refusal``.
    """
    if by is SYSTEM:
        return locked_room(room_id)
    room, standing = enter(room_id, by, find)
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


def logged_for(whom: Standing, room: Room, seq: int | None = None) -> LoggedRoom:
    """Return the room for an entry that ``whom`` reads: who left a room that is not public learns only its number."""
    return logged(room, seq) if room.is_public or whom.is_member else LoggedRoom(room.pk, "", seq)
