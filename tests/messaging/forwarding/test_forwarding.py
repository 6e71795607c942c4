"""Forwarding messages to other rooms."""

from uuid import uuid4

import pytest

from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from messaging.forwarding.services import forward_message
from messaging.models import Forward, Mention, Message
from messaging.queries import MAX_CHANGES, changes_since, page
from messaging.services import delete_message, edit_message
from messaging.upkeep.erasing import erase, remove
from rooms.memberships import join_room
from rooms.models import Room
from rooms.services import create_room
from tests.support.conversation import say

JSON = "application/json"


@pytest.fixture
def garden(bob):
    return create_room(by=bob, name="Garden")


def forward(message, by, to, **fields):
    return forward_message(room_id=message["room_id"], seq=message["seq"], by=by, to=to.pk, **fields).message


def test_a_forwarded_message_quotes_the_text_and_says_where_it_was_said(room, garden, alice, bob):
    source = say(alice, room, "one\n*two*")
    message = forward(source, bob, garden, content="Look:")
    assert message["content"] == "Look:\n\n> one\n> *two*"
    assert "<blockquote>" in message["html"]
    assert message["forward_of"] == {
        "room_id": room.pk,
        "seq": source["seq"],
        "author": source["author"],
        "created_at": source["created_at"],
    }
    assert page(user=bob, room_id=garden.pk).messages == [message]
    (change,) = [one for one in changes_since(garden.pk, 0, MAX_CHANGES).changes if "message" in one.payload]
    assert change.payload["message"] == message
    assert source["forward_of"] is None


def test_it_keeps_its_text_when_the_source_changes(room, garden, alice, bob):
    source = say(alice, room, "one")
    forward(source, bob, garden)
    edit_message(room_id=room.pk, seq=source["seq"], by=alice, content="two")
    delete_message(room_id=room.pk, seq=source["seq"], by=alice)
    (message,) = page(user=bob, room_id=garden.pk).messages
    assert (message["content"], message["forward_of"]["author"]["name"]) == ("> one", "Alice")
    with pytest.raises(Conflict):
        forward(source, bob, garden)


def test_mentions_in_a_quote_are_text(room, garden, alice, bob):
    message = forward(say(alice, room, f"<@{bob.pk}> <@room> <@999>"), bob, garden, content=f"<@{alice.pk}>")
    assert message["content"] == f"<@{alice.pk}>\n\n> @Bob @room <@999>"
    assert [user["name"] for user in message["mentions"]] == ["Alice"]
    assert Mention.objects.filter(message=message["id"]).count() == 1


def test_a_long_message_is_cut(room, garden, alice, bob):
    message = forward(say(alice, room, "x" * 4000), bob, garden, content="y" * 2000)
    assert (len(message["content"]), message["content"][-1]) == (4000, "…")


def test_it_takes_the_right_to_read_here_and_to_write_there(room, garden, alice, bob, charlie):
    source = say(bob, garden, "hello")
    with pytest.raises(NotAllowed):
        forward(source, charlie, room)
    Room.objects.filter(pk=garden.pk).update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    with pytest.raises(NotFound):
        forward(source, alice, room)
    with pytest.raises(NotFound):
        forward(say(alice, room), alice, garden)
    assert forward(source, bob, room)["forward_of"]["room_id"] == garden.pk


def test_a_retry_finds_it(room, garden, alice, bob, announced_by):
    source, key = say(alice, room), uuid4()
    message = forward(source, bob, garden, client_id=key)
    assert announced_by(forward, source, bob, garden, client_id=key) == []
    assert (forward(source, bob, garden, client_id=key), Forward.objects.count()) == (message, 1)


def test_it_goes_with_its_message(room, garden, alice, bob):
    forward(say(alice, room), bob, garden)
    list(erase(Message.objects.all()))
    list(remove(Message.objects.all()))
    assert Forward.objects.count() == 0


def test_over_http(room, garden, alice, bob, signed_in):
    source, body = say(alice, room), {"room_id": garden.pk, "client_id": str(uuid4())}
    client, path = signed_in(bob), f"/rooms/{room.pk}/messages/{source['seq']}/forward"
    first, second = client.post(path, body, JSON), client.post(path, body, JSON)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["message"] == second.json()["message"]
    join_room(room_id=garden.pk, by=alice)
    assert page(user=alice, room_id=garden.pk).messages == [first.json()["message"]]


@pytest.mark.parametrize(
    "body", [{}, {"room_id": "1"}, {"room_id": 1, "content": "x" * 2001}, {"room_id": 1, "client_id": "x"}, {"to": 1}]
)
def test_bad_bodies_are_refused(room, alice, signed_in, body):
    path = f"/rooms/{room.pk}/messages/{say(alice, room)['seq']}/forward"
    assert signed_in(alice).post(path, body, JSON).status_code == 400
