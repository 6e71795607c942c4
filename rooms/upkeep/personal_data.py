"""What people have in rooms."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from rooms.memberships import withdraw
from rooms.models import Membership
from rooms.queries import hidden_room_ids


def _memberships(user: User) -> Iterator[Record]:
    hidden = hidden_room_ids(user)
    for membership in Membership.objects.filter(user=user).select_related("room").order_by("pk").iterator():
        yield {
            "room_id": membership.room_id,
            "room": "" if membership.room_id in hidden else membership.room.name,
            "role": membership.role,
            "joined_at": timestamp(membership.joined_at),
            "left_at": timestamp(membership.left_at),
            "last_read_seq": membership.last_read_seq,
        }


register(PersonalData("memberships", _memberships, lambda user, _words: withdraw(user)))
