"""What a process knows of every room: its latest versions, and their totals to compare with the database's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rooms.versions import RoomVersions, Total, block_of, ids_of

NO_ROOMS = Total()
UNKNOWN = RoomVersions(room_version=0, version=0, is_public=False)


@dataclass(slots=True)
class KnownRooms:
    """The latest versions of rooms by their ids. ``total`` is of all, ``totals`` of each block of ids."""

    total: Total = NO_ROOMS
    totals: dict[int, Total] = field(default_factory=dict)
    _rooms: dict[int, RoomVersions] = field(default_factory=dict)

    def __getitem__(self, room_id: int) -> RoomVersions:
        return self._rooms.get(room_id, UNKNOWN)

    def __setitem__(self, room_id: int, versions: RoomVersions) -> None:
        new = 0 if room_id in self._rooms else 1
        self._add(room_id, Total(new, new * room_id, versions.version - self[room_id].version))
        self._rooms[room_id] = versions

    def ids_in(self, blocks: Collection[int]) -> set[int]:
        """Return the known rooms of some blocks."""
        return {room_id for block in blocks for room_id in ids_of(block) if room_id in self._rooms}

    def forget(self, room_ids: Collection[int]) -> None:
        """Forget rooms that have been purged."""
        for room_id in room_ids:
            self._add(room_id, Total(-1, -room_id, -self._rooms.pop(room_id).version))

    def _add(self, room_id: int, more: Total) -> None:
        block = block_of(room_id)
        self.totals[block] = _sum(self.totals.get(block, NO_ROOMS), more)
        self.total = _sum(self.total, more)


def differing(known: Mapping[int, Total], latest: Mapping[int, Total]) -> list[int]:
    """Return the blocks that do not have the same total in both, in order."""
    return sorted(
        block for block in known.keys() | latest.keys() if known.get(block, NO_ROOMS) != latest.get(block, NO_ROOMS)
    )


def _sum(one: Total, other: Total) -> Total:
    return Total(one.rooms + other.rooms, one.ids + other.ids, one.versions + other.versions)
