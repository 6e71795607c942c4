"""A person's card: what they share with the one who looks, and whether they can be messaged."""

from typing import NamedTuple

from accounts.blocking.models import Block
from accounts.last_seen import last_seen
from accounts.models import User
from accounts.payloads import user_payload
from chatsite.contract.answers import PersonAnswer
from rooms.direct.policies import may_message
from rooms.models import Membership, Room
from rooms.online import is_online
from rooms.people.queries import person

MAX_SHARED_ROOMS = 100


class Shared(NamedTuple):
    """The first rooms, by name, of which two people are members, and whether they share more."""

    rooms: list[Room]
    has_more: bool


def shared_rooms(user: User, other: User) -> Shared:
    """Return the rooms of which two people are members, without their direct ones."""
    mine = Membership.objects.current().filter(user=user).values("room")
    theirs = Membership.objects.current().filter(user=other).values("room")
    rooms = Room.objects.standing().exclude(visibility=Room.Visibility.DIRECT)
    found = list(rooms.filter(pk__in=mine).filter(pk__in=theirs).order_by("name", "pk")[: MAX_SHARED_ROOMS + 1])
    return Shared(found[:MAX_SHARED_ROOMS], len(found) > MAX_SHARED_ROOMS)


def card(user: User, user_id: int) -> PersonAnswer:
    """Return what ``user`` sees of a person; when these were last here only if they are in a room that ``user`` sees.

    Raises:
        NotFound: there is no such person.
    """
    other = person(user=user, user_id=user_id)
    shared = shared_rooms(user, other)
    seen = Membership.objects.current().filter(user=other, room__in=Room.objects.visible_to(user)).exists()
    return {
        "user": user_payload(other),
        "shared_rooms": [{"id": room.pk, "name": room.name} for room in shared.rooms],
        "has_more_rooms": shared.has_more,
        "online": is_online(other.pk),
        "last_seen_at": last_seen(other) if seen else None,
        "may_message": may_message(user, other),
        "is_blocked": Block.objects.filter(user=user, blocked=other).exists(),
    }
