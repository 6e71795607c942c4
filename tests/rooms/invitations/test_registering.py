"""Registering by an invitation, through every mode of registration."""

import pytest

from accounts.models import OneTimeLink, User
from accounts.moderation import administration
from accounts.security.links import make_link
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.services import invite
from rooms.models import Membership, Room
from rooms.services import close_room
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

BODY = {"email": "carol@example.org", "name": "Carol", "password": PASSWORD}


@pytest.fixture
def visitor(db) -> Caller:
    return Caller()


@pytest.fixture
def token(room, alice) -> str:
    return invite(by=alice, room_id=room.pk, max_uses=1)[1]


def register(visitor, **fields):
    status, body = visitor.call("POST", "/auth/register", BODY | fields)
    return status, body.get("error", {}).get("code", "")


def is_in(room) -> bool:
    return Membership.objects.current().filter(room=room, user__name="Carol").exists()


@pytest.mark.parametrize("mode", ["open", "invite"])
def test_a_link_registers_and_leads_into_the_room(visitor, settings, room, token, mode):
    settings.REGISTRATION = mode
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert register(visitor, invitation=token) == (201, "")
    assert is_in(room)
    arrival = Arrival.objects.get()
    assert (arrival.user.name, arrival.inviter.name, arrival.registered) == ("Carol", "Alice", True)
    assert Invitation.objects.get().uses == 1
    page = visitor.http.get(f"/invite/{token}/")
    assert (page.status_code, page["Location"]) == (302, f"/?room={room.pk}")


def test_by_invitation_no_one_registers_without_one(visitor, settings, room, token):
    settings.REGISTRATION = "invite"
    assert register(visitor) == (403, "not_allowed")
    assert register(visitor, invitation="") == (403, "not_allowed")
    assert register(visitor, invitation="guess") == (404, "not_found")
    Invitation.objects.update(uses=1)
    assert register(visitor, invitation=token) == (404, "not_found")
    assert not User.objects.filter(name="Carol").exists()


def test_a_closed_site_stays_closed(visitor, settings, room, token):
    settings.REGISTRATION = "closed"
    assert register(visitor, invitation=token) == (403, "not_allowed")
    assert Invitation.objects.get().uses == 0


def test_under_approval_the_room_follows_the_approval(visitor, settings, room, token, admin):
    settings.REGISTRATION = "approval"
    assert register(visitor, invitation=token) == (202, "")
    assert (is_in(room), Invitation.objects.get().uses) == (False, 1)
    administration.approve(User.objects.get(name="Carol"), by=admin, origin="")
    assert is_in(room)


def test_a_room_that_closed_meanwhile_keeps_no_one_from_registering(visitor, settings, room, token, alice):
    close_room(room_id=room.pk, by=alice)
    assert register(visitor, invitation=token) == (201, "")
    assert not is_in(room)


def test_a_refused_registration_takes_no_use(visitor, room, token):
    assert register(visitor, invitation=token, password="short")[0] == 400
    assert register(visitor, invitation=token, email="alice@example.org")[0] == 409
    assert Invitation.objects.get().uses == 0


def test_guesses_by_registering_are_limited(visitor, settings, room):
    settings.REGISTRATION = "invite"
    assert [register(visitor, invitation=f"g{n}")[0] for n in range(31)] == [404] * 30 + [429]


def test_the_register_page_carries_the_invitation(client, settings, room, token):
    settings.REGISTRATION = "invite"
    assert "You need an invitation" in client.get("/register/").content.decode()
    assert "/register/" not in client.get("/login/").content.decode()
    page = client.get("/register/", {"next": f"/invite/{token}/"})
    text = page.content.decode()
    assert f'name="invitation" value="{token}"' in text
    assert "invited you to" in text
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert (
        f"/register/?next=%2Finvite%2F{token}%2F"
        in client.get("/login/", {"next": f"/invite/{token}/"}).content.decode()
    )
    Invitation.objects.update(uses=1)
    assert "no longer works" in client.get("/register/", {"next": f"/invite/{token}/"}).content.decode()


def test_confirming_the_address_leads_into_the_room(visitor, settings, room, token):
    settings.EMAIL_HOST, settings.EMAIL_VERIFICATION = "mail.example.org", "required"
    assert register(visitor, invitation=token) == (201, "")
    assert visitor.http.get(f"/invite/{token}/")["Location"] == "/verify-email/"
    carol = User.objects.get(name="Carol")
    link = make_link(OneTimeLink.Purpose.EMAIL, carol, is_mailed=True)
    assert f'data-next="/?room={room.pk}"' in Caller().http.get("/verify-email/", {"token": link}).content.decode()
