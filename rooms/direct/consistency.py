"""Does the key of each direct room stand for the people in it?"""

from collections.abc import Iterator

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from rooms.direct.queries import direct_key
from rooms.models import Membership, Room, RoomCounter

ROOMS = 500


def check_direct_rooms() -> Iterator[list[Finding]]:
    """Find direct rooms that another set of people would open, or their own would not, part after part."""
    last = 0
    direct = Room.objects.standing().filter(visibility=Room.Visibility.DIRECT).order_by("pk")
    while rooms := list(direct.filter(pk__gt=last)[:ROOMS]):
        last = rooms[-1].pk
        keys = _true_keys([room.pk for room in rooms])
        held = set(Room.objects.filter(direct_key__in=[*keys.values()]).values_list("direct_key", flat=True))
        yield [
            Finding(f"direct room {room.pk} is not found by its people", lambda pk=room.pk: _set_key(pk))  # type: ignore[misc]
            for room in rooms
            if room.direct_key != keys[room.pk] and not (room.direct_key is None and keys[room.pk] in held)
        ]


def _true_keys(room_ids: list[int]) -> dict[int, str | None]:
    """Return the key of each room's people; none of a room that someone has left, whose set may have another."""
    people: dict[int, list[int]] = {room_id: [] for room_id in room_ids}
    left = set()
    rows = Membership.objects.filter(room__in=room_ids)
    for room_id, user_id, left_at in rows.values_list("room", "user", "left_at"):
        people[room_id].append(user_id)
        if left_at:
            left.add(room_id)
    return {room_id: None if room_id in left else direct_key(ids) for room_id, ids in people.items()}


@in_transaction
def _set_key(room_id: int) -> None:
    """Give a room its key, unless another room of the same people has it."""
    RoomCounter.objects.lock(room_id)
    key = _true_keys([room_id])[room_id]
    if Room.objects.filter(direct_key=key).exclude(pk=room_id).exists():
        key = None
    Room.objects.filter(pk=room_id).update(direct_key=key)
