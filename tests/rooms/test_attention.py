"""What in a room calls for a member's attention."""

import pytest

from chatsite.contract.errors import NotAllowed
from chatsite.contract.events import ServerEvent
from messaging.live.syncing import Known, read
from messaging.mentions.queries import inbox
from messaging.queries import room_news
from rooms.attention import set_attention
from rooms.memberships import join_room, leave_room
from rooms.queries import my_room
from rooms.services import close_room
from tests.support.conversation import say

JSON = "application/json"


def mine(user, room):
    membership = my_room(user, room.pk)["membership"]
    return membership["notify"], membership["is_favourite"]


def test_a_choice_reaches_own_connections_once(room, bob, announced_by):
    assert mine(bob, room) == ("everything", False)
    (notice,) = announced_by(set_attention, room_id=room.pk, by=bob, notify="mentions", is_favourite=True)
    assert (notice.event, notice.user_id) == (ServerEvent.MEMBERSHIP_CHANGED, bob.pk)
    assert notice.payload == {"room_id": room.pk, "membership": my_room(bob, room.pk)["membership"]}
    assert announced_by(set_attention, room_id=room.pk, by=bob, notify="mentions", is_favourite=True) == []
    set_attention(room_id=room.pk, by=bob, is_favourite=False)
    assert mine(bob, room) == ("mentions", False)


def test_only_members_choose_also_in_a_closed_room(room, alice, bob, charlie):
    close_room(room_id=room.pk, by=alice)
    set_attention(room_id=room.pk, by=bob, is_favourite=True)
    with pytest.raises(NotAllowed):
        set_attention(room_id=room.pk, by=charlie, is_favourite=True)


def test_a_choice_outlasts_leaving(room, bob):
    set_attention(room_id=room.pk, by=bob, notify="nothing")
    leave_room(room_id=room.pk, by=bob)
    join_room(room_id=room.pk, by=bob)
    assert mine(bob, room) == ("nothing", False)


def test_a_silent_room_counts_messages_but_no_mentions(room, alice, bob):
    say(alice, room, f"<@{bob.pk}> <@room>")
    set_attention(room_id=room.pk, by=bob, notify="nothing")
    membership = my_room(bob, room.pk)["membership"]
    assert (membership["unread_count"], membership["mention_count"]) == (1, 0)
    news = room_news(room.pk, [bob.pk])
    assert (news.unread, news.mentions) == ({bob.pk: 1}, {})
    assert (len(inbox(user=bob).entries), inbox(user=bob, unread=True).entries) == (1, [])
    set_attention(room_id=room.pk, by=bob, notify="mentions")
    assert my_room(bob, room.pk)["membership"]["mention_count"] == 1
    assert len(inbox(user=bob, unread=True).entries) == 1


def test_a_client_that_was_away_learns_every_choice(room, alice, bob):
    say(alice, room, f"<@{bob.pk}>")
    (before,) = read([Known(bob.pk, {}, {})])
    assert (before.attention, before.rooms[0]["membership"]["mention_count"]) == ([], 1)
    set_attention(room_id=room.pk, by=bob, is_favourite=True)
    (after,) = read([Known(bob.pk, {room.pk: before.rooms[0]["version"]}, {})])
    assert after.rooms == []
    assert after.attention == [{"room_id": room.pk, "notify": "everything", "is_favourite": True}]


@pytest.mark.parametrize(
    "body", [{}, {"notify": "all"}, {"notify": ""}, {"is_favourite": 1}, {"is_favourite": "yes"}, {"mute": True}]
)
def test_bad_bodies_are_refused(room, bob, signed_in, body):
    assert signed_in(bob).patch(f"/rooms/{room.pk}/membership", body, JSON).status_code == 400


def test_over_http(room, bob, signed_in):
    answer = signed_in(bob).patch(f"/rooms/{room.pk}/membership", {"is_favourite": True}, JSON)
    assert answer.json() == {"membership": my_room(bob, room.pk)["membership"]}
