"""GET /rooms/<id>/messages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Message
from messaging.queries import page
from messaging.services import delete_message
from rooms.models import RoomCounter
from rooms.services import close_room
from tests.support.conversation import say

BAD_TIMES = ["at=yesterday", "at=2026-11-26", "at=2026-11-26T00:00:00", "at=0001-01-01T00:00:00%2B14:00"]
BAD_TIMES += ["at=2026-13-01T00:00:00Z", "at=2026-11-26T00:00:00Z&around=3"]


@pytest.fixture
def seqs(room, alice):
    """Return the places of ten messages."""
    return [say(alice, room, f"{number}")["seq"] for number in range(10)]


def seqs_of(found):
    return [message["seq"] for message in found.messages]


@pytest.mark.parametrize(
    ("place", "expected", "before", "after"),
    [
        ({}, slice(6, 10), True, False),
        ({"before": 6}, slice(2, 6), True, True),
        ({"before": 3}, slice(0, 3), False, True),
        ({"before": 0}, slice(0, 0), False, True),
        ({"after": 5}, slice(6, 10), True, False),
        ({"after": 2}, slice(3, 7), True, True),
        ({"after": 9}, slice(0, 0), True, False),
        ({"around": 5}, slice(3, 8), True, True),
        ({"around": 0}, slice(0, 3), False, True),
        ({"around": 9}, slice(7, 10), True, False),
    ],
)
def test_a_page_is_oldest_first_and_says_what_lies_around(room, bob, seqs, place, expected, before, after):
    limit = {"limit": 5 if "around" in place else 4}
    found = page(user=bob, room_id=room.pk, **{name: seqs[index] for name, index in place.items()}, **limit)
    assert seqs_of(found) == seqs[expected]
    assert (found.has_more_before, found.has_more_after) == (before, after)
    assert found.version == seqs[-1]


@pytest.mark.parametrize(("hours", "expected"), [(-100, 0), (-9.5, 1), (-9, 1), (-0.5, 10), (-1, 9), (5, 10)], ids=str)
def test_a_page_at_a_time_holds_the_first_message_written_since(room, bob, seqs, hours, expected):
    now = timezone.now()
    for number, seq in enumerate(seqs):
        Message.objects.filter(room=room, seq=seq).update(created_at=now - timedelta(hours=10 - number))
    found = page(user=bob, room_id=room.pk, at=now + timedelta(hours=hours), limit=1)
    assert seqs_of(found) == [seqs[min(expected, 9)]]


def test_a_page_at_a_time_is_found_by_few_look_ups(room, alice, bob):
    RoomCounter.objects.filter(pk=room.pk).update(version=1_000_000)
    say(alice, room, "Late.")
    with CaptureQueriesContext(connection) as queries:
        assert len(page(user=bob, room_id=room.pk, at=timezone.now() - timedelta(days=1)).messages) == 1
    assert len(queries) <= 30


def test_an_empty_room_has_an_empty_page_at_any_time(room, bob):
    assert page(user=bob, room_id=room.pk, at=timezone.now()).messages == []


def test_over_http_a_time_has_its_zone(room, bob, seqs, signed_in):
    client = signed_in(bob)
    found = client.get(f"/rooms/{room.pk}/messages", {"at": "2020-01-01T00:00:00+02:00", "limit": 1}).json()
    assert [message["seq"] for message in found["messages"]] == seqs[:1]


def test_a_page_is_searched_by_one_bound_since_sqlite_reads_all_between_two(room, bob, seqs):
    with CaptureQueriesContext(connection) as queries:
        page(user=bob, room_id=room.pk, before=seqs[5])
    assert len(queries) <= 3
    assert len(re.findall(r'seq["`] <', queries[-1]["sql"])) == 1


def test_a_page_is_whole_where_much_else_happened_between_the_messages(room, alice, bob):
    seqs = []
    for gap in (0, 500, 0, 30_000, 0, 700):
        RoomCounter.objects.filter(pk=room.pk).update(version=F("version") + gap)
        seqs.append(say(alice, room)["seq"])
    assert seqs_of(page(user=bob, room_id=room.pk, limit=4)) == seqs[2:]
    assert seqs_of(page(user=bob, room_id=room.pk, before=seqs[4], limit=3)) == seqs[1:4]
    assert seqs_of(page(user=bob, room_id=room.pk, after=seqs[1], limit=3)) == seqs[2:5]
    assert seqs_of(page(user=bob, room_id=room.pk, around=seqs[3], limit=4)) == seqs[2:6]
    assert seqs_of(page(user=bob, room_id=room.pk, around=seqs[3], limit=1)) == [seqs[3]]
    assert seqs_of(page(user=bob, room_id=room.pk)) == seqs


def test_paging_back_and_forth_covers_everything_once(room, bob, seqs):
    back, place = [], None
    while True:
        found = page(user=bob, room_id=room.pk, before=place, limit=3)
        back = seqs_of(found) + back
        if not found.has_more_before:
            break
        place = found.messages[0]["seq"]
    forth, place = [], 0
    while True:
        found = page(user=bob, room_id=room.pk, after=place, limit=3)
        forth += seqs_of(found)
        if not found.has_more_after:
            break
        place = found.messages[-1]["seq"]
    assert back == forth == seqs


def test_an_empty_room_has_an_empty_page(room, charlie):
    found = page(user=charlie, room_id=room.pk)
    assert (found.messages, found.has_more_before, found.has_more_after) == ([], False, False)


def test_tombstones_keep_their_place(room, alice, bob, seqs):
    delete_message(room_id=room.pk, seq=seqs[4], by=alice)
    assert seqs_of(page(user=bob, room_id=room.pk)) == seqs


@pytest.mark.parametrize("place", [{}, {"before": 9}, {"after": 5}, {"around": 8}])
def test_a_page_takes_at_most_three_queries(room, bob, seqs, place, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page(user=bob, room_id=room.pk, **place)


def test_over_http_anyone_reads_a_public_room_closed_or_not(room, alice, charlie, seqs, signed_in):
    client = signed_in(charlie)
    first = client.get(f"/rooms/{room.pk}/messages?limit=2").json()
    assert first.keys() == {"messages", "has_more_before", "has_more_after", "version"}
    assert [message["seq"] for message in first["messages"]] == seqs[-2:]
    close_room(room_id=room.pk, by=alice)
    assert len(client.get(f"/rooms/{room.pk}/messages").json()["messages"]) == 10


@pytest.mark.parametrize(
    "query",
    ["before=1&after=2", "around=1&before=2", "limit=0", "limit=101", "before=x", "before=-1", "since=1", *BAD_TIMES],
)
def test_over_http_a_page_that_makes_no_sense_is_refused(room, bob, signed_in, query):
    assert signed_in(bob).get(f"/rooms/{room.pk}/messages?{query}").status_code == 400
