"""What a person may find: what they may read at the moment at which it is read."""

from accounts.blocking.queries import blocked_by
from accounts.models import User
from rooms.models import Membership, Room, RoomQuerySet


def readable_rooms(user: User) -> RoomQuerySet:
    """Return the rooms that ``user`` may read now."""
    banned = Membership.objects.banned().filter(user=user).values("room")
    return Room.objects.visible_to(user).exclude(pk__in=banned)


def hidden_authors(user: User) -> frozenset[int]:
    """Return the people whom ``user`` has blocked: what they write is not found."""
    return frozenset(blocked_by([user.pk]).get(user.pk, ()))
