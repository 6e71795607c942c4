"""Removing deleted rooms for good, with what other apps store of them."""

from collections.abc import Callable, Iterator

from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import Lane, handler
from chatsite.registry import Registry
from rooms.models import Room, RoomCounter

# What removes an app's rows of the room with an id, in steps: each is a transaction.
contents: Registry[Callable[[int], Iterator[object]]] = Registry()


@handler("purge_room", lane=Lane.LONG)
def purge(room_id: int) -> Iterator[object]:
    """Remove a deleted room with all it holds, in steps. One that is gone already stays so."""
    if Room.objects.filter(pk=room_id).exists():
        yield from remove_contents(room_id)
        remove(room_id)


def remove_contents(room_id: int) -> Iterator[object]:
    """Remove what a room holds, in steps."""
    for remove_some in contents:
        yield from remove_some(room_id)


@in_transaction
def remove(room_id: int) -> None:
    """Remove an empty room, if it is deleted."""
    RoomCounter.objects.lock_all([room_id])
    room = Room.objects.exclude(deleted_at=None).filter(pk=room_id).first()
    if room:
        room.delete()
