"""Invitations: making, listing, revoking, and joining by one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ModerationEntry, User
from accounts.moderation import administration, sanctions
from accounts.moderation.models import Action
from chatsite.text.times import FOREVER
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.services import MAX_INVITATIONS, invite
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.moderation import services as moderation
from rooms.roles import set_role
from rooms.services import close_room, delete_room

JSON = "application/json"


def made(client, **fields):
    answer = client.post("/invitations", fields, JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()["invitation"]


def token_of(invitation) -> str:
    return re.fullmatch(r"http://testserver/invite/([\w-]{32})/", invitation["url"])[1]


def accept(client, token):
    return client.post("/invitations/accept", {"token": token}, JSON)


def is_member(room, user) -> bool:
    return Membership.objects.current().filter(room=room, user=user).exists()


@pytest.fixture
def token(room, alice) -> str:
    """Return the token of an invitation of Alice's to her room."""
    return invite(by=alice, room_id=room.pk)[1]


def test_an_owner_makes_a_link_that_is_shown_once(signed_in, room, alice):
    client = signed_in(alice)
    invitation = made(client, room_id=room.pk, expires_in_s=3600, max_uses=5)
    assert invitation["room"] == {"id": room.pk, "name": "Kitchen"}
    assert invitation["qr_svg"].startswith("data:image/svg+xml")
    assert (invitation["max_uses"], invitation["uses"], invitation["by"]["name"]) == (5, 0, "Alice")
    row = Invitation.objects.get()
    assert token_of(invitation) not in row.token_hash
    assert timedelta(minutes=59) < row.expires_at - timezone.now() < timedelta(minutes=61)
    (listed,) = client.get("/invitations").json()["invitations"]
    assert listed == invitation | {"url": None, "qr_svg": None}


def test_the_picture_is_black_on_white_with_a_quiet_zone(signed_in, room, alice):
    picture = made(signed_in(alice), room_id=room.pk)["qr_svg"]
    assert "%23fff" in picture
    assert "%23000" in picture


def test_who_may_invite(signed_in, room, alice, bob, charlie, admin):
    assert signed_in(charlie).post("/invitations", {"room_id": room.pk}, JSON).status_code == 403
    assert signed_in(bob).post("/invitations", {"room_id": room.pk}, JSON).status_code == 403
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    made(signed_in(bob), room_id=room.pk)
    made(signed_in(admin), room_id=room.pk)
    assert signed_in(alice).post("/invitations", {}, JSON).status_code == 403
    assert made(signed_in(admin))["room"] is None
    assert signed_in(alice).post("/invitations", {"room_id": 999}, JSON).status_code == 404


def test_members_invite_where_the_room_lets_them(signed_in, room, bob, charlie):
    Room.objects.update(members_may_invite=True)
    token = token_of(made(signed_in(bob), room_id=room.pk))
    assert signed_in(charlie).post("/invitations", {"room_id": room.pk}, JSON).status_code == 403
    assert accept(signed_in(charlie), token).status_code == 200
    assert [one["by"]["name"] for one in listed(signed_in(bob))] == ["Bob"]
    assert signed_in(charlie).get("/invitations").json()["invitations"] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_in_s": 59},
        {"expires_in_s": 366 * 86_400},
        {"expires_in_s": "3600"},
        {"max_uses": 0},
        {"max_uses": 1001},
        {"max_uses": True},
        {"room_id": "1"},
        {"uses": 3},
    ],
)
def test_strict_input(signed_in, room, alice, fields):
    answer = signed_in(alice).post("/invitations", {"room_id": room.pk} | fields, JSON)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, list(fields))


def test_a_closed_room_takes_no_invitations(signed_in, room, alice):
    close_room(room_id=room.pk, by=alice)
    assert signed_in(alice).post("/invitations", {"room_id": room.pk}, JSON).status_code == 409


def test_direct_rooms_take_none(signed_in, room, alice):
    Room.objects.update(visibility=Room.Visibility.DIRECT, active_name_key=None)
    assert signed_in(alice).post("/invitations", {"room_id": room.pk}, JSON).status_code == 403


def test_a_person_has_so_many_at_most(signed_in, room, alice):
    for _ in range(MAX_INVITATIONS):
        invite(by=alice, room_id=room.pk)
    assert signed_in(alice).post("/invitations", {"room_id": room.pk}, JSON).status_code == 409
    Invitation.objects.filter(pk=Invitation.objects.first().pk).update(revoked_at=timezone.now())
    made(signed_in(alice), room_id=room.pk)


def test_making_many_is_limited(signed_in, room, alice):
    client = signed_in(alice)
    for _ in range(30):
        made(client, room_id=room.pk)
    assert client.post("/invitations", {"room_id": room.pk}, JSON).status_code == 429


def test_joining_by_a_link(signed_in, room, charlie, token):
    answer = accept(signed_in(charlie), token)
    assert answer.status_code == 200
    assert answer.json()["room"]["membership"]["role"] == "member"
    assert is_member(room, charlie)
    assert Invitation.objects.get().uses == 1
    arrival = Arrival.objects.get()
    assert (arrival.user, arrival.inviter.name, arrival.registered) == (charlie, "Alice", False)


def test_a_person_counts_once(signed_in, room, charlie, token):
    client = signed_in(charlie)
    accept(client, token)
    leave_room(room_id=room.pk, by=charlie)
    assert accept(client, token).status_code == 200
    assert accept(client, token).status_code == 200
    assert Invitation.objects.get().uses == 1


def test_members_take_no_use(signed_in, room, bob, token):
    assert accept(signed_in(bob), token).status_code == 200
    assert Invitation.objects.get().uses == 0


def test_an_invitation_admits_to_a_private_room(signed_in, room, charlie, token):
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert accept(signed_in(charlie), token).status_code == 200
    assert is_member(room, charlie)


def test_it_does_not_undo_a_removal_from_a_private_room(signed_in, room, alice, bob, token):
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    moderation.remove_member(room_id=room.pk, by=alice, user_id=bob.pk, reason="spam")
    assert accept(signed_in(bob), token).status_code == 404
    later = invite(by=alice, room_id=room.pk)[1]
    assert accept(signed_in(bob), later).status_code == 200


def test_who_is_banned_reads_why(signed_in, room, alice, bob, token):
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    answer = accept(signed_in(bob), token)
    assert answer.status_code == 403
    assert "spam" in answer.json()["error"]["message"]
    assert Invitation.objects.get().uses == 0


def test_a_closed_room_says_so(signed_in, room, alice, charlie, token):
    close_room(room_id=room.pk, by=alice)
    answer = accept(signed_in(charlie), token)
    assert answer.json()["error"]["code"] == "room_closed"
    assert Invitation.objects.get().uses == 0


def _expire(alice, room):
    Invitation.objects.update(expires_at=timezone.now())


def _revoke(alice, room):
    Invitation.objects.update(revoked_at=timezone.now())


def _use_up(alice, room):
    Invitation.objects.update(max_uses=1, uses=1)


def _delete_room(alice, room):
    delete_room(room_id=room.pk, by=alice)


def _ban_inviter(alice, room):
    User.objects.filter(pk=alice.pk).update(banned_until=FOREVER)


def _deactivate_inviter(alice, room):
    User.objects.filter(pk=alice.pk).update(is_active=False)


def _demote_inviter(alice, room):
    Membership.objects.filter(user=alice).update(role="member")


ENDS = [_expire, _revoke, _use_up, _delete_room, _ban_inviter, _deactivate_inviter, _demote_inviter]


@pytest.mark.parametrize("end", ENDS)
def test_links_that_do_not_work_look_alike(signed_in, client, room, alice, charlie, token, end):
    end(alice, room)
    other = signed_in(charlie)
    assert accept(other, token).content == accept(other, "unknown").content
    assert accept(other, token).status_code == 404
    page, unknown = client.get(f"/invite/{token}/"), client.get("/invite/unknown/")
    assert (page.status_code, unknown.status_code) == (404, 404)
    assert _bare(page) == _bare(unknown)
    assert "Kitchen" not in page.content.decode()


def _bare(page) -> str:
    return re.sub(r'nonce="[^"]*"|csrf\S*', "", page.content.decode())


def test_an_inviter_who_gets_the_right_back_invites_again(signed_in, room, alice, charlie, token):
    _demote_inviter(alice, room)
    assert accept(signed_in(charlie), token).status_code == 404
    Membership.objects.filter(user=alice).update(role="owner")
    assert accept(signed_in(charlie), token).status_code == 200


def test_revoking(signed_in, room, alice, bob, charlie, admin, token):
    pk = Invitation.objects.get().pk
    assert signed_in(charlie).delete(f"/invitations/{pk}").status_code == 404
    assert signed_in(bob).delete(f"/invitations/{pk}").status_code == 404
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    assert signed_in(bob).delete(f"/invitations/{pk}").status_code == 204
    assert signed_in(alice).delete(f"/invitations/{pk}").status_code == 204
    assert accept(signed_in(charlie), token).status_code == 404
    entries = ModerationEntry.objects.filter(action=Action.INVITATION_REVOKED)
    assert [(entry.by, entry.whom, entry.room_name) for entry in entries] == [(bob, alice, "Kitchen")]


def test_each_invitation_is_logged_without_its_token(room, token):
    entry = ModerationEntry.objects.get(action=Action.INVITED)
    assert (entry.by.name, entry.room_name, entry.detail) == ("Alice", "Kitchen", str(Invitation.objects.get().pk))


def test_the_list_has_what_one_may_revoke(signed_in, room, alice, bob, charlie, admin, token):
    invite(by=admin)
    assert [len(listed(signed_in(one))) for one in (alice, bob, charlie, admin)] == [1, 0, 0, 2]
    assert [one["room"]["name"] for one in listed(signed_in(admin), room_id=room.pk)] == ["Kitchen"]
    first = signed_in(admin).get("/invitations", {"limit": 1}).json()
    rest = listed(signed_in(admin), before=first["invitations"][0]["id"])
    assert (first["has_more"], len(rest)) == (True, 1)


def listed(client, **query):
    return client.get("/invitations", query).json()["invitations"]


def test_an_administrator_ends_all_of_a_person(signed_in, room, alice, admin, charlie, token):
    address = f"/admin/accounts/user/{alice.pk}"
    assert "Revoke all invitations" in signed_in(admin).get(f"{address}/change/").content.decode()
    signed_in(admin).post(f"{address}/action/end_invitations/", {})
    assert accept(signed_in(charlie), token).status_code == 404
    assert "Revoke all invitations" not in signed_in(admin).get(f"{address}/change/").content.decode()


def test_the_admin_shows_who_came_by_whom(signed_in, room, alice, admin, charlie, token):
    accept(signed_in(charlie), token)
    client = signed_in(admin)
    pk = Invitation.objects.get().pk
    pages = [
        client.get("/admin/rooms/invitation/?state=active"),
        client.get(f"/admin/rooms/invitation/{pk}/change/"),
        client.get(f"/admin/accounts/user/{alice.pk}/change/?tab=invitations"),
        client.get(f"/admin/accounts/user/{charlie.pk}/change/?tab=invitations"),
    ]
    texts = [page.content.decode() for page in pages]
    assert [page.status_code for page in pages] == [200] * 4
    assert "Alice" in texts[0]
    assert ["Charlie" in text for text in texts[1:3]] == [True, True]
    assert "Alice" in texts[3]


def test_guessing_is_limited(signed_in, charlie, client):
    other = signed_in(charlie)
    answers = [accept(other, f"guess{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
    assert client.get("/invite/another/").status_code == 429


def test_deactivating_through_the_admin_stops_the_links(signed_in, room, alice, charlie, admin, token):
    administration.deactivate(alice, by=admin)
    assert accept(signed_in(charlie), token).status_code == 404
    administration.reactivate(alice, by=admin)
    sanctions.ban(alice, by=admin, until=FOREVER, reason="spam")
    assert accept(signed_in(charlie), token).status_code == 404


def test_anonymous_callers_sign_in_first(client, room, token):
    assert accept(client, token).status_code == 401
    assert client.get("/invitations").status_code == 401


def test_an_invitation_to_the_site_opens_no_room(signed_in, charlie, admin):
    _, token = invite(by=admin)
    assert accept(signed_in(charlie), token).json() == {"room": None}
    assert Invitation.objects.get().uses == 0


def test_joining_by_hand_needs_no_use(signed_in, room, charlie, token):
    join_room(room_id=room.pk, by=charlie)
    accept(signed_in(charlie), token)
    assert not Arrival.objects.exists()
