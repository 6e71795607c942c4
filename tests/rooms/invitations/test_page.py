"""The page of an invitation."""

import logging

import pytest
from django.test import RequestFactory

from chatsite.observe.paths import path_without_secrets
from chatsite.text.times import FOREVER
from chatsite.web.wsgi_bridge import _log_request
from rooms.invitations.services import invite
from rooms.models import Room
from rooms.moderation import services as moderation
from rooms.services import close_room, update_room


@pytest.fixture
def token(room, alice) -> str:
    update_room(room_id=room.pk, by=alice, description="Pots and pans")
    return invite(by=alice, room_id=room.pk)[1]


def test_a_visitor_reads_who_invites_them_where(client, room, token):
    page = client.get(f"/invite/{token}/")
    text = page.content.decode()
    for words in ("Alice", "#Kitchen", "Pots and pans", "Create an account", "Sign in"):
        assert words in text
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert f"/register/?next=%2Finvite%2F{token}%2F" in text
    assert "csrftoken" in page.cookies


def test_the_link_works_without_its_last_slash(client, token):
    assert client.get(f"/invite/{token}").status_code == 200


def test_a_private_room_says_who_reads_it(client, room, token):
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    assert "This is a private room" in client.get(f"/invite/{token}/").content.decode()


def test_who_is_signed_in_joins(signed_in, charlie, room, token):
    text = signed_in(charlie).get(f"/invite/{token}/").content.decode()
    assert "Join <bdi>#Kitchen</bdi>" in text
    assert "Create an account" not in text


def test_a_member_goes_straight_to_the_room(signed_in, bob, room, token):
    assert signed_in(bob).get(f"/invite/{token}/")["Location"] == f"/?room={room.pk}"


def test_who_is_banned_reads_until_when_and_why(signed_in, alice, bob, room, token):
    moderation.ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    text = signed_in(bob).get(f"/invite/{token}/").content.decode()
    assert "banned from this room" in text
    assert "Join <bdi>" not in text


def test_a_closed_room_says_so(signed_in, alice, charlie, room, token):
    close_room(room_id=room.pk, by=alice)
    assert "This room is closed" in signed_in(charlie).get(f"/invite/{token}/").content.decode()


def test_without_registration_one_can_sign_in(client, settings, token):
    settings.REGISTRATION = "closed"
    text = client.get(f"/invite/{token}/").content.decode()
    assert "/register/" not in text
    assert "Registration is closed" in text


def test_an_invitation_to_the_site(client, signed_in, admin, charlie):
    token = invite(by=admin)[1]
    assert "<bdi>Ada</bdi> invited you to" in client.get(f"/invite/{token}/").content.decode()
    assert signed_in(charlie).get(f"/invite/{token}/")["Location"] == "/"


@pytest.mark.parametrize("path", ["/invite/SECRET/", "/invite/SECRET", "/invite/SECRET).", "/invite/SECRET/more"])
def test_no_log_line_has_the_token(client, db, caplog, path):
    request = client.get(path).wsgi_request
    assert "SECRET" not in path_without_secrets(request)
    assert request.META["chatsite.route"] == "invite/<path:token>"  # what /metrics counts by
    environ = RequestFactory().get(path).environ
    with caplog.at_level(logging.DEBUG):
        _log_request(environ, 503, 0.1)  # of a request that never reached Django
    assert "/invite/…" in caplog.text
    assert "SECRET" not in caplog.text
