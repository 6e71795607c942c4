"""Opening direct rooms: one for each set of people, also when each of them asks."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.blocking.services import block_person
from accounts.preferences import change_preferences
from chatsite.contract.errors import NotAllowed, NotFound, RateLimited
from chatsite.contract.events import ServerEvent
from chatsite.limits.window import counting
from chatsite.realtime import Notice
from rooms.direct.queries import direct_key
from rooms.direct.services import open_direct
from rooms.models import Room
from rooms.queries import my_room
from rooms.services import create_room
from tests.support.conversation import say

JSON = "application/json"


def ask(client, *people):
    return client.post("/direct", json.dumps({"user_ids": [one.pk for one in people]}), JSON)


def names(room):
    return [user["name"] for user in room["members"]]


def listed(client):
    return [room["id"] for room in client.get("/rooms").json()["rooms"]]


def test_a_set_of_people_has_one_room_for_each_of_them(alice, bob, charlie, signed_in):
    first = ask(signed_in(alice), bob)
    again = ask(signed_in(bob), alice, bob)
    assert (first.status_code, again.status_code) == (201, 200)
    room = first.json()["room"]
    assert again.json()["room"]["id"] == room["id"]
    assert (room["visibility"], room["name"], room["member_count"], names(room)) == ("direct", "", 2, ["Alice", "Bob"])
    assert room["membership"]["role"] == "member"
    group = ask(signed_in(charlie), bob, alice)
    assert group.status_code == 201
    assert ask(signed_in(alice), charlie, bob).json()["room"]["id"] == group.json()["room"]["id"] != room["id"]


def test_notes_are_the_room_of_oneself(alice, signed_in):
    first, again = ask(signed_in(alice)), ask(signed_in(alice), alice)
    assert (first.status_code, again.status_code) == (201, 200)
    assert names(first.json()["room"]) == ["Alice"]
    assert say(alice, Room.objects.get(), "milk")["content"] == "milk"


@pytest.mark.parametrize("ids", [None, "1", [1] * 10, ["1"], [True], [-1], [2**63], {"1": 1}])
def test_what_is_no_list_of_people_is_refused(alice, signed_in, ids):
    answer = signed_in(alice).post("/direct", json.dumps({"user_ids": ids}), JSON)
    assert (answer.status_code, [*answer.json()["error"]["fields"]]) == (400, ["user_ids"])


def test_strangers_are_not_found(alice, make_user):
    gone = make_user("Gone", is_active=False)
    for number in (gone.pk, 999_999):
        with pytest.raises(NotFound):
            open_direct(by=alice, user_ids=[number])
    assert not Room.objects.exists()


def test_opening_one_that_is_there_takes_three_queries(direct, alice, bob):
    for number in range(3):
        say(alice, direct, f"{number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        opened = open_direct(by=bob, user_ids=[alice.pk])
    assert (opened.is_new, opened.room["membership"]["unread_count"]) == (False, 3)
    assert len(queries) <= 3


def test_the_others_see_it_once_something_is_written(direct, alice, bob, signed_in, announced_by):
    assert (listed(signed_in(alice)), listed(signed_in(bob))) == ([direct.pk], [])
    sent = announced_by(say, alice, direct)
    (shown,) = [one for one in sent if isinstance(one, Notice)]
    assert (shown.event, shown.user_id) == (ServerEvent.MEMBERSHIP_CHANGED, bob.pk)
    assert shown.payload["membership"] == my_room(bob, direct.pk)["membership"]
    assert (names(shown.payload["room"]), shown.payload["membership"]["unread_count"]) == (["Alice", "Bob"], 1)
    assert listed(signed_in(bob)) == [direct.pk]
    assert [one for one in announced_by(say, alice, direct) if isinstance(one, Notice)] == []


def test_opening_it_shows_it_on_own_devices_alone(alice, bob, announced_by):
    sent = announced_by(open_direct, by=alice, user_ids=[bob.pk])
    (own,) = [one for one in sent if isinstance(one, Notice)]
    assert (own.event, own.user_id, own.payload["room"]["name"]) == (ServerEvent.MEMBERSHIP_CHANGED, alice.pk, "")
    assert {one.event for one in sent} == {ServerEvent.MEMBERSHIP_CHANGED, ServerEvent.MEMBER_JOINED}


def test_direct_messages_can_be_turned_off(direct, alice, bob, charlie, settings):
    settings.DIRECT_MESSAGES = "off"
    with pytest.raises(NotAllowed, match="turned off"):
        open_direct(by=alice, user_ids=[charlie.pk])
    with pytest.raises(NotAllowed, match="turned off"):
        say(alice, direct)
    assert open_direct(by=alice, user_ids=[bob.pk]).room["id"] == direct.pk
    assert open_direct(by=alice, user_ids=[]).is_new


def test_they_can_be_for_people_of_shared_rooms(room, alice, bob, charlie, settings):
    settings.DIRECT_MESSAGES = "shared_rooms"
    open_direct(by=alice, user_ids=[bob.pk])
    for others in ([charlie.pk], [bob.pk, charlie.pk]):
        with pytest.raises(NotAllowed, match="share a room"):
            open_direct(by=alice, user_ids=others)


def test_a_direct_room_is_no_shared_one(direct, alice, bob, charlie, settings):
    open_direct(by=alice, user_ids=[bob.pk, charlie.pk])
    settings.DIRECT_MESSAGES = "shared_rooms"
    with pytest.raises(NotAllowed, match="share a room"):
        open_direct(by=alice, user_ids=[charlie.pk])


def test_the_blocked_read_what_is_true_of_anyone(direct, alice, bob, make_user, room):
    """An account that takes part no more gets the same sentence: it gives no block away."""
    dora = make_user("Dora")
    create_room(by=dora, name="Attic")
    block_person(by=bob, person=alice)
    for people in ([], [dora]):
        with pytest.raises(NotAllowed, match=r"^Bob can't be messaged\.$"):
            say(alice, direct) if not people else open_direct(by=alice, user_ids=[bob.pk, dora.pk])
    dora.is_active = False
    dora.save()
    with pytest.raises(NotAllowed, match=r"^Dora can't be messaged\.$"):
        open_direct(by=alice, user_ids=[dora.pk])
    with pytest.raises(NotAllowed, match="You blocked Alice"):
        say(bob, direct)


def test_a_person_can_turn_them_off(direct, alice, bob, charlie):
    group = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk, charlie.pk]).room["id"])
    change_preferences(bob, {"takes_direct_messages": False})
    with pytest.raises(NotAllowed, match=r"^Bob can't be messaged\.$"):
        say(alice, direct)
    with pytest.raises(NotAllowed, match=r"^Bob can't be messaged\.$"):
        open_direct(by=charlie, user_ids=[bob.pk])
    with pytest.raises(NotAllowed, match="You turned direct messages off"):
        say(bob, direct)
    say(alice, group)
    say(bob, group)
    assert open_direct(by=bob, user_ids=[]).is_new


def test_only_new_rooms_are_limited(alice, make_user, monkeypatch):
    people = [make_user(f"P{number}") for number in range(31)]
    with counting():
        for one in people[:30]:
            open_direct(by=alice, user_ids=[one.pk])
        with pytest.raises(RateLimited):
            open_direct(by=alice, user_ids=[people[30].pk])
        assert not open_direct(by=alice, user_ids=[people[0].pk]).is_new


def test_the_key_is_of_the_set():
    assert direct_key([12, 3, 3]) == direct_key([3, 12]) != direct_key([31, 2])
    assert len(direct_key(range(10))) == 64
