"""What people have of invitations."""

from collections.abc import Container, Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from rooms.invitations.models import Arrival, Invitation
from rooms.models import Room
from rooms.queries import hidden_room_ids


def _invitations(user: User) -> Iterator[Record]:
    """Yield the invitations that ``user`` made; who came by them is not theirs to take along."""
    hidden = hidden_room_ids(user)
    for one in Invitation.objects.filter(inviter=user).select_related("room").order_by("pk").iterator():
        yield {
            "room_id": one.room_id,
            "room": _name(one.room, hidden),
            "created_at": timestamp(one.created_at),
            "expires_at": timestamp(one.expires_at),
            "revoked_at": timestamp(one.revoked_at),
            "max_uses": one.max_uses,
            "uses": one.uses,
        }


def _name(room: Room | None, hidden: Container[int]) -> str | None:
    return room.name if room and room.pk not in hidden else None


def _arrivals(user: User) -> Iterator[Record]:
    """Yield the invitations that ``user`` came by."""
    hidden = hidden_room_ids(user)
    for one in Arrival.objects.filter(user=user).select_related("inviter", "room").order_by("pk").iterator():
        yield {
            "by": one.inviter.name if one.inviter else None,
            "room_id": one.room_id,
            "room": _name(one.room, hidden),
            "registered": one.registered,
            "at": timestamp(one.at),
        }


def _erase_invitations(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield Invitation.objects.filter(inviter=user).delete()[0]


def _erase_arrivals(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield Arrival.objects.filter(user=user).delete()[0]


register(
    PersonalData("invitations", _invitations, _erase_invitations),
    PersonalData("arrivals", _arrivals, _erase_arrivals),
)
