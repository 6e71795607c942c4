"""How the databases find what the list of rooms, pages, changes and unread counts show: by index, whatever there is."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.blocking.models import Block
from accounts.models import User
from messaging.bookmarks.models import Bookmark
from messaging.bookmarks.queries import bookmarks
from messaging.mentions.queries import inbox
from messaging.models import Mention, Message
from messaging.queries import catch_up, changes_since, last_messages, page, room_news
from messaging.reading.queries import newest_of_others, unread_rooms
from rooms.direct.services import open_direct
from rooms.models import Membership, Room, RoomCounter
from rooms.queries import ListedRooms, my_rooms
from tests.support.conversation import say

ROOMS = 200
CROWD = 30
START = CROWD + 2
LONG = 3_000
SHORT = 10
GROWING = {
    "messages",
    "mentions",
    "bookmarks",
    "room_memberships",
    "blocks",
    "T4",
    "T5",
}  # T…: quoted messages


@pytest.fixture
def reader(make_user: Callable[..., User]) -> User:
    """Return someone who has read nothing, in two hundred rooms of which the first is a long conversation."""
    writer, reader = make_user("Alice"), make_user("Bob")
    crowd = User.objects.bulk_create([User(email=f"p{n}@example.org", name=f"Person {n}") for n in range(CROWD)])
    rooms = [Room(name=f"Room {n}", active_name_key=f"room {n}", version=1) for n in range(ROOMS)]
    Room.objects.bulk_create(rooms)
    ends = {room.pk: START + (SHORT if number else LONG) for number, room in enumerate(rooms)}
    RoomCounter.objects.bulk_create(
        [RoomCounter(pk=room_id, version=end, last_message_seq=end) for room_id, end in ends.items()]
    )
    Membership.objects.bulk_create(
        Membership(room_id=room_id, user=user, version=version, joined_version=version)
        for room_id in ends
        for version, user in enumerate([writer, reader, *crowd], 1)
    )
    Message.objects.bulk_create(
        Message(room_id=room_id, seq=seq, version=seq, author=writer, content="x", html="x")
        for room_id, end in ends.items()
        for seq in range(START + 1, end + 1)
    )
    Mention.objects.bulk_create(
        Mention(message=message, room_id=message.room_id, user=whom, version=message.seq, kind="mention")
        for number, message in enumerate(Message.objects.order_by("pk"))
        for whom in [[reader], [None], []][number % 3]
    )
    some = list(Message.objects.order_by("pk")[:100])
    Bookmark.objects.bulk_create(
        Bookmark(user=user, message=message) for message in some for user in [reader, *crowd[:20]]
    )
    for other in crowd:
        say(reader, Room.objects.get(pk=open_direct(by=other, user_ids=[reader.pk]).room["id"]))
    Block.objects.bulk_create(Block(user=user, blocked=other) for user in [reader, *crowd] for other in crowd[:20])
    return reader


def count_rows() -> None:
    """Let the engine look at its tables, as it does by itself on a host; MariaDB ends the transaction for it."""
    tables = ["messages", "mentions", "bookmarks", "blocks", "room_memberships", "rooms", "room_counters"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else f"ANALYZE TABLE {', '.join(tables)}")
        cursor.fetchall()


def rooms_of(reader: User) -> list[Room]:
    return ListedRooms().first(reader, after=0, count=ROOMS)


def first_room(reader: User) -> int:
    return rooms_of(reader)[0].pk


LOOKS: dict[str, Callable[[User, int], Any]] = {
    "the newest page": lambda user, room_id: page(user=user, room_id=room_id),
    "a page before": lambda user, room_id: page(user=user, room_id=room_id, before=LONG // 2),
    "a page after": lambda user, room_id: page(user=user, room_id=room_id, after=LONG // 2),
    "a page around": lambda user, room_id: page(user=user, room_id=room_id, around=LONG // 2),
    "what was missed": lambda user, room_id: catch_up(user=user, room_id=room_id, since=LONG - 20),
    "every change": lambda user, room_id: changes_since(room_id, LONG - 20),
    "the list of rooms": lambda user, _: my_rooms(user, rooms_of(user)),
    "the newest messages": lambda user, room_id: last_messages([room_id]),
    "the rooms with unread messages": lambda user, _: unread_rooms(user),
    "the newest message of others": lambda user, room_id: newest_of_others(
        Membership.objects.select_related("room__counter").get(user=user, room=room_id)
    ),
    "the mentions in a room": lambda user, room_id: my_rooms(
        user, list(Room.objects.with_payload().filter(pk=room_id))
    ),
    "the inbox": lambda user, _: inbox(user=user),
    "the unread of the inbox": lambda user, _: inbox(user=user, unread=True),
    "a page of the inbox": lambda user, _: inbox(user=user, before=LONG // 2),
    "the bookmarks": lambda user, _: bookmarks(user=user),
    "a direct room": lambda user, _: open_direct(by=user, user_ids=[User.objects.latest("pk").pk]),
    "the unread of a direct room": lambda user, _: room_news(Room.objects.latest("pk").pk, [user.pk]),
    "the unread of many readers": lambda user, room_id: room_news(room_id, [user.pk]),
}


def selects(look: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        look()
    return [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


def complaints(sql: str) -> Iterator[str]:
    """Yield what is wrong with the way the engine goes."""
    with connection.cursor() as cursor:
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        columns = [column[0] for column in cursor.description]
        plan = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for step in plan:
        if connection.vendor == "sqlite":
            words = step["detail"].split()
            if (words[0] == "SCAN" and words[1] in GROWING) or "ORDER BY" in step["detail"]:
                yield step["detail"]
        elif step["table"] in GROWING and (step["type"] in {"ALL", "index"} or "filesort" in (step["Extra"] or "")):
            yield str(step)


def test_everything_that_grows_is_found_by_index(transactional_db, reader):
    room_id = first_room(reader)
    count_rows()
    looked = {name: selects(partial(look, reader, room_id)) for name, look in LOOKS.items()}
    wrong = [(name, plan, sql) for name, found in looked.items() for sql in found for plan in complaints(sql)]
    assert wrong == []
    assert min(map(len, looked.values())) > 0


def test_two_hundred_rooms_take_as_many_queries_as_two(reader, signed_in, django_assert_num_queries):
    client = signed_in(reader)
    for limit in (2, ROOMS):
        with django_assert_num_queries(9):  # session, person, rooms, seats, blocks, last mentions, two counts, texts
            rooms = client.get(f"/rooms?limit={limit}").json()["rooms"]
    unread = [room["membership"]["unread_count"] for room in rooms]
    assert unread == [1_000] + [SHORT] * (ROOMS - 1)
    assert rooms[0]["membership"]["mention_count"] == 2 * LONG // 3
    assert {room["last_message"]["seq"] for room in rooms[1:]} == {START + SHORT}


def test_two_hundred_unread_rooms_take_as_many_queries_as_one(reader, django_assert_num_queries):
    for rooms in (1, ROOMS):
        Membership.objects.filter(user=reader, room__in=[room.pk for room in rooms_of(reader)[rooms:]]).update(
            last_read_seq=START + SHORT
        )
    with django_assert_num_queries(8):  # pointers, first messages, their times, texts; the list's four
        assert len(unread_rooms(reader).rooms) == 1


def test_a_page_takes_as_many_queries_at_any_depth(reader, django_assert_num_queries):
    room_id = first_room(reader)
    for place in (START + 60, LONG // 2, LONG):
        with django_assert_num_queries(2):  # the room, its messages
            assert len(page(user=reader, room_id=room_id, before=place).messages) == 50
