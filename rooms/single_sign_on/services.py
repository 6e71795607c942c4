"""Seating people in rooms by their groups, and ending that (docs/single-sign-on.md)."""

import logging
from collections.abc import Collection

from accounts.actors import SYSTEM
from accounts.hooks import GivenRoom, group_rooms
from accounts.models import User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from chatsite.contract.errors import ChatError
from chatsite.db.transactions import in_transaction
from chatsite.text.cleaning import name_key
from rooms.changing import locked_room, logged
from rooms.memberships import admit, end_membership
from rooms.models import Membership, Room

log = logging.getLogger(__name__)


class GroupRooms:
    """Rooms, as single sign-on wants them."""

    @in_transaction
    def bring_up_to_date(
        self,
        user: User,
        wanted: Collection[int | str],
        given: Collection[GivenRoom],
        *,
        others: Collection[int],
        reason: str,
    ) -> list[GivenRoom]:
        """Seat ``user`` in the ``wanted`` rooms, by ids and names, and end what was only ``given``; return what is now.

        A room that can't be joined, because it is closed or they are banned from it, is left out.
        """
        due, was_given = _due(wanted, given), {room.id for room in given}
        member_of = set(Membership.objects.current().filter(user=user).values_list("room", flat=True))
        kept = due.keys() & member_of & was_given.union(others)
        for room_id in sorted((due.keys() - member_of) | (was_given - due.keys())):  # each is locked: always in order
            if room_id in due and _seat(room_id, user, reason):
                kept.add(room_id)
            elif room_id not in due and room_id not in others:
                _end_seat(room_id, user, reason)
        return [GivenRoom(room_id, due[room_id]) for room_id in sorted(kept)]


def _due(wanted: Collection[int | str], given: Collection[GivenRoom]) -> dict[int, str]:
    """Return the ids of the ``wanted`` rooms, and the names by which they are.

    A name that leads nowhere still means the room that was ``given`` by it, which was closed or renamed since.
    """
    rooms = Room.objects.standing().exclude(visibility=Room.Visibility.DIRECT)
    numbers = {room for room in wanted if isinstance(room, int)}
    names = {name_key(room): room for room in wanted if isinstance(room, str)}
    named = rooms.filter(active_name_key__in=names).values_list("pk", "active_name_key")
    found = {room_id: str(name) for room_id, name in named}
    missing = names.keys() - found.values()
    for name in sorted(missing):
        log.warning("groups open the room %r, which doesn't exist", names[name])
    earlier = {room.id: room.name for room in given if room.name in missing}
    left = rooms.filter(pk__in=numbers | earlier.keys()).values_list("pk", flat=True)
    return {room_id: earlier.get(room_id, "") for room_id in left} | found


def _seat(room_id: int, user: User, reason: str) -> bool:
    try:
        admit(room_id, user)
    except ChatError as error:
        log.warning("groups open room %s to user %s in vain: %s", room_id, user.pk, error.code)
        return False
    record(Action.SEAT_GIVEN, by=SYSTEM, whom=user, room=logged(locked_room(room_id)), reason=reason)
    return True


def _end_seat(room_id: int, user: User, reason: str) -> None:
    try:
        room = locked_room(room_id)
    except ChatError:  # it was deleted
        return
    membership = Membership.objects.current().filter(room=room_id, user=user).select_related("user").first()
    if membership:
        end_membership(room.counter, membership)
        record(Action.SEAT_ENDED, by=SYSTEM, whom=user, room=logged(room), reason=reason)


group_rooms.provide(GroupRooms())
