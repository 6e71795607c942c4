"""Joining, leaving, and who inherits a room."""

import pytest

from accounts.actors import SYSTEM
from accounts.models import ModerationEntry
from accounts.moderation.models import Action
from chatsite.contract.errors import Conflict, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice, Revocation
from rooms import online
from rooms.memberships import join_default_rooms, join_room, leave_room
from rooms.models import Membership, Room
from rooms.roles import set_role
from rooms.services import close_room, create_room
from tests.support.announcements import room_changes
from tests.support.conversation import say

Role = Membership.Role


def owner_of(room: Room) -> str | None:
    owner = Membership.objects.current().filter(room=room, role=Role.OWNER).select_related("user").first()
    return owner.user.name if owner else None


def test_a_new_member_has_read_everything(room, alice, charlie, signed_in, announced_by):
    last = say(alice, room)
    change, notice = announced_by(join_room, room_id=room.pk, by=charlie)
    assert change.event == ServerEvent.MEMBER_JOINED
    assert change.payload == {
        "room_id": room.pk,
        "version": change.version,
        "user": {"id": charlie.pk, "name": "Charlie", "avatar_url": None},
        "role": "member",
        "member_count": 3,
    }
    joined = signed_in(charlie).post(f"/rooms/{room.pk}/join").json()["room"]
    assert joined["version"] == change.version == last["version"] + 1
    assert joined["membership"]["last_read_seq"] == last["seq"]
    assert joined["membership"]["unread_count"] == 0
    mine = {"room_id": room.pk, "membership": joined["membership"], "room": joined}
    assert notice == Notice(ServerEvent.MEMBERSHIP_CHANGED, mine, user_id=charlie.pk)


def test_joining_twice_changes_nothing(room, bob, announced_by):
    assert announced_by(join_room, room_id=room.pk, by=bob) == []


def test_no_one_joins_a_closed_room(room, alice, bob, charlie):
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(RoomClosed):
        join_room(room_id=room.pk, by=charlie)
    assert join_room(room_id=room.pk, by=bob).pk == room.pk


def test_leaving_ends_the_membership_and_the_subscriptions(room, bob, signed_in, announced_by):
    left, cut, notice = announced_by(leave_room, room_id=room.pk, by=bob)
    assert (left.event, left.payload["user"]["id"], left.payload["member_count"]) == (
        ServerEvent.MEMBER_LEFT,
        bob.pk,
        1,
    )
    assert cut == Revocation(bob.pk, reason="left", room_id=room.pk)
    mine = {"room_id": room.pk, "membership": None}
    assert notice == Notice(ServerEvent.MEMBERSHIP_CHANGED, mine, user_id=bob.pk)
    assert signed_in(bob).get(f"/rooms/{room.pk}").json()["room"]["membership"] is None


def test_leaving_twice_changes_nothing(room, bob, charlie, announced_by):
    leave_room(room_id=room.pk, by=bob)
    assert announced_by(leave_room, room_id=room.pk, by=bob) == []
    assert announced_by(leave_room, room_id=room.pk, by=charlie) == []


def test_coming_back_is_a_new_membership_in_the_same_row(room, bob):
    first = Membership.objects.get(room=room, user=bob)
    leave_room(room_id=room.pk, by=bob)
    join_room(room_id=room.pk, by=bob)
    again = Membership.objects.get(room=room, user=bob)
    assert (again.pk, again.left_at, again.role) == (first.pk, None, Role.MEMBER)
    assert again.joined_version == again.version > first.version
    assert again.joined_at > first.joined_at


def test_a_closed_room_can_be_left(room, alice, bob):
    close_room(room_id=room.pk, by=alice)
    leave_room(room_id=room.pk, by=bob)
    assert not Membership.objects.current().filter(user=bob).exists()


def test_ownership_passes_to_a_moderator_before_an_older_member(room, alice, charlie, announced_by):
    join_room(room_id=room.pk, by=charlie)
    Membership.objects.filter(user=charlie).update(role=Role.MODERATOR)
    left, inherited = room_changes(announced_by(leave_room, room_id=room.pk, by=alice))
    assert owner_of(room) == "Charlie"
    assert (inherited.event, inherited.payload["role"]) == (ServerEvent.MEMBER_UPDATED, "owner")
    assert inherited.version == left.version + 1


def test_ownership_passes_to_the_longest_standing_member(room, alice, charlie):
    join_room(room_id=room.pk, by=charlie)
    leave_room(room_id=room.pk, by=alice)
    assert owner_of(room) == "Bob"
    leave_room(room_id=room.pk, by=alice)
    assert owner_of(room) == "Bob"


def test_ownership_skips_people_who_cannot_sign_in(room, alice, bob, charlie):
    join_room(room_id=room.pk, by=charlie)
    bob.is_active = False
    bob.save()
    leave_room(room_id=room.pk, by=alice)
    assert owner_of(room) == "Charlie"


def test_an_owner_who_leaves_hands_the_room_to_whom_they_choose(room, alice, charlie, announced_by):
    join_room(room_id=room.pk, by=charlie)
    former, heir, left = room_changes(announced_by(leave_room, room_id=room.pk, by=alice, new_owner_id=charlie.pk))
    assert owner_of(room) == "Charlie"
    assert [(one.payload["user"]["name"], one.payload["role"]) for one in (former, heir)] == [
        ("Alice", "moderator"),
        ("Charlie", "owner"),
    ]
    assert left.event == ServerEvent.MEMBER_LEFT
    entry = ModerationEntry.objects.get()
    assert (entry.action, entry.by, entry.whom, entry.detail) == (Action.ROLE_GIVEN, alice, charlie, "owner")
    assert announced_by(leave_room, room_id=room.pk, by=alice, new_owner_id=charlie.pk) == []


def test_a_room_is_handed_over_by_its_owner_to_a_member_only(room, alice, bob, charlie):
    with pytest.raises(NotFound):
        leave_room(room_id=room.pk, by=alice, new_owner_id=charlie.pk)
    with pytest.raises(NotAllowed):
        leave_room(room_id=room.pk, by=bob, new_owner_id=bob.pk)
    with pytest.raises(Conflict):
        leave_room(room_id=room.pk, by=alice, new_owner_id=alice.pk)
    assert owner_of(room) == "Alice"
    assert Membership.objects.current().filter(room=room).count() == 2


def test_handing_over_again_for_want_of_an_answer_changes_nothing(room, alice, bob, charlie, announced_by):
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="owner")
    assert announced_by(set_role, room_id=room.pk, by=alice, user_id=bob.pk, role="owner") == []
    with pytest.raises(NotAllowed):
        set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="member")
    join_room(room_id=room.pk, by=charlie)
    with pytest.raises(NotAllowed):
        set_role(room_id=room.pk, by=charlie, user_id=bob.pk, role="owner")


def test_an_owner_who_leaves_over_http(room, alice, bob, signed_in):
    client, path = signed_in(alice), f"/rooms/{room.pk}/leave"
    for nonsense in ({"new_owner_id": "1"}, {"new_owner_id": -1}, {"heir": bob.pk}):
        assert client.post(path, nonsense, "application/json").status_code == 400
    assert client.post(path, {"new_owner_id": bob.pk}, "application/json").status_code == 204
    assert owner_of(room) == "Bob"


def test_the_last_one_out_leaves_the_room_to_the_administrators(room, alice, bob, admin):
    leave_room(room_id=room.pk, by=bob)
    leave_room(room_id=room.pk, by=alice)
    assert owner_of(room) is None
    join_room(room_id=room.pk, by=bob)
    assert owner_of(room) is None
    assert not close_room(room_id=room.pk, by=admin).is_active


def test_the_owner_appoints_and_dismisses_moderators(room, alice, bob, announced_by):
    say(alice, room)
    change, notice = announced_by(set_role, room_id=room.pk, by=alice, user_id=bob.pk, role=Role.MODERATOR)
    assert (change.event, change.payload["role"]) == (ServerEvent.MEMBER_UPDATED, "moderator")
    assert (notice.user_id, notice.payload["membership"]["role"]) == (bob.pk, "moderator")
    assert notice.payload["membership"]["unread_count"] == 1
    assert announced_by(set_role, room_id=room.pk, by=alice, user_id=bob.pk, role=Role.MODERATOR) == []
    assert set_role(room_id=room.pk, by=alice, user_id=bob.pk, role=Role.MEMBER).role == Role.MEMBER


def test_an_owner_hands_the_room_over_and_stays_as_a_moderator(room, alice, bob, announced_by):
    with pytest.raises(Conflict):
        set_role(room_id=room.pk, by=alice, user_id=alice.pk, role=Role.MEMBER)
    changes = room_changes(announced_by(set_role, room_id=room.pk, by=alice, user_id=bob.pk, role=Role.OWNER))
    assert [(change.payload["user"]["name"], change.payload["role"]) for change in changes] == [
        ("Alice", "moderator"),
        ("Bob", "owner"),
    ]
    assert owner_of(room) == "Bob"


def test_an_administrator_gives_an_abandoned_room_an_owner(room, alice, bob, admin):
    leave_room(room_id=room.pk, by=bob)
    leave_room(room_id=room.pk, by=alice)
    join_room(room_id=room.pk, by=bob)
    set_role(room_id=room.pk, by=admin, user_id=bob.pk, role=Role.OWNER)
    assert owner_of(room) == "Bob"


def test_only_members_have_roles(room, alice, bob, charlie):
    for person in (charlie.pk, 10**9):
        with pytest.raises(NotFound):
            set_role(room_id=room.pk, by=alice, user_id=person, role=Role.MODERATOR)
    with pytest.raises(NotAllowed):
        set_role(room_id=room.pk, by=bob, user_id=bob.pk, role=Role.OWNER)


def test_over_http_a_role_is_one_of_three(room, alice, bob, signed_in):
    path = f"/rooms/{room.pk}/members/{bob.pk}"
    answer = signed_in(alice).patch(path, {"role": "moderator"}, "application/json")
    assert answer.json()["member"]["role"] == "moderator"
    assert signed_in(alice).patch(path, {"role": "king"}, "application/json").status_code == 400


def test_new_people_join_the_default_rooms(charlie, alice):
    general = create_room(by=SYSTEM, name="General", is_default=True)
    create_room(by=alice, name="Other")
    old = create_room(by=SYSTEM, name="Old", is_default=True)
    Room.objects.filter(pk=old.pk).update(closed_at=old.created_at, active_name_key=None)
    join_default_rooms(charlie)
    assert [room.pk for room in Room.objects.joined_by(charlie)] == [general.pk]


def test_registration_lets_new_people_in():
    from accounts import hooks

    assert join_default_rooms in hooks.joined


def test_members_are_listed_in_pages_with_who_is_online(room, alice, bob, charlie, signed_in):
    join_room(room_id=room.pk, by=charlie)
    online.presence.provide(lambda user_id: user_id == bob.pk)
    try:
        first = signed_in(charlie).get(f"/rooms/{room.pk}/members?limit=2").json()
    finally:
        online.presence.withdraw()
    assert [(member["user"]["name"], member["role"], member["online"]) for member in first["members"]] == [
        ("Alice", "owner", False),
        ("Bob", "member", True),
    ]
    assert first["has_more"]
    rest = signed_in(charlie).get(f"/rooms/{room.pk}/members?after={bob.pk}").json()
    assert [member["user"]["name"] for member in rest["members"]] == ["Charlie"]
    assert not rest["has_more"]


def test_those_who_left_are_not_listed(room, bob, charlie, signed_in):
    leave_room(room_id=room.pk, by=bob)
    members = signed_in(charlie).get(f"/rooms/{room.pk}/members").json()["members"]
    assert [member["user"]["name"] for member in members] == ["Alice"]


def test_a_room_that_never_was_cannot_be_joined_or_left(alice):
    for change in (join_room, leave_room, close_room):
        with pytest.raises(NotFound):
            change(room_id=10**9, by=alice)
