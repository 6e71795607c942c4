"""One connection's events about one room take effect in the order in which they arrived.

Events run at the same time, so that a slow one delays no other. Joining reads the database and leaving does not:
a ``leave_room`` sent right after a ``join_room`` would otherwise be done first, and leave the connection subscribed.
"""

import asyncio
from weakref import WeakValueDictionary

from chatsite.socketio import Socket


def turn(socket: Socket, room_id: int) -> asyncio.Lock:
    """Return what an event of ``socket`` about a room holds while it runs; those that wait get it first come first."""
    locks: WeakValueDictionary[int, asyncio.Lock] = socket.state.setdefault("turns", WeakValueDictionary())
    return locks.setdefault(room_id, asyncio.Lock())
