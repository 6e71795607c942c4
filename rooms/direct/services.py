"""Opening direct rooms: one for each set of people, also for many requests at once."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.payloads import user_payload
from accounts.restrictions import require_not_banned
from chatsite.contract.errors import NotFound, Unavailable
from chatsite.contract.payloads import MyRoomPayload
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import count, uncount
from rooms import broadcasts, limits
from rooms.attention import set_attention
from rooms.direct.policies import require_may_begin, takes_part
from rooms.direct.queries import Found, direct_key, find_direct
from rooms.models import Membership, Room, RoomCounter
from rooms.queries import is_known_to, shown_rooms

ATTEMPTS = 3


class Opened(NamedTuple):
    """A direct room as the person who opened it sees it, and whether it is new."""

    room: MyRoomPayload
    is_new: bool


def open_direct(*, by: User, user_ids: Sequence[int]) -> Opened:
    """Return the direct room of ``by`` and exactly these people, creating it if there is none; of none, their notes.

    To ``by`` it is in the list from then on; the others see it once something is written in it.

    Raises:
        NotFound: there is no such person.
        NotAllowed: ``by`` may not write to one of them directly, or is banned.
        RateLimited: too many new rooms.
    """
    require_not_banned(by)
    everyone = {by.pk, *user_ids}
    is_new = False
    for _attempt in range(ATTEMPTS):
        if found := find_direct(by, everyone):
            return Opened(_shown(by, found), is_new)
        count(limits.DIRECT_ROOMS, by=by)
        is_new = _create(by, sorted(everyone))
        if not is_new:  # it was created at the same time
            uncount(limits.DIRECT_ROOMS, by=by)
    raise Unavailable


def _shown(by: User, found: Found) -> MyRoomPayload:
    room, membership = found
    if membership.is_hidden(room.counter.last_message_seq):
        membership.hidden_upto = set_attention(room_id=room.pk, by=by, is_hidden=False).hidden_upto
    return shown_rooms(by, [room], [membership])[0]


@in_transaction
def _create(by: User, user_ids: Sequence[int]) -> bool:
    """Create a direct room; return whether it is this one, or one that was created at the same time."""
    people = _people(by, user_ids)
    require_may_begin(by, [one for one in people if one.pk != by.pk])
    room = Room(visibility=Room.Visibility.DIRECT, creator=by, direct_key=direct_key(user_ids))
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError:
        if not Room.objects.filter(direct_key=room.direct_key).exists():
            raise
        return False
    room.counter = RoomCounter.objects.create(room=room, version=len(people), member_count=len(people))
    _seat(room, people, by)
    return True


def _people(by: User, user_ids: Sequence[int]) -> list[User]:
    """Return the people by id.

    Raises:
        NotFound: there is no such person; or one who takes part no more and was never met, whose name stays unknown.
    """
    people = User.objects.in_bulk(user_ids)
    for user_id in user_ids:
        person = people.get(user_id)
        if person is None or not (takes_part(person) or is_known_to(by, person)):
            raise NotFound
    return [people[user_id] for user_id in user_ids]


def _seat(room: Room, people: Sequence[User], by: User) -> None:
    """Make the people members; to all but ``by`` the room is hidden until something is written."""
    room.shown_members = [user_payload(user) for user in people]
    memberships = [
        Membership(
            room=room, user=user, joined_version=version, version=version, hidden_upto=None if user.pk == by.pk else 0
        )
        for version, user in enumerate(people, 1)
    ]
    Membership.objects.bulk_create(memberships)
    broadcasts.direct_room_opened(room, memberships)
