"""The room of every message in a block, as bytes: how many rooms, their ids, and for each place which of them."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.pages import as_bytes, as_numbers

NO_ROOM: Final = 0xFFFF  # where there is no message
_ID_BYTES: Final = 8


def packed_rooms(rooms: Mapping[int, int]) -> bytes:
    """Return the bytes of ``{place: room id}``."""
    order = sorted(set(rooms.values()))
    numbers = {room: number for number, room in enumerate(order)}
    places = array("H", [numbers[rooms[one]] if one in rooms else NO_ROOM for one in range(BLOCK_IDS)])
    return len(order).to_bytes(2, "little") + as_bytes(array("Q", order)) + as_bytes(places)


def places_in(packed: bytes, rooms: Collection[int], among: Iterable[int]) -> list[int]:
    """Return those places ``among`` some that hold a message of one of ``rooms``."""
    count = int.from_bytes(packed[:2], "little")
    start = 2 + _ID_BYTES * count
    order = as_numbers("Q", packed[2:start])
    chosen = {number for number, room in enumerate(order) if room in rooms}
    numbers = as_numbers("H", packed[start:]) if chosen else ()
    return [one for one in among if numbers[one] in chosen] if chosen else []
