"""GET and PUT /rooms/unread, POST /rooms/read-all: reading in all rooms at once."""

import pytest

from accounts.blocking.services import block_person, unblock_person
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice
from messaging.reading import queries, services
from messaging.reading.queries import unread_rooms
from messaging.reading.services import mark_read, put_back, read_all
from messaging.services import delete_message, edit_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership
from rooms.services import create_room, delete_room
from tests.support.conversation import say

JSON = "application/json"


def pointer(user, room):
    return Membership.objects.get(user=user, room=room).last_read_seq


@pytest.fixture
def garden(alice, bob):
    """Return a second room of Alice's, with Bob as a member."""
    room = create_room(by=alice, name="Garden")
    return join_room(room_id=room.pk, by=bob)


def test_rooms_are_listed_with_their_first_unread_messages_the_longest_waiting_first(room, garden, alice, bob):
    first = say(alice, garden, "water the beans")
    say(bob, garden, "I did")
    deleted = say(alice, garden, "a typo")["seq"]
    delete_message(room_id=garden.pk, seq=deleted, by=alice)
    for number in range(4):
        say(alice, room, f"dish {number}")
    found = unread_rooms(bob)
    assert [one["room"]["name"] for one in found.rooms] == ["Garden", "Kitchen"]
    assert [[message["content"] for message in one["messages"]] for one in found.rooms] == [
        ["water the beans"],
        ["dish 0", "dish 1", "dish 2"],
    ]
    assert found.rooms[0]["since"] == first["created_at"]
    assert [one["room"]["membership"]["unread_count"] for one in found.rooms] == [1, 4]
    assert found.complete


def test_rooms_where_only_own_and_deleted_messages_follow_are_not_listed(room, alice, bob):
    say(bob, room)
    gone = say(alice, room)["seq"]
    delete_message(room_id=room.pk, seq=gone, by=alice)
    assert unread_rooms(bob) == ([], True)


def test_what_blocked_people_wrote_is_neither_shown_nor_counted(room, garden, alice, bob, charlie):
    join_room(room_id=garden.pk, by=charlie)
    for author, where, text in [(alice, garden, "1"), (charlie, garden, "2"), (alice, garden, "3"), (alice, room, "4")]:
        say(author, where, text)
    block_person(by=bob, person=alice)
    [found] = unread_rooms(bob).rooms
    assert (found["room"]["name"], unread(found)) == ("Garden", 1)
    assert [message["content"] for message in found["messages"]] == ["2"]
    unblock_person(by=bob, user_id=alice.pk)
    assert {one["room"]["name"]: unread(one) for one in unread_rooms(bob).rooms} == {"Garden": 3, "Kitchen": 1}


def unread(card):
    return card["room"]["membership"]["unread_count"]


def test_blocking_and_unblocking_someone_counts_again_for_ones_own_connections(
    room, garden, alice, bob, charlie, announced_by
):
    """Where the person never was nothing changes; where they were it is counted, by edits of old messages too."""
    elsewhere = create_room(by=charlie, name="Elsewhere")
    join_room(room_id=elsewhere.pk, by=bob)
    say(charlie, elsewhere)
    read = say(alice, garden)["seq"]
    mark_read(room_id=garden.pk, by=bob, seq=read)
    edit_message(room_id=garden.pk, by=alice, seq=read, content=f"<@{bob.pk}>")
    say(alice, room)
    leave_room(room_id=room.pk, by=alice)

    def counted(change, **whom):
        sent = [one for one in announced_by(change, by=bob, **whom) if one.event == ServerEvent.ROOM_READ]
        assert {(one.user_id, one.payload["marked_unread"]) for one in sent} == {(bob.pk, False)}
        return {one.payload["room_id"]: (one.payload["unread_count"], one.payload["mention_count"]) for one in sent}

    assert counted(block_person, person=alice) == {room.pk: (0, 0), garden.pk: (0, 0)}
    assert counted(unblock_person, user_id=alice.pk) == {room.pk: (1, 0), garden.pk: (0, 1)}


def test_a_room_is_marked_unread_from_the_newest_message_of_someone_who_is_not_blocked(room, alice, bob, charlie):
    join_room(room_id=room.pk, by=charlie)
    seq = say(charlie, room)["seq"]
    end = say(alice, room)["seq"]
    mark_read(room_id=room.pk, by=bob, seq=end)
    block_person(by=bob, person=alice)
    membership, found = mark_read(room_id=room.pk, by=bob, unread=True)
    assert (membership.last_read_seq, found.messages) == (seq - 1, 1)


def test_rooms_that_were_left_or_deleted_are_not_listed(room, garden, alice, bob):
    say(alice, room)
    say(alice, garden)
    leave_room(room_id=room.pk, by=bob)
    delete_room(room_id=garden.pk, by=alice)
    assert unread_rooms(bob) == ([], True)
    assert read_all(by=bob) == ({}, True)


def test_very_many_rooms_are_listed_in_part(room, garden, alice, bob, monkeypatch):
    monkeypatch.setattr(queries, "CARDS", 1)
    say(alice, garden)
    say(alice, room)
    found = unread_rooms(bob)
    assert ([one["room"]["name"] for one in found.rooms], found.complete) == (["Garden"], False)


def test_reading_all_tells_the_reader_alone_and_can_be_undone(room, garden, alice, bob, announced_by):
    before = {room.pk: pointer(bob, room), garden.pk: pointer(bob, garden)}
    ends = {room.pk: say(alice, room)["seq"], garden.pk: say(alice, garden)["seq"]}
    said = announced_by(read_all, by=bob)
    assert said == [
        Notice(
            ServerEvent.ROOM_READ,
            {"room_id": room_id, "last_read_seq": end, "unread_count": 0, "mention_count": 0, "marked_unread": False},
            user_id=bob.pk,
        )
        for room_id, end in ends.items()
    ]
    assert announced_by(read_all, by=bob) == []
    said = announced_by(put_back, by=bob, rooms=before)
    assert [(one.payload["last_read_seq"], one.payload["unread_count"], one.user_id) for one in said] == [
        (before[room.pk], 1, bob.pk),
        (before[garden.pk], 1, bob.pk),
    ]
    assert all(one.payload["marked_unread"] for one in said)
    assert announced_by(put_back, by=bob, rooms=before) == []


def test_where_the_reader_was_is_returned(room, garden, alice, bob):
    before = pointer(bob, room)
    say(alice, room)
    assert read_all(by=bob) == ({room.pk: before}, True)


def test_very_many_rooms_are_read_in_parts(room, garden, alice, bob, monkeypatch):
    monkeypatch.setattr(queries.behind, "__defaults__", (1,))
    say(alice, room)
    say(alice, garden)
    parts = [read_all(by=bob), read_all(by=bob)]
    assert [(len(rooms), complete) for rooms, complete in parts] == [(1, False), (1, True)]


def test_a_pointer_is_never_put_forward_and_only_ones_own_is_moved(room, alice, bob, charlie):
    first, second = say(alice, room)["seq"], say(alice, room)["seq"]
    mark_read(room_id=room.pk, by=bob, seq=first)
    put_back(by=bob, rooms={room.pk: second, 999: 1})
    put_back(by=charlie, rooms={room.pk: 0})
    assert pointer(bob, room) == first


def test_what_another_device_read_meanwhile_stays_read(room, alice, bob, monkeypatch):
    say(alice, room)
    stale, complete = queries.behind(bob)
    second = say(alice, room)["seq"]
    mark_read(room_id=room.pk, by=bob, seq=second)
    monkeypatch.setattr(services, "behind", lambda _user: (stale, complete))
    read_all(by=bob)
    assert pointer(bob, room) == second


def test_a_room_is_marked_unread_from_the_newest_message_of_another(room, alice, bob, signed_in):
    seq = say(alice, room)["seq"]
    last = say(bob, room)["seq"]
    client, path = signed_in(bob), f"/rooms/{room.pk}/read"
    client.post(path, {"seq": last}, JSON)
    unread = {"last_read_seq": seq - 1, "unread_count": 1, "mention_count": 0}
    assert client.post(path, {"unread": True}, JSON).json() == unread


def test_a_room_without_messages_of_others_stays_read(room, bob, signed_in):
    answer = signed_in(bob).post(f"/rooms/{room.pk}/read", {"unread": True}, JSON).json()
    assert answer["unread_count"] == 0


def test_over_http(room, alice, bob, signed_in):
    before = pointer(bob, room)
    say(alice, room, "hello")
    client = signed_in(bob)
    (waiting,) = client.get("/rooms/unread").json()["rooms"]
    assert waiting["messages"][0]["content"] == "hello"
    answer = client.post("/rooms/read-all").json()
    assert answer == {"rooms": {str(room.pk): before}, "complete": True}
    assert client.get("/rooms/unread").json() == {"rooms": [], "complete": True}
    assert client.put("/rooms/unread", {"rooms": answer["rooms"]}, JSON).status_code == 204
    assert len(client.get("/rooms/unread").json()["rooms"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rooms": []},
        {"rooms": {"x": 1}},
        {"rooms": {"1": "1"}},
        {"rooms": {"1": -1}},
        {"rooms": {"1": 1}, "all": True},
    ],
)
def test_nonsense_is_refused(bob, signed_in, body):
    assert signed_in(bob).put("/rooms/unread", body, JSON).status_code == 400


def test_too_many_rooms_at_once_are_refused(bob, signed_in):
    body = {"rooms": {str(number): 0 for number in range(1, queries.MOST_ROOMS + 2)}}
    assert signed_in(bob).put("/rooms/unread", body, JSON).status_code == 400
    assert signed_in(bob).post("/rooms/read-all", {"rooms": {}}, JSON).status_code == 400
