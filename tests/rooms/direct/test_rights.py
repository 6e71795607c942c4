"""What members of a direct room may do: the same for all, administrators included, and nothing for outsiders."""

import json

import pytest
from django.test import Client

from accounts.blocking.services import block_person
from accounts.upkeep.erasing import erase
from accounts.upkeep.personal_data import kinds
from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice
from messaging.pins.services import pin_message
from messaging.queries import room_news
from messaging.reactions.services import react
from messaging.reading.queries import unread_rooms
from messaging.reading.services import mark_read
from messaging.services import delete_message, edit_message
from rooms.access.services import add_members
from rooms.attention import set_attention
from rooms.direct.services import open_direct
from rooms.invitations.services import invite
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room, mute_member, remove_member
from rooms.queries import my_room
from rooms.roles import set_role
from rooms.services import close_room, delete_room, update_room
from tests.support.conversation import say


@pytest.fixture
def with_admin(admin, bob):
    """Return a direct room of an administrator and Bob."""
    return Room.objects.get(pk=open_direct(by=admin, user_ids=[bob.pk]).room["id"])


@pytest.mark.parametrize(
    "change",
    [
        lambda room, by, other: update_room(room_id=room.pk, by=by, name="Ours"),
        lambda room, by, other: update_room(room_id=room.pk, by=by, slow_mode_s=60),
        lambda room, by, other: update_room(room_id=room.pk, by=by, visibility="public"),
        lambda room, by, other: add_members(room_id=room.pk, by=by, user_ids=[other.pk]),
        lambda room, by, other: invite(by=by, room_id=room.pk),
        lambda room, by, other: close_room(room_id=room.pk, by=by),
        lambda room, by, other: delete_room(room_id=room.pk, by=by),
        lambda room, by, other: set_role(room_id=room.pk, by=by, user_id=other.pk, role="owner"),
        lambda room, by, other: mute_member(room_id=room.pk, by=by, user_id=other.pk, until=None, reason="Why."),
        lambda room, by, other: ban_from_room(room_id=room.pk, by=by, user_id=other.pk, until=None, reason="Why."),
        lambda room, by, other: remove_member(room_id=room.pk, by=by, user_id=other.pk, reason="Why."),
    ],
)
def test_no_member_is_above_the_other_an_administrator_neither(with_admin, admin, bob, change):
    for by, other in ((admin, bob), (bob, admin)):
        with pytest.raises(NotAllowed):
            change(with_admin, by, other)


def test_an_administrator_takes_nothing_of_the_other_away(with_admin, admin, bob):
    seq = say(bob, with_admin)["seq"]
    with pytest.raises(NotAllowed):
        delete_message(room_id=with_admin.pk, seq=seq, by=admin, reason="Why.")


def test_each_may_pin(direct, alice, bob):
    seq = say(alice, direct)["seq"]
    assert pin_message(room_id=direct.pk, seq=seq, by=bob).features


def test_outsiders_and_administrators_find_nothing(direct, admin, charlie, alice):
    seq = say(alice, direct)["seq"]
    for person in (admin, charlie):
        client = Client()
        client.force_login(person)
        for path in ("", "/messages", "/members", "/changes?since=0", "/pins", f"/messages/{seq}/history"):
            assert client.get(f"/rooms/{direct.pk}{path}").status_code == 404
        with pytest.raises(NotFound):
            join_room(room_id=direct.pk, by=person)
        with pytest.raises(NotFound):
            say(person, direct)
        assert client.get("/rooms").json()["rooms"] == []


def test_every_message_addresses_the_other(direct, alice, bob):
    for _ in range(2):
        say(alice, direct)
    mine = my_room(bob, direct.pk)["membership"]
    assert (mine["unread_count"], mine["mention_count"]) == (2, 2)
    assert room_news(direct.pk, [alice.pk, bob.pk]).mentions == {bob.pk: 2}
    set_attention(room_id=direct.pk, by=bob, notify="nothing")
    assert my_room(bob, direct.pk)["membership"]["mention_count"] == 0
    assert room_news(direct.pk, [bob.pk]).mentions == {}
    assert mark_read(room_id=direct.pk, by=bob, seq=99)[1] == (0, 0)


def test_what_the_blocked_wrote_in_a_group_is_not_unread(alice, bob, charlie):
    group = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk, charlie.pk]).room["id"])
    say(alice, group)
    say(charlie, group)
    block_person(by=bob, person=alice)
    mine = my_room(bob, group.pk)["membership"]
    news = room_news(group.pk, [bob.pk, charlie.pk])
    assert (mine["unread_count"], mine["mention_count"]) == (1, 1) == (news.unread[bob.pk], news.mentions[bob.pk])
    assert news.unread[charlie.pk] == 1
    say(alice, group)  # in a group everyone goes on writing


def test_the_blocked_change_nothing_they_wrote(direct, alice, bob):
    seq = say(alice, direct)["seq"]
    block_person(by=bob, person=alice)
    place = {"room_id": direct.pk, "seq": seq, "by": alice}
    with pytest.raises(NotAllowed):
        edit_message(**place, content="insult")
    with pytest.raises(NotAllowed):
        react(**place, emoji="👎", on=True)
    assert delete_message(**place).is_deleted


def test_hiding_lasts_until_something_is_written(direct, alice, bob, signed_in):
    client = signed_in(bob)

    def hide(**fields):
        answer = client.patch(f"/rooms/{direct.pk}/membership", json.dumps(fields), "application/json")
        return answer.json()["membership"]["is_hidden"]

    def listed():
        return [room["id"] for room in client.get("/rooms?joined=1").json()["rooms"]]

    say(alice, direct)
    assert (hide(is_hidden=True), hide(is_hidden=True), listed()) == (True, True, [])
    assert (unread_rooms(bob).rooms, room_news(direct.pk, [bob.pk]).unread) == ([], {})
    edit_message(room_id=direct.pk, seq=my_room(bob, direct.pk)["last_message"]["seq"], by=alice, content="edited")
    assert listed() == []
    say(alice, direct)
    assert (listed(), my_room(bob, direct.pk)["membership"]["is_hidden"]) == ([direct.pk], False)
    assert (hide(is_hidden=True), hide(is_hidden=False), listed()) == (True, False, [direct.pk])
    hide(is_hidden=True)
    assert open_direct(by=bob, user_ids=[alice.pk]).room["membership"]["is_hidden"] is False
    assert listed() == [direct.pk]


def test_only_direct_rooms_can_be_hidden(room, bob):
    with pytest.raises(Conflict):
        set_attention(room_id=room.pk, by=bob, is_hidden=True)


def test_two_people_cannot_leave_each_other(direct, alice):
    with pytest.raises(Conflict, match="Hide it"):
        leave_room(room_id=direct.pk, by=alice)
    notes = open_direct(by=alice, user_ids=[]).room["id"]
    with pytest.raises(Conflict):
        leave_room(room_id=notes, by=alice)


def test_the_set_of_a_group_that_someone_left_can_have_a_new_room(alice, bob, charlie):
    ids = [bob.pk, charlie.pk]
    first = open_direct(by=alice, user_ids=ids).room["id"]
    leave_room(room_id=first, by=charlie)
    assert [user["name"] for user in my_room(alice, first)["members"]] == ["Alice", "Bob"]
    with pytest.raises(NotFound):
        my_room(charlie, first)
    assert open_direct(by=alice, user_ids=[bob.pk]).room["id"] != first
    second = open_direct(by=charlie, user_ids=[alice.pk, bob.pk])
    assert second.is_new
    assert second.room["id"] != first
    for person in (alice, bob):
        leave_room(room_id=first, by=person)
    assert Room.objects.get(pk=first).deleted_at


def test_who_is_left_in_a_group_receives_who_that_is(alice, bob, charlie, announced_by):
    group = open_direct(by=alice, user_ids=[bob.pk, charlie.pk]).room["id"]
    sent = [one for one in announced_by(leave_room, room_id=group, by=charlie) if isinstance(one, Notice)]
    changed = {one.user_id: one.payload.get("room") for one in sent if one.event == ServerEvent.MEMBERSHIP_CHANGED}
    assert changed.keys() == {alice.pk, charlie.pk}  # nothing is written: Bob does not know of it
    assert changed[charlie.pk] is None
    assert changed[alice.pk] == my_room(alice, group)
    assert [user["name"] for user in changed[alice.pk]["members"]] == ["Alice", "Bob"]


def test_an_erased_person_stays_without_a_name(direct, alice, bob):
    say(bob, direct)
    list(erase(bob, words=True))
    assert [user["name"] for user in my_room(alice, direct.pk)["members"]] == ["Alice", "Former member"]
    assert Membership.objects.current().filter(room=direct).count() == 2
    with pytest.raises(NotAllowed, match="can't be messaged"):
        say(alice, direct)


@pytest.mark.parametrize(("method", "path"), [("post", "/rooms"), ("patch", "/rooms/{room}")])
def test_no_other_room_becomes_direct(room, alice, signed_in, method, path):
    body = json.dumps({"name": "Ours", "visibility": "direct"})
    answer = getattr(signed_in(alice), method)(path.format(room=room.pk), body, "application/json")
    assert (answer.status_code, [*answer.json()["error"]["fields"]]) == (400, ["visibility"])


def test_an_export_has_what_one_wrote_directly_and_nothing_of_the_other(direct, alice, bob):
    say(alice, direct, "mine")
    say(bob, direct, "theirs")
    records = {kind.name: list(kind.export(alice)) for kind in kinds()}
    assert [one["content"] for one in records["messages"]] == ["mine"]
    assert [one["room_id"] for one in records["memberships"]] == [direct.pk]
    assert "theirs" not in str(records)
