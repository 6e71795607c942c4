"""Finding direct rooms by the people in them."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import User
from accounts.payloads import user_payload
from rooms.models import Membership, Room

MAX_PEOPLE = 10


class Found(NamedTuple):
    """A direct room with its people, and the membership of the person who looked for it."""

    room: Room
    membership: Membership


def direct_key(user_ids: Iterable[int]) -> str:
    """Return what stands for a set of people: the same however they are named."""
    named = ",".join(map(str, sorted(set(user_ids))))
    return hashlib.sha256(named.encode()).hexdigest()


def find_direct(user: User, user_ids: Iterable[int]) -> Found | None:
    """Return the direct room of exactly ``user_ids``, one of whom is ``user``, with all that is shown of it but the
    conversation, in one query.
    """
    members = Membership.objects.current().filter(room__direct_key=direct_key(user_ids)).order_by("user")
    rows = list(members.select_related("user", "room__counter", "room__creator"))
    mine = next((row for row in rows if row.user_id == user.pk), None)
    if mine is None:
        return None
    mine.room.shown_members = [user_payload(row.user) for row in rows]
    return Found(mine.room, mine)


def share_room(user: User, others: Iterable[int]) -> set[int]:
    """Return which of ``others`` are members of a room with ``user`` that is not direct."""
    current = Membership.objects.current()
    mine = current.filter(user=user, room__deleted_at=None).exclude(room__visibility=Room.Visibility.DIRECT)
    shared = current.filter(user__in=list(others), room__in=mine.values("room"))
    return set(shared.values_list("user", flat=True))
