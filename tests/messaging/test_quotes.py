"""A reply quotes the message it answers as it is now, which costs the same however many replies there are."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import rename
from messaging.models import Message
from messaging.posting import Draft, post_messages
from messaging.queries import catch_up, page
from messaging.services import delete_message, edit_message, remove_messages_of, restore_message
from messaging.upkeep import erasing
from rooms.models import Room, RoomCounter
from tests.support.announcements import room_changes
from tests.support.conversation import say
from tests.support.quotes import requoted, take_messages

NUMBERS = [0, 1, 10, 1_000]
MOST_AT_ONCE = 250

Act = Callable[[Room, int, User, User], object]


def all_of(steps: Iterable[object]) -> None:
    for _ in steps:
        pass


def its(service: Callable[..., object], **fields: Any) -> Act:
    return lambda room, seq, alice, _: service(room_id=room.pk, seq=seq, by=alice, **fields)


ACTS: dict[str, Act] = {
    "edit": its(edit_message, content="two"),
    "delete": its(delete_message),
    "restore": lambda room, seq, _, admin: restore_message(room_id=room.pk, seq=seq, by=admin),
    "sweep": lambda room, _, alice, admin: remove_messages_of(
        person=alice, since=room.created_at, by=admin, reason="Why."
    ),
    "erase": lambda room, _, alice, __: all_of(erasing.erase(erasing.written_by(alice))),
    "rename": lambda _, __, alice, ___: rename(alice, "Alicia"),
}


def answered(room: Room, alice: User, bob: User, times: int) -> int:
    """Return a message's place in the conversation; it is answered so many times."""
    seq = say(alice, room, "one")["seq"]
    for start in range(0, times, MOST_AT_ONCE):
        count = min(MOST_AT_ONCE, times - start)
        post_messages([Draft(bob.pk, room.pk, "answer", reply_to=seq) for _ in range(count)])
    return seq


def cost_of(act: Act, room: Room, people: tuple[User, User, User], times: int, announced_by: Any) -> list[int]:
    """Return how many statements, announcements and versions something takes."""
    alice, bob, admin = people
    seq = answered(room, alice, bob, times)
    if act is ACTS["restore"]:
        delete_message(room_id=room.pk, seq=seq, by=admin, reason="Why.")
    version = RoomCounter.objects.get(pk=room.pk).version
    with CaptureQueriesContext(connection) as queries:
        announced = announced_by(act, room, seq, alice, admin)
    return [len(queries), len(announced), RoomCounter.objects.get(pk=room.pk).version - version]


@pytest.mark.parametrize("name", ACTS)
def test_replies_cost_nothing(room, alice, bob, admin, announced_by, name):
    act, people = ACTS[name], (alice, bob, admin)
    costs = []
    for times in NUMBERS:
        costs.append(cost_of(act, room, people, times, announced_by))
        Message.objects.all().delete()
        alice.name = "Alice"
    assert costs == costs[:1] * len(NUMBERS)
    assert costs[0][2] == (0 if name == "rename" else 1)


def test_a_sweep_costs_the_same_however_much_it_removes(room, alice, admin):
    costs = []
    for times in (1, 50):
        post_messages([Draft(alice.pk, room.pk, "spam") for _ in range(times)])
        with CaptureQueriesContext(connection) as queries:
            removed = ACTS["sweep"](room, 0, alice, admin)
        costs.append(len(queries))
        assert removed == times
    assert costs[0] == costs[1]
    assert len(set(Message.objects.values_list("version", flat=True))) == 51


def test_a_fetch_shows_the_quote_as_it_is_now_and_a_change_brings_it(room, alice, bob, admin, announced_by):
    seq = say(alice, room, "one")["seq"]
    reply = say(bob, room, "answer", reply_to=seq)
    for act, excerpt in [("edit", "two"), ("sweep", ""), ("restore", "two")]:
        since = RoomCounter.objects.get(pk=room.pk).version
        (change,) = room_changes(announced_by(ACTS[act], room, seq, alice, admin))
        changed = change.payload["message"]
        assert catch_up(user=bob, room_id=room.pk, since=since).messages == [changed]
        assert (changed["seq"], changed["excerpt"]) == (seq, excerpt)
        reply = requoted(reply, changed)
        assert reply["reply_to"]["excerpt"] == excerpt
        assert page(user=bob, room_id=room.pk).messages == [changed, reply]


def test_an_older_change_that_comes_late_does_not_undo_a_newer_one(room, alice, bob):
    seq = say(alice, room, "one")["seq"]
    older, newer = [edit_message(room_id=room.pk, seq=seq, by=alice, content=content) for content in ("two", "three")]
    reply = say(bob, room, "answer", reply_to=seq)
    held = {reply["seq"]: reply}
    take_messages(held, [page(user=bob, room_id=room.pk).messages[0] | {"version": older.version, "excerpt": "two"}])
    assert held[reply["seq"]]["reply_to"]["excerpt"] == "three"
    assert held[reply["seq"]]["reply_to"]["version"] == newer.version


def test_an_unchanged_message_carries_no_excerpt(room, alice):
    assert "excerpt" not in say(alice, room)
