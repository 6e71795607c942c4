"""Are a room's counts true? Looked at under its lock, so that a running server is neither disturbed nor misjudged.

After a restore the counts are older than what clients know: :func:`rewind_all`.
"""

from collections.abc import Callable, Iterator

from django.apps.registry import Apps
from django.db.models import Max

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from chatsite.text.cleaning import name_key
from rooms import broadcasts
from rooms.models import Membership, Room, RoomCounter, rewound

# (room id) -> (highest seq, highest version) of what is written in it; the messaging app knows.
Written = Callable[[int], tuple[int, int]]


def check_rooms(written: Written, *, after: int = 0) -> Iterator[list[Finding]]:
    """Yield the findings of one room after the other."""
    while room_id := Room.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).first():
        yield _findings(room_id, written)
        after = room_id


@in_transaction
def _findings(room_id: int, written: Written) -> list[Finding]:
    counters = RoomCounter.objects.lock_all([room_id])
    if room_id not in counters:
        return [Finding(f"room {room_id} has no counter", lambda: repair_counter(room_id, written))]
    wrong = [*_miscounted(counters[room_id], _truth(room_id, written))]
    counts = Finding(f"room {room_id}: {'; '.join(wrong)}", lambda: repair_counter(room_id, written))
    return [counts] * bool(wrong) + _misnamed(room_id)


def _miscounted(counter: RoomCounter, truth: RoomCounter) -> Iterator[str]:
    if counter.member_count != truth.member_count:
        yield f"{truth.member_count} members are counted as {counter.member_count}"
    if counter.last_message_seq != truth.last_message_seq:
        yield f"the last message is {truth.last_message_seq}, not {counter.last_message_seq}"
    if counter.version < truth.version:
        yield f"changes go up to {truth.version}, not {counter.version}"
    ahead = Membership.objects.filter(room=counter.pk, last_read_seq__gt=max(counter.version, truth.version)).count()
    if ahead:
        yield f"{ahead} members have read what no one wrote, so nothing new is unread to them"


def _truth(room_id: int, written: Written) -> RoomCounter:
    """Return the counter as the rows of the room say that it must be."""
    members = Membership.objects.filter(room=room_id)
    last_seq, version = written(room_id)
    versions = [version, members.aggregate(last=Max("version"))["last"] or 0, Room.objects.get(pk=room_id).version]
    return RoomCounter(
        room_id=room_id, version=max(versions), member_count=members.current().count(), last_message_seq=last_seq
    )


@in_transaction
def repair_counter(room_id: int, written: Written) -> None:
    """Count a room anew; those who have it open get the new counts with the room's next version."""
    counter = RoomCounter.objects.lock_all([room_id]).get(room_id) or RoomCounter.objects.create(room_id=room_id)
    truth = _truth(room_id, written)
    counter.member_count, counter.last_message_seq = truth.member_count, truth.last_message_seq
    counter.version = max(counter.version, truth.version)
    room = Room.objects.select_related("creator").get(pk=room_id)
    room.version, room.counter = counter.advance(), counter
    room.save(update_fields=["version"])
    ahead = Membership.objects.filter(room=room_id, last_read_seq__gt=counter.version)
    ahead.update(last_read_seq=counter.last_message_seq)
    broadcasts.room_changed(room)


def _misnamed(room_id: int) -> list[Finding]:
    room = Room.objects.active().filter(pk=room_id).exclude(active_name_key=None).first()
    # Rooms whose names differed by characters that show nothing kept their keys when those stopped counting.
    if room is None or Room.objects.filter(active_name_key=name_key(room.name)).exists():
        return []
    return [Finding(f"room {room_id} holds another name than its own", lambda: _hold_own_name(room_id))]


@in_transaction
def _hold_own_name(room_id: int) -> None:
    RoomCounter.objects.lock(room_id)
    room = Room.objects.get(pk=room_id)
    room.rename(room.name)
    room.save(update_fields=["name", "active_name_key"])


def rewind_all(registry: Apps) -> None:
    """After a restore: let every client that knew a later state of a room load it anew."""
    counters = registry.get_model("rooms", "RoomCounter")._base_manager
    for pk, version, rewinds in counters.values_list("pk", "version", "rewinds"):
        version, rewinds = rewound(version, rewinds)
        counters.filter(pk=pk).update(version=version, rewinds=rewinds)
