"""The room of every message in a block, as bytes: how many rooms, their ids, and for each place which of them.

That takes a byte for each place, or two where the block has messages of more rooms.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.pages import as_bytes, as_numbers

_ID_BYTES: Final = 8


def packed_rooms(rooms: Mapping[int, int]) -> bytes:
    """Return the bytes of ``{place: room id}``."""
    order = sorted(set(rooms.values()))
    numbers = {room: number for number, room in enumerate(order)}
    kind, none = _numbers_for(len(order))
    places = array(kind, [numbers[rooms[one]] if one in rooms else none for one in range(BLOCK_IDS)])
    return len(order).to_bytes(2, "little") + as_bytes(array("Q", order)) + as_bytes(places)


def _numbers_for(rooms: int) -> tuple[str, int]:
    """Return the kind of numbers that so many rooms take, and the one of none."""
    return ("B", 0xFF) if rooms <= 0xFF else ("H", 0xFFFF)


def places_in(packed: bytes, rooms: Collection[int], among: Iterable[int]) -> list[int]:
    """Return those places ``among`` some that hold a message of one of ``rooms``."""
    count = int.from_bytes(packed[:2], "little")
    start = 2 + _ID_BYTES * count
    order = as_numbers("Q", packed[2:start])
    chosen = {number for number, room in enumerate(order) if room in rooms}
    numbers = as_numbers(_numbers_for(count)[0], packed[start:]) if chosen else ()
    return [one for one in among if numbers[one] in chosen] if chosen else []
