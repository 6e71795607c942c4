"""What people wrote whom someone has blocked is never unread for them: no message, mention, answer or call counts."""

import pytest

from accounts.blocking.services import block_person, unblock_person
from chatsite.contract.events import ServerEvent
from messaging import queries
from messaging.live import syncing
from messaging.live.syncing import Known
from rooms.models import Membership
from rooms.queries import my_room
from tests.support.conversation import say


@pytest.fixture
def spoken(room, alice, bob):
    """Let Alice, who owns the room, address Bob in each way."""
    mine = say(bob, room)
    said = [say(alice, room, f"<@{bob.pk}>"), say(alice, room, "<@room>"), say(alice, room, reply_to=mine["seq"])]
    return [message["id"] for message in said]


def counted(user, room):
    """Return what is unread and what of it is mentions, which the list, its live events and ``sync`` agree about."""
    (difference,) = syncing.read([Known(user.pk, {}, {})])
    news = queries.room_news(room.pk, [user.pk])
    memberships = [my_room(user, room.pk)["membership"], difference.rooms[0]["membership"]]
    counts = {(one["unread_count"], one["mention_count"]) for one in memberships}
    (agreed,) = counts | {(news.unread[user.pk], news.mentions.get(user.pk, 0))}
    return agreed


@pytest.mark.usefixtures("spoken")
def test_their_messages_and_mentions_are_not_unread(room, alice, bob):
    Membership.objects.filter(user=bob).update(last_read_seq=0)
    assert counted(bob, room) == (3, 3)
    block_person(by=bob, person=alice)
    assert counted(bob, room) == (0, 0)
    unblock_person(by=bob, user_id=alice.pk)
    assert counted(bob, room) == (3, 3)


@pytest.mark.parametrize("query", [{}, {"unread": "1"}])
def test_the_inbox_leaves_them_out(spoken, alice, bob, signed_in, query):
    def inbox():
        entries = signed_in(bob).get("/auth/mentions", query).json()["mentions"]
        return [entry["message"]["id"] for entry in entries]

    Membership.objects.filter(user=bob).update(last_read_seq=0)
    assert inbox() == spoken[::-1]
    block_person(by=bob, person=alice)
    assert inbox() == []


def test_an_outsider_is_spared_too(room, alice, charlie, signed_in):
    say(alice, room, f"<@{charlie.pk}>")
    block_person(by=charlie, person=alice)
    assert signed_in(charlie).get("/auth/mentions").json()["mentions"] == []


def test_no_event_says_so(room, alice, bob, charlie, announced_by):
    def addressed(content):
        sent = announced_by(say, alice, room, content)
        return [one.user_id for one in sent if getattr(one, "event", "") == ServerEvent.MENTIONED]

    block_person(by=bob, person=alice)
    assert addressed(f"<@{bob.pk}> <@{charlie.pk}>") == [charlie.pk]
    assert addressed(f"<@{bob.pk}>") == []


def test_the_blocked_person_sees_no_difference(room, alice, bob, announced_by):
    block_person(by=bob, person=alice)
    message = say(alice, room, f"<@{bob.pk}>")
    assert [user["id"] for user in message["mentions"]] == [bob.pk]


def test_a_reconnecting_client_gets_whom_its_person_has_blocked(alice, bob):
    block_person(by=bob, person=alice)
    mine, hers = syncing.read([Known(bob.pk, {}, {}), Known(alice.pk, {}, {})])
    assert (mine.blocked, hers.blocked) == ([alice.pk], [])
