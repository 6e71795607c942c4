"""Announcement rooms: moderators write, others read and react."""

import pytest

from chatsite.contract.errors import NotAllowed
from messaging.reactions.services import react
from messaging.services import edit_message
from rooms.roles import set_role
from rooms.services import update_room
from tests.support.conversation import say


@pytest.fixture
def notices(room, alice, bob):
    """Return a room in which Bob wrote before it became one for announcements."""
    say(alice, room)
    say(bob, room, "as long as I may")
    return update_room(room_id=room.pk, by=alice, who_may_write="moderators")


def test_others_read_and_react_and_do_not_write(notices, alice, bob, signed_in):
    message = say(alice, notices, "Closed on Monday")
    assert react(room_id=notices.pk, seq=message["seq"], by=bob, emoji="👍", on=True)
    for fields in ({}, {"reply_to": message["seq"]}):
        answer = signed_in(bob).post(f"/rooms/{notices.pk}/messages", {"content": "Why?"} | fields, "application/json")
        assert (answer.status_code, answer.json()["error"]["message"]) == (
            403,
            "Only moderators can write in this room. You can react to what they write.",
        )
    assert signed_in(bob).get(f"/rooms/{notices.pk}").json()["room"]["who_may_write"] == "moderators"


def test_an_edit_is_writing_too_and_deleting_is_not(notices, bob, signed_in):
    seq = signed_in(bob).get(f"/rooms/{notices.pk}/messages").json()["messages"][-1]["seq"]
    with pytest.raises(NotAllowed, match="Only moderators can write"):
        edit_message(room_id=notices.pk, seq=seq, by=bob, content="more")
    assert signed_in(bob).delete(f"/rooms/{notices.pk}/messages/{seq}").status_code == 204


def test_nothing_is_forwarded_into_it(notices, bob, signed_in):
    seq = signed_in(bob).get(f"/rooms/{notices.pk}/messages").json()["messages"][0]["seq"]
    path = f"/rooms/{notices.pk}/messages/{seq}/forward"
    assert signed_in(bob).post(path, {"room_id": notices.pk}, "application/json").status_code == 403


def test_moderators_write(notices, alice, bob):
    set_role(room_id=notices.pk, by=alice, user_id=bob.pk, role="moderator")
    assert say(bob, notices, "Open again")["content"] == "Open again"
