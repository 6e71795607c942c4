"""The inbox: what addresses a person, across rooms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chatsite.contract.events import ServerEvent
from messaging.mentions.queries import inbox
from messaging.mentions.services import see
from messaging.reading.services import mark_read, read_all
from messaging.services import delete_message, edit_message
from rooms.memberships import join_room, leave_room
from rooms.models import Room
from rooms.moderation.services import ban_from_room
from rooms.services import create_room, delete_room
from tests.support.conversation import say


def texts(user, **fields):
    return [entry["message"]["content"].split()[-1] for entry in inbox(user=user, **fields).entries]


@pytest.fixture
def garden(alice, bob):
    room = create_room(by=alice, name="Garden")
    return join_room(room_id=room.pk, by=bob)


def test_it_has_mentions_replies_and_calls_of_all_rooms_newest_first(room, garden, alice, bob):
    mine = say(bob, room, "mine")
    say(alice, room, f"<@{bob.pk}> one")
    say(alice, garden, "<@room> two")
    say(alice, room, "three", reply_to=mine["seq"])
    say(alice, garden, f"<@{bob.pk}> <@room> four")
    say(alice, garden, "nothing")
    entries = inbox(user=bob).entries
    assert [entry["kind"] for entry in entries] == ["mention", "reply", "room", "mention"]
    assert texts(bob) == ["four", "three", "two", "one"]
    assert [entry["room"]["name"] for entry in entries] == ["Garden", "Kitchen", "Garden", "Kitchen"]
    assert (texts(alice), {entry["read"] for entry in entries}) == ([], {False})


def test_it_is_paged_by_mention(room, garden, alice, bob, signed_in):
    for number in range(7):
        say(alice, (room, garden)[number % 2], f"{('<@room>', f'<@{bob.pk}>')[number % 3 == 0]} {number}")
    client, seen, last = signed_in(bob), [], None
    for has_more in (True, True, False):
        query = {"limit": 3} | ({"before": last} if last else {})
        answer = client.get("/auth/mentions", query).json()
        seen += [entry["message"]["content"].split()[-1] for entry in answer["mentions"]]
        last = answer["last_id"]
        assert answer["has_more"] == has_more
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_it_says_what_was_read(room, garden, alice, bob):
    seqs = [say(alice, room, f"<@{bob.pk}> {number}")["seq"] for number in range(3)]
    say(alice, garden, "<@room> call")
    mark_read(room_id=room.pk, by=bob, seq=seqs[1])
    assert [entry["read"] for entry in inbox(user=bob).entries] == [False, False, True, True]
    assert texts(bob, unread=True) == ["call", "2"]
    assert texts(bob, unread=True, limit=1) == ["call"]
    read_all(by=bob)
    assert texts(bob, unread=True) == []
    assert len(texts(bob)) == 4


def test_an_edit_reaches_who_had_read_the_message(room, alice, bob):
    message = say(alice, room, "hello")
    mark_read(room_id=room.pk, by=bob, seq=message["seq"])
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content=f"<@{bob.pk}> now")
    assert texts(bob, unread=True) == ["now"]
    read_all(by=bob)
    assert texts(bob, unread=True) == []
    edit_message(room_id=room.pk, seq=message["seq"], by=alice, content="gone")
    assert texts(bob) == []


def test_it_holds_nothing_that_may_not_be_read_now(room, garden, alice, bob, charlie):
    message = say(alice, room, f"<@{bob.pk}> deleted")
    say(alice, room, f"<@{bob.pk}> <@{charlie.pk}> kept")
    say(alice, garden, f"<@{bob.pk}> <@{charlie.pk}> hidden")
    delete_message(room_id=room.pk, seq=message["seq"], by=alice)
    assert texts(bob) == ["hidden", "kept"]
    Room.objects.filter(pk=garden.pk).update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert (texts(bob), texts(charlie)) == (["hidden", "kept"], ["kept"])
    leave_room(room_id=garden.pk, by=bob)
    assert texts(bob) == texts(bob, unread=True) == ["kept"]
    ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, reason="Why.", until=timezone.now() + timedelta(days=1))
    assert texts(bob) == texts(bob, unread=True) == []
    delete_room(room_id=room.pk, by=alice)
    assert texts(charlie) == []


def test_calls_before_someone_joined_are_not_theirs(room, alice, charlie):
    say(alice, room, "<@room> before")
    join_room(room_id=room.pk, by=charlie)
    say(alice, room, "<@room> after")
    assert texts(charlie) == texts(charlie, unread=True) == ["after"]


def test_in_rooms_of_others_a_person_says_what_they_have_seen(room, alice, charlie, announced_by, signed_in):
    for number in range(2):
        say(alice, room, f"<@{charlie.pk}> {number}")
    newest, oldest = (entry["id"] for entry in inbox(user=charlie).entries)
    (notice,) = announced_by(see, by=charlie, seen=oldest)
    assert (notice.event, notice.user_id, notice.payload) == (ServerEvent.MENTIONS_SEEN, charlie.pk, {"seen": oldest})
    assert texts(charlie, unread=True) == ["1"]
    assert announced_by(see, by=charlie, seen=oldest) == []
    assert signed_in(charlie).put("/auth/mentions", {"seen": newest + 10**6}, "application/json").status_code == 204
    assert announced_by(see, by=charlie, seen=oldest) == []
    say(alice, room, f"<@{charlie.pk}> 2")
    assert texts(charlie, unread=True) == ["2"]
    read_all(by=charlie)
    assert [entry["read"] for entry in inbox(user=charlie).entries] == [True, True, True]


def test_many_rooms_take_as_many_queries_as_one(room, alice, bob, django_assert_num_queries):
    for number in range(3):
        say(alice, room, f"<@{bob.pk}> <@room> {number}")
        with django_assert_num_queries(7):
            inbox(user=bob)
        with django_assert_num_queries(8):
            inbox(user=bob, unread=True)
        room = create_room(by=alice, name=f"Room {number}")
        join_room(room_id=room.pk, by=bob)


@pytest.mark.parametrize("query", ["before=x", "limit=0", "limit=51", "unread=yes", "after=1"])
def test_bad_queries_are_refused(bob, signed_in, query):
    assert signed_in(bob).get(f"/auth/mentions?{query}").status_code == 400


@pytest.mark.parametrize("body", [{}, {"seen": "1"}, {"seen": -1}, {"seen": None}, {"seen": 1, "x": 1}])
def test_bad_bodies_are_refused(bob, signed_in, body):
    assert signed_in(bob).put("/auth/mentions", body, "application/json").status_code == 400
