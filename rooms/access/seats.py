"""What people missed of their own memberships while the notifications of a process were lost."""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from chatsite.realtime import Notice, RoomChange
from rooms.broadcasts import member_notices, membership_began
from rooms.models import Membership

ROOMS_AT_ONCE = 100


def missed_seats(since: Mapping[int, int]) -> list[RoomChange | Notice]:
    """Return what to tell those whose membership of a room changed after a version of it: ``{room id: version}``.

    Of a room that they have hidden, only that they joined it.
    """
    rooms = list(since.items())
    found: list[RoomChange | Notice] = []
    for start in range(0, len(rooms), ROOMS_AT_ONCE):
        found += _missed(rooms[start : start + ROOMS_AT_ONCE])
    return found


def _missed(rooms: list[tuple[int, int]]) -> Iterator[RoomChange | Notice]:
    changed = reduce(or_, (Q(room=room_id, version__gt=version) for room_id, version in rooms))
    rows = Membership.objects.filter(changed, room__deleted_at=None)
    for row in rows.select_related("user", "room__counter", "room__creator"):
        if row.left_at is None and row.is_hidden(row.room.counter.last_message_seq):
            yield membership_began(row, row.room.counter)
        else:
            yield from member_notices(row, row.room)
