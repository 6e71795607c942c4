"""Back-channel logout: signing out at the provider ends the sessions here that came by it."""

from base64 import urlsafe_b64encode

import pytest

from accounts.models import Session
from accounts.security.sessions import EndReason, end_session
from accounts.single_sign_on import logout
from tests.accounts.single_sign_on.conftest import Traveller
from tests.support.identity_provider import CLIENT_SECRET, LOGOUT, signed_by_secret, unsigned


def log_out(provider, dora, **claims):
    return dora.http.post("/sign-in/staff/logout", {"logout_token": provider.logout_token(**claims)})


@pytest.fixture
def two(provider, dora):
    """Return two browsers of Dora's, with sessions of their own at the provider."""
    other = Traveller()
    provider.claims = {"sid": "first"}
    dora.travel(provider)
    provider.claims = {"sid": "second"}
    other.travel(provider)
    return dora, other


def test_one_session_of_the_provider_ends(provider, two):
    dora, other = two
    response = log_out(provider, Traveller(), sid="first", sub="dora-1")
    assert (response.status_code, response["Cache-Control"].count("no-store")) == (200, 1)
    assert (dora.who(), other.who()) == (None, "Dora")


def test_without_a_session_all_of_the_person_end(provider, two):
    assert log_out(provider, Traveller(), sub="dora-1").status_code == 200
    assert [one.who() for one in two] == [None, None]


def test_a_session_alone_is_enough(provider, two):
    assert log_out(provider, Traveller(), sid="second").status_code == 200
    assert [one.who() for one in two] == ["Dora", None]


def test_where_the_provider_named_no_session_at_sign_in_all_of_the_person_are_meant(provider, dora):
    dora.travel(provider)
    log_out(provider, Traveller(), sid="unheard of", sub="dora-1")
    assert dora.who() is None


def test_sessions_that_came_otherwise_go_on(provider, dora, alice, visitor):
    visitor.sign_in(alice.email)
    dora.travel(provider)
    log_out(provider, Traveller(), sub="dora-1")
    assert visitor.who() == "Alice"


def test_sockets_learn_why_at_once(provider, announced, dora):
    dora.travel(provider)
    name = Session.objects.get(user__isnull=False).pk
    announced.clear()
    log_out(provider, Traveller(), sub="dora-1")
    [revocation] = announced
    assert (revocation.reason, revocation.session_hash) == (EndReason.PROVIDER, name)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another-client"},
        {"events": {}},
        {"events": None},
        {"events": {LOGOUT: "yes"}},
        {"nonce": "n"},
        {"jti": None},
        {"exp": 1},
        {"iat": 1},
        {"sub": None},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_ends_nothing(provider, dora, claims):
    dora.travel(provider)
    response = log_out(provider, Traveller(), **{"sub": "dora-1"} | claims)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert dora.who() == "Dora"


def test_a_token_works_once(provider, dora):
    dora.travel(provider)
    token = provider.logout_token(sub="dora-1")
    assert dora.http.post("/sign-in/staff/logout", {"logout_token": token}).status_code == 200
    dora.travel(provider)
    assert Traveller().http.post("/sign-in/staff/logout", {"logout_token": token}).status_code == 400
    assert dora.who() == "Dora"


DEEP = urlsafe_b64encode(b"[" * 9_000).decode()
LISTED = urlsafe_b64encode(b'["alg"]').decode().rstrip("=")


@pytest.mark.parametrize(
    "forge",
    [
        unsigned,
        lambda claims: signed_by_secret(claims, CLIENT_SECRET),
        lambda claims: "",
        lambda claims: f"{DEEP}.e30.x",
        lambda claims: f"{LISTED}.e30.x",
    ],
)
def test_a_token_that_the_provider_did_not_sign_ends_nothing(provider, dora, forge):
    dora.travel(provider)
    token = forge({"iss": provider.issuer, "sub": "dora-1", "events": {LOGOUT: {}}})
    assert Traveller().http.post("/sign-in/staff/logout", {"logout_token": token}).status_code == 400
    assert dora.who() == "Dora"


def test_an_id_token_is_no_logout_token_and_the_reverse(provider, dora):
    dora.travel(provider)
    response = Traveller().http.post("/sign-in/staff/logout", {"logout_token": provider.id_token("n")})
    assert response.status_code == 400
    provider.id_token = lambda nonce: provider.logout_token(sub="dora-1")
    assert Traveller().travel(provider).status_code == 403


def test_a_session_that_is_signed_out_here_meanwhile_keeps_no_other(provider, two, monkeypatch):
    gone = Session.objects.filter(user__isnull=False).order_by("started_at", "pk").first()

    def end(user, name, **why):
        Session.objects.filter(pk=gone.pk).delete()
        end_session(user, name, **why)

    monkeypatch.setattr(logout, "end_session", end)
    assert log_out(provider, Traveller(), sub="dora-1").status_code == 200
    assert [one.who() for one in two] == [None, None]


def test_only_posts_are_taken(provider, dora):
    assert dora.http.get("/sign-in/staff/logout").status_code == 405
