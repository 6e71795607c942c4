"""POST /auth/register."""

import pytest

from accounts import hooks
from accounts.models import User
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

BODY = {"email": "Carol@Example.org", "name": " Carol\u3000C ", "password": PASSWORD}


def test_a_visitor_registers_and_is_signed_in(visitor):
    status, body = visitor.call("POST", "/auth/register", BODY)
    assert status == 201
    assert body["user"]["name"] == "Carol C"
    assert body["user"]["email"] == "carol@example.org"
    assert body["user"]["role"] == "member"
    assert body["user"]["avatar_url"] is None
    assert visitor.who() == "Carol C"


@pytest.mark.parametrize("email", ["carol@example.org", "CAROL@EXAMPLE.ORG", "ｃarol@example.org"])
def test_an_address_is_taken_however_it_is_spelled(visitor, email):
    visitor.call("POST", "/auth/register", BODY)
    status, body = Caller().call("POST", "/auth/register", BODY | {"email": email})
    assert (status, body["error"]["code"]) in [(409, "conflict"), (400, "invalid_input")]
    assert list(body["error"]["fields"]) == ["email"]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "carol"),
        ("email", "carol@example.org\u200b"),
        ("email", "carol@exa\u00admple.org"),
        ("email", "a@b.c\nBcc: x@y.z"),
        ("email", "x" * 250 + "@example.org"),
        ("email", 5),
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 51),
        ("name", "ev\u202eil"),
        ("name", "@room"),
        ("name", "ＲＯＯＭ"),
        ("name", "a\x00b"),
        ("name", "\ud800"),
        ("password", ""),
        ("password", "short"),
        ("password", "password"),
        ("password", "carol@example.org"),
        ("password", "x" * 257),
        ("password", None),
        ("admin", True),
    ],
)
def test_a_wrong_field_is_named(visitor, field, value):
    status, body = visitor.call("POST", "/auth/register", BODY | {field: value})
    assert (status, body["error"]["code"]) == (400, "invalid_input")
    assert list(body["error"]["fields"]) == [field]
    assert not User.objects.exists()


def test_a_name_of_fifty_characters_beyond_the_basic_plane_is_kept(visitor):
    status, body = visitor.call("POST", "/auth/register", BODY | {"name": "😀" * 50})
    assert (status, body["user"]["name"]) == (201, "😀" * 50)


def test_closed_registration_creates_no_one(visitor, settings):
    settings.REGISTRATION = "closed"
    status, body = visitor.call("POST", "/auth/register", BODY)
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert not User.objects.exists()


def test_under_approval_the_account_waits_and_is_not_signed_in(visitor, settings):
    settings.REGISTRATION = "approval"
    status, body = visitor.call("POST", "/auth/register", BODY)
    assert (status, body["awaits_approval"]) == (202, True)
    assert visitor.who() is None
    status, body = visitor.sign_in("carol@example.org")
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert "approval" in body["error"]["message"]


def test_new_accounts_per_address_are_limited(db, settings):
    settings.REGISTRATIONS_PER_HOUR = 2
    answers = [
        Caller("192.0.2.7").call("POST", "/auth/register", BODY | {"email": f"{n}@example.org"}) for n in range(3)
    ]
    assert [status for status, _ in answers] == [201, 201, 429]
    assert answers[2][1]["error"]["retry_after_s"] > 3500
    assert Caller("192.0.2.8").call("POST", "/auth/register", BODY)[0] == 201


def test_without_a_csrf_token_nothing_happens(visitor):
    response = visitor.raw("POST", "/auth/register", "{}", headers={"X-CSRFToken": ""})
    assert response.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_others_are_notified_of_a_new_person_in_the_same_transaction(visitor, monkeypatch):
    def refuse(user: User) -> None:
        assert User.objects.filter(pk=user.pk).exists()
        raise RuntimeError("no room")

    monkeypatch.setattr(hooks, "joined", [refuse])
    with pytest.raises(RuntimeError):
        visitor.call("POST", "/auth/register", BODY)
    assert not User.objects.exists()
