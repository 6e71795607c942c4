"""Seating people in rooms by their groups, and ending that (docs/single-sign-on.md)."""

import logging
from collections.abc import Collection, Iterator

from accounts.actors import SYSTEM
from accounts.hooks import group_rooms
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
        self, user: User, wanted: Collection[int | str], given: Collection[int], reason: str
    ) -> list[int]:
        """Seat ``user`` in the ``wanted`` rooms, by ids and names, and end what was only ``given``; return what is now.

        A room that can't be joined, because it is closed or they are banned from it, is left out.
        """
        due = set(_ids(wanted))
        member_of = set(Membership.objects.current().filter(user=user).values_list("room", flat=True))
        kept = {room_id for room_id in given if room_id in due & member_of}
        for room_id in sorted((due - member_of) | (set(given) - due)):  # always in this order: each is locked
            if room_id not in due:
                _end_seat(room_id, user, reason)
            elif _seat(room_id, user, reason):
                kept.add(room_id)
        return sorted(kept)


def _ids(wanted: Collection[int | str]) -> Iterator[int]:
    rooms = Room.objects.standing().exclude(visibility=Room.Visibility.DIRECT)
    numbers = {room for room in wanted if isinstance(room, int)}
    keys = {name_key(room): room for room in wanted if isinstance(room, str)}
    found = {**dict(rooms.filter(active_name_key__in=keys).values_list("active_name_key", "pk"))}
    yield from rooms.filter(pk__in=numbers).values_list("pk", flat=True)
    yield from found.values()
    for missing in sorted(keys.keys() - found.keys()):
        log.warning("groups open the room %r, which doesn't exist", keys[missing])


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
