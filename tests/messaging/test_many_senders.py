"""Sixty-four people write at once: no one notices a lock, and the order of the commits is the order of the messages."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.db import connection

from accounts.actors import SYSTEM
from accounts.models import User
from messaging.models import Message
from messaging.posting import Draft, Duplicate, StoredMessage, post_messages
from messaging.reading.services import mark_read
from messaging.services import edit_message
from rooms.models import Membership, Room, RoomCounter
from rooms.services import create_room

SENDERS = 64
ROUNDS = 2


@pytest.fixture
def senders(transactional_db: None) -> list[User]:
    return User.objects.bulk_create(
        [User(email=f"p{n}@example.org", name=f"Person {n}", password="!") for n in range(SENDERS)]
    )


def rooms_of(members: list[User], count: int) -> list[Room]:
    """Create rooms that everyone is in."""
    rooms = [create_room(by=SYSTEM, name=f"Room {number}") for number in range(count)]
    for room in rooms:
        Membership.objects.bulk_create(
            [Membership(room=room, user=user, version=1, joined_version=1) for user in members]
        )
    return rooms


def take_turns(sender: User, rooms: list[Room], place: int) -> list[tuple[int, int]]:
    """Write in two rooms at a time, then repeat, edit and read; return room and seq of what was stored, in order."""
    said = []
    for turn in range(ROUNDS):
        here, there = rooms[(place + turn) % len(rooms)], rooms[(place + turn + 7) % len(rooms)]
        drafts = [Draft(sender.pk, room.pk, f"{place}/{turn}", uuid4()) for room in (there, here)]
        results = post_messages(drafts)
        assert {type(result) for result in results} == {StoredMessage}
        said += [(result.message["room_id"], result.message["seq"]) for result in results]
    assert post_messages(drafts) == [Duplicate(result.message) for result in results]
    room_id, seq = said[-1]
    edit_message(room_id=room_id, seq=seq, by=sender, content="edited")
    mark_read(room_id=room_id, by=sender, seq=seq)
    return said


@dataclass
class Watcher:
    """Reads on from the last version it saw, as everyone who resumes does, while others write."""

    room_ids: list[int]
    done: threading.Event = field(default_factory=threading.Event)
    seen: dict[int, list[int]] = field(default_factory=dict)

    def watch(self) -> None:
        """Look again and again, and once more at the end."""
        is_last = False
        while not is_last:
            is_last = self.done.wait(0.01)
            for room_id in self.room_ids:
                seen = self.seen.setdefault(room_id, [])
                newer = Message.objects.filter(room=room_id, seq__gt=seen[-1] if seen else 0).order_by("seq")
                seen += newer.values_list("seq", flat=True)


def in_a_thread(function: Callable[..., object], *args: object) -> object:
    try:
        return function(*args)
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 20])
def test_sixty_four_senders_meet_no_lock_and_agree_on_one_order(senders, count):
    rooms = rooms_of(senders, count)
    watcher = Watcher([room.pk for room in rooms])
    with ThreadPoolExecutor(SENDERS + 1) as threads:
        watching = threads.submit(in_a_thread, watcher.watch)
        turns = [threads.submit(in_a_thread, take_turns, sender, rooms, place) for place, sender in enumerate(senders)]
        said = [turn.result() for turn in turns]
        watcher.done.set()
        watching.result()
    for room in rooms:
        stored = list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))
        places = [[seq for room_id, seq in mine if room_id == room.pk] for mine in said]
        assert all(mine == sorted(mine) for mine in places)
        assert sorted(seq for mine in places for seq in mine) == stored
        assert watcher.seen[room.pk] == stored, "something was committed behind a later place"
        edited = Message.objects.filter(room=room).exclude(edited_at=None).count()
        assert RoomCounter.objects.get(pk=room.pk).version == 1 + len(stored) + edited
