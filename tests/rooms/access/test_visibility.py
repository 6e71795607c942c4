"""Private rooms: who sees them, and what happens when a room becomes private or public."""

import pytest

from accounts.models import ModerationEntry
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience
from rooms.access.seats import missed_seats
from rooms.access.services import add_members
from rooms.memberships import join_default_rooms, leave_room
from rooms.models import Membership, Room
from rooms.roles import set_role
from rooms.services import close_room, create_room, delete_room, set_default, update_room
from tests.support.announcements import room_changes

JSON = "application/json"


def listed(client) -> list[str]:
    return [room["name"] for room in client.get("/rooms").json()["rooms"]]


def test_a_private_room_is_created_for_its_members_alone(alice, bob, admin, signed_in, announced_by):
    created, joined = room_changes(announced_by(create_room, by=alice, name="Den", visibility="private"))
    assert (created.event, created.audience, created.members) == (
        ServerEvent.ROOM_CREATED,
        Audience.MEMBERS,
        [alice.pk],
    )
    assert (created.version, joined.event, joined.audience) == (1, ServerEvent.MEMBER_JOINED, Audience.ROOM)
    assert {name: listed(signed_in(one)) for name, one in (("a", alice), ("b", bob), ("admin", admin))} == {
        "a": ["Den"],
        "b": [],
        "admin": [],
    }


def test_over_http_a_room_is_what_was_asked_for(alice, signed_in):
    body = {"name": "Den", "visibility": "private", "who_may_write": "moderators", "members_may_invite": True}
    room = signed_in(alice).post("/rooms", body, JSON).json()["room"]
    assert {name: room[name] for name in body} == body


@pytest.mark.parametrize("body", [{"visibility": "direct"}, {"visibility": ""}, {"who_may_write": "all"}])
def test_no_other_kind_of_room_is_created(alice, signed_in, body):
    assert signed_in(alice).post("/rooms", {"name": "Den"} | body, JSON).status_code == 400


def test_a_taken_name_tells_nothing_of_private_rooms(alice, bob):
    create_room(by=alice, name="Den", visibility="private")
    create_room(by=bob, name="Den", visibility="private")
    public = create_room(by=bob, name="Den")
    assert public.name == "Den"


def test_a_room_that_goes_private_keeps_its_members_and_is_gone_for_others(room, alice, bob, signed_in, announced_by):
    [change] = room_changes(announced_by(update_room, room_id=room.pk, by=alice, visibility="private"))
    assert (change.event, change.audience, set(change.members)) == (
        ServerEvent.ROOM_UPDATED,
        Audience.MEMBERS,
        {alice.pk, bob.pk},
    )
    assert listed(signed_in(bob)) == ["Kitchen"]
    assert "visibility: Public → Private" in ModerationEntry.objects.get().detail


def test_a_room_that_goes_public_is_everyones(alice, charlie, signed_in, announced_by):
    den = create_room(by=alice, name="Den", visibility="private")
    [change] = room_changes(announced_by(update_room, room_id=den.pk, by=alice, visibility="public"))
    assert (change.audience, change.payload["room"]["visibility"]) == (Audience.EVERYONE, "public")
    assert listed(signed_in(charlie)) == ["Den"]


def test_a_room_does_not_go_public_under_a_name_that_is_taken(alice):
    create_room(by=alice, name="Den")
    den = create_room(by=alice, name="den", visibility="private")
    with pytest.raises(Conflict):
        update_room(room_id=den.pk, by=alice, visibility="public")
    update_room(room_id=den.pk, by=alice, visibility="public", name="Attic")


def test_moderators_do_not_decide_who_sees_a_room(room, alice, bob):
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    with pytest.raises(NotAllowed):
        update_room(room_id=room.pk, by=bob, visibility="private")
    update_room(room_id=room.pk, by=bob, visibility="public", who_may_write="moderators", members_may_invite=True)


def test_new_people_do_not_start_in_a_private_room(room, alice, admin, make_user):
    set_default(room_id=room.pk, by=admin, is_default=True)
    update_room(room_id=room.pk, by=alice, visibility="private")
    dora = make_user("Dora")
    join_default_rooms(dora)
    assert not Membership.objects.filter(user=dora).exists()
    add_members(room_id=room.pk, by=alice, user_ids=[admin.pk])
    with pytest.raises(Conflict):
        set_default(room_id=room.pk, by=admin, is_default=True)


def test_the_log_does_not_say_what_a_private_room_is_about(alice):
    den = create_room(by=alice, name="Den", visibility="private")
    update_room(room_id=den.pk, by=alice, description="About the merger")
    update_room(room_id=den.pk, by=alice, visibility="public", description="Anything")
    details = list(ModerationEntry.objects.order_by("pk").values_list("detail", flat=True))
    assert details == ["description changed", "visibility: Private → Public; description changed"]


def test_closing_and_deleting_a_private_room_reaches_its_members(alice, bob, announced_by):
    den = create_room(by=alice, name="Den", visibility="private")
    add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    [closed] = announced_by(close_room, room_id=den.pk, by=alice)
    [deleted] = announced_by(delete_room, room_id=den.pk, by=alice)
    assert (closed.audience, set(closed.members)) == (Audience.MEMBERS, {alice.pk, bob.pk})
    assert (deleted.event, deleted.audience) == (ServerEvent.ROOM_DELETED, Audience.MEMBERS)


def test_what_was_missed_is_what_was_announced(alice, bob, charlie, announced_by):
    den = create_room(by=alice, name="Den", visibility="private")
    add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    before = announced_by(add_members, room_id=den.pk, by=alice, user_ids=[charlie.pk])[0].version - 1
    _, _, *notices = announced_by(leave_room, room_id=den.pk, by=bob)
    missed = {(one.event, one.user_id): one.payload for one in missed_seats({den.pk: before})}
    assert [missed[one.event, one.user_id] for one in notices] == [one.payload for one in notices]
    added = missed[ServerEvent.MEMBERSHIP_CHANGED, charlie.pk]
    assert added["room"]["name"] == "Den"


def test_the_names_of_private_rooms_are_searched_by_their_members(alice, bob, signed_in):
    create_room(by=alice, name="Den of Lions", visibility="private")
    found = {name: listed_by(signed_in(one)) for name, one in (("a", alice), ("b", bob))}
    assert found == {"a": ["Den of Lions"], "b": []}


def listed_by(client) -> list[str]:
    return [room["name"] for room in client.get("/rooms?q=lions").json()["rooms"]]


def test_only_a_direct_room_holds_a_direct_key_and_only_a_public_one_its_name(alice):
    den = create_room(by=alice, name="Den", visibility="private")
    assert den.active_name_key is None
    update_room(room_id=den.pk, by=alice, visibility="public")
    assert Room.objects.get().active_name_key == "den"
