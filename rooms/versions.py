"""The latest versions of all rooms, and totals that tell which rooms changed without reading each.

Versions only grow, and every change of a room takes the next one: if their sum is as before, none has changed. New
rooms have the highest ids: if number and sum of ids are as before, none came and none went. The database adds them up,
which costs writers nothing and is right whatever order they commit in.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum

from rooms.models import Room, RoomCounter

BLOCK_BITS = 6
BLOCKS_AT_ONCE = 100


class RoomVersions(NamedTuple):
    """The version of the last change of a room itself, and of the last change inside it; whether everyone sees it."""

    room_version: int
    version: int
    is_public: bool


class Total(NamedTuple):
    """How many rooms there are, deleted ones included, the sum of their ids, and that of their versions."""

    rooms: int = 0
    ids: int = 0
    versions: int = 0


_SUMS = {"rooms": Count("pk"), "ids": Sum("pk"), "versions": Sum("version")}


def block_of(room_id: int) -> int:
    """Return the number of the block of ids that ``room_id`` is in."""
    return room_id >> BLOCK_BITS


def ids_of(block: int) -> range:
    """Return the ids of a block."""
    return range(block << BLOCK_BITS, (block + 1) << BLOCK_BITS)


def total() -> Total:
    """Return the total of all rooms, in one query."""
    found = RoomCounter.objects.aggregate(**_SUMS)
    return Total(*(int(found[name] or 0) for name in _SUMS))


def totals() -> dict[int, Total]:
    """Return the total of each block of rooms by its number, in one query."""
    blocks = RoomCounter.objects.values(block=F("pk").bitrightshift(BLOCK_BITS)).order_by()
    rows = blocks.annotate(**_SUMS).values_list("block", *_SUMS)
    return {block: Total(rooms, int(ids), int(versions)) for block, rooms, ids, versions in rows}


def latest_versions() -> dict[int, RoomVersions]:
    """Return the latest versions of every room by its id, deleted ones included, in one query."""
    return _read(Q())


def versions_in(blocks: Collection[int]) -> dict[int, RoomVersions]:
    """Return the latest versions of the rooms of some blocks."""
    numbers, found = sorted(blocks), dict[int, RoomVersions]()
    for start in range(0, len(numbers), BLOCKS_AT_ONCE):
        ranges = Q()
        for block in numbers[start : start + BLOCKS_AT_ONCE]:
            ids = ids_of(block)
            ranges |= Q(pk__gte=ids.start, pk__lt=ids.stop)
        found |= _read(ranges)
    return found


def _read(which: Q) -> dict[int, RoomVersions]:
    rows = Room.objects.filter(which).values_list("pk", "version", "counter__version", "visibility")
    return {
        room_id: RoomVersions(room_version, version, visibility == Room.Visibility.PUBLIC)
        for room_id, room_version, version, visibility in rows
    }
