"""The direct rooms that a batch of messages is written in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from accounts.blocking.queries import blockings_among
from accounts.models import User
from accounts.payloads import user_payload
from rooms.broadcasts import own_membership_changed
from rooms.direct.policies import require_may_write
from rooms.models import Membership, Room, RoomCounter


class DirectRooms:
    """Who is in the direct rooms of a batch, and from whose lists they are hidden; without any it asks nothing."""

    def __init__(self, rooms: Iterable[Room], counters: Mapping[int, RoomCounter]):
        self.seats: defaultdict[int, list[Membership]] = defaultdict(list)
        direct = [room.pk for room in rooms if room.is_direct]
        for seat in _seats_in(direct) if direct else ():
            seat.room.counter = counters[seat.room_id]
            self.seats[seat.room_id].append(seat)
        people = {seat.user_id for seats in self.seats.values() for seat in seats}
        self.blocked = blockings_among(people) if people else set()
        self.hidden = [
            seat
            for room_id, seats in self.seats.items()
            for seat in seats
            if seat.is_hidden(counters[room_id].last_message_seq)
        ]

    def require_may_write(self, room: Room, user: User) -> None:
        """Go on only if a member may write in ``room``, as far as direct rooms go.

        Raises:
            NotAllowed: the other person cannot be messaged.
        """
        if room.is_direct:
            require_may_write(user, [seat.user for seat in self.seats[room.pk]], self.blocked)

    def announce_shown(self, room_ids: Collection[int]) -> None:
        """Show rooms with new messages to members who had hidden them or had not seen them yet."""
        for seat in self.hidden:
            if seat.room_id in room_ids:
                seat.room.shown_members = [user_payload(one.user) for one in self.seats[seat.room_id]]
                own_membership_changed(seat)


def _seats_in(room_ids: Collection[int]) -> Iterable[Membership]:
    current = Membership.objects.current().filter(room__in=room_ids).select_related("user", "room__creator")
    return current.order_by("user")
