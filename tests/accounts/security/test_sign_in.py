"""POST /auth/login, POST /auth/logout and GET /auth/me."""

import bcrypt
import pytest
from django.conf import settings as conf

from accounts.models import Session, User
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason
from chatsite.realtime import Revocation
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD


def test_a_person_signs_in_and_reads_about_themselves(visitor, alice):
    status, body = visitor.sign_in(" ALICE@example.org ")
    assert status == 200
    status, me = visitor.call("GET", "/auth/me")
    assert (status, me["user"]) == (200, body["user"])
    assert me["limits"]["file_bytes"] > 0
    assert body["user"] == {
        "id": alice.pk,
        "name": "Alice",
        "avatar_url": None,
        "email": "alice@example.org",
        "role": "member",
        "date_joined": body["user"]["date_joined"],
        "must_verify_email": False,
        "preferences": {
            "language": "",
            "clock": "auto",
            "shows_last_seen": True,
            "sees_welcome": False,
            "takes_direct_messages": True,
        },
    }


def test_an_administrator_sees_their_role(visitor, ada):
    assert visitor.sign_in(ada.email)[1]["user"]["role"] == "admin"


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(visitor, alice, email):
    status, body = visitor.sign_in(email, "not the passphrase")
    assert status == 401
    assert body == {"error": {"code": "invalid_credentials", "message": "Wrong email or password."}}
    assert visitor.who() is None


def test_a_password_is_the_same_however_the_keyboard_composes_it(db, visitor):
    User.objects.create_user(email="e@example.org", name="E", password="caf\u00e9 au lait, s'il vous")
    assert visitor.sign_in("e@example.org", "cafe\u0301 au lait, s'il vous")[0] == 200


def test_white_space_at_the_ends_of_a_password_counts(visitor, alice):
    assert visitor.sign_in(alice.email, f" {PASSWORD}")[0] == 401


def test_a_deactivated_person_learns_so_only_with_the_right_password(visitor, alice):
    User.objects.update(is_active=False)
    assert visitor.sign_in(alice.email, "wrong")[0] == 401
    status, body = visitor.sign_in(alice.email)
    assert (status, body["error"]["code"]) == (403, "not_allowed")


def test_the_session_id_rotates_at_every_sign_in(visitor, alice, bob):
    visitor.http.cookies[conf.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    seen = {"planted0planted0planted0planted0"}
    for email in [alice.email, alice.email, bob.email]:
        visitor.sign_in(email)
        key = visitor.http.cookies[conf.SESSION_COOKIE_NAME].value
        assert key not in seen
        seen.add(key)
    assert Session.objects.count() == 1
    assert Session.objects.get().user == bob


def test_signing_in_again_ends_the_session_before_it(signed_in, alice, announced):
    caller = signed_in(alice)
    old = session_hash(caller.http.cookies[conf.SESSION_COOKIE_NAME].value)
    announced.clear()
    caller.sign_in(alice.email)
    assert announced == [Revocation(alice.pk, EndReason.LOGGED_OUT, session_hash=old)]


def test_the_database_never_sees_a_session_key(signed_in, alice):
    key = signed_in(alice).http.cookies[conf.SESSION_COOKIE_NAME].value
    row = Session.objects.values().get()
    assert row["session_key"] == session_hash(key)
    assert key not in str(row)


def test_a_session_hash_from_the_database_is_no_session_key(signed_in, alice, visitor):
    signed_in(alice)
    visitor.http.cookies[conf.SESSION_COOKIE_NAME] = str(Session.objects.get().pk)
    assert visitor.who() is None


def test_without_remember_the_browser_forgets_at_its_end(visitor, alice):
    visitor.sign_in(alice.email)
    assert visitor.http.cookies[conf.SESSION_COOKIE_NAME]["max-age"] == ""
    visitor.sign_in(alice.email, remember=True)
    assert visitor.http.cookies[conf.SESSION_COOKIE_NAME]["max-age"] == conf.SESSION_COOKIE_AGE


def test_signing_out_ends_this_session_only_and_cuts_its_sockets(signed_in, alice, announced):
    here, elsewhere = signed_in(alice), signed_in(alice)
    ended = session_hash(here.http.cookies[conf.SESSION_COOKIE_NAME].value)
    assert here.call("POST", "/auth/logout") == (204, None)
    assert (here.who(), elsewhere.who()) == (None, "Alice")
    assert announced == [Revocation(alice.pk, EndReason.LOGGED_OUT, session_hash=ended)]
    assert here.call("POST", "/auth/logout")[0] == 401


def test_a_session_survives_a_new_secret_key_with_the_old_one_as_fallback(signed_in, alice, settings):
    caller = signed_in(alice)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert caller.who() == "Alice"
    settings.SECRET_KEY_FALLBACKS = []
    assert caller.who() == "Alice"


def test_the_first_call_brings_the_csrf_cookie_also_with_its_401(db):
    assert "csrftoken" in Caller().http.cookies


def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    hashed: list[bytes] = []
    real = bcrypt.hashpw

    def counting(password: bytes, salt: bytes) -> bytes:
        hashed.append(salt)
        return real(password, salt)

    monkeypatch.setattr(bcrypt, "hashpw", counting)
    return hashed


@pytest.mark.parametrize("name", ["alice", "nobody", "deactivated", "waiting", "no password"])
def test_each_attempt_costs_one_hash_of_the_same_cost(visitor, alice, make_user, monkeypatch, name):
    make_user("Deactivated", is_active=False)
    make_user("Waiting", awaits_approval=True)
    make_user("No password", email="no-password@example.org", password=None)
    hashed = counted_hashes(monkeypatch)
    assert visitor.sign_in(f"{name.replace(' ', '-')}@example.org", "wrong")[0] == 401
    assert [salt[:7] for salt in hashed] == [b"$2b$04$"]


@pytest.mark.parametrize("spread", [False, True])
def test_a_thousand_guesses_cost_few_hashes_and_the_owner_still_gets_in(alice, monkeypatch, spread):
    guesser, hashed = Caller("203.0.113.9"), counted_hashes(monkeypatch)
    for n in range(1000):
        status, body = guesser.sign_in(f"{n}@example.org" if spread else alice.email, f"guess {n}")
    assert (status, body["error"]["code"]) == (429, "rate_limited")
    assert body["error"]["retry_after_s"] > 600
    assert len(hashed) <= 30
    assert Caller("198.51.100.4").sign_in(alice.email)[0] == 200


def test_guesses_spread_over_many_addresses_never_lock_the_owner_out_at_home(signed_in, alice, monkeypatch):
    signed_in(alice, address="198.51.100.4")
    hashed = counted_hashes(monkeypatch)
    for n in range(300):
        status, _ = Caller(f"203.0.113.{n % 250}").sign_in(alice.email, "guess")
    assert (status, len(hashed)) == (429, 100)
    assert Caller("198.51.100.4").sign_in(alice.email)[0] == 200


def test_guesses_from_everywhere_never_lock_the_owner_out_on_a_device_of_theirs(signed_in, alice):
    laptop = signed_in(alice)
    laptop.call("POST", "/auth/logout")
    for n in range(300):
        status, _ = Caller(f"203.0.113.{n % 250}").sign_in(alice.email, "guess")
    assert status == 429
    laptop.http.defaults["REMOTE_ADDR"] = "198.51.100.77"  # on the road
    assert laptop.sign_in(alice.email)[0] == 200
    assert Caller("198.51.100.78").sign_in(alice.email)[0] == 429, "a device that is new is a stranger's"


def test_a_neighbour_s_guesses_lock_no_one_out_who_signed_in_here_before(signed_in, alice, bob):
    known = signed_in(bob, address="192.0.2.1")
    known.call("POST", "/auth/logout")
    guesser = Caller("192.0.2.1")
    for n in range(30):
        status, _ = guesser.sign_in(f"{n}@example.org", "guess")
    assert status == 429
    assert known.sign_in(bob.email)[0] == 200


def test_guesses_on_a_known_device_are_limited_too(signed_in, alice, monkeypatch):
    laptop = signed_in(alice)
    hashed = counted_hashes(monkeypatch)
    statuses = [laptop.sign_in(alice.email, "guess")[0] for _ in range(20)]
    assert (statuses[9:11], len(hashed)) == ([401, 429], 10)


def test_a_device_is_known_to_the_account_alone_that_was_signed_in_on_it(signed_in, alice, bob):
    laptop = signed_in(alice)
    for n in range(110):
        Caller(f"203.0.113.{n}").sign_in(bob.email, "guess")
    assert laptop.sign_in(bob.email)[0] == 429
    assert "alice" not in laptop.http.cookies["device"].value
    laptop.http.cookies["device"] = laptop.http.cookies["device"].value[:-1] + "x"
    assert laptop.sign_in(bob.email)[0] == 429


def test_right_passwords_are_hashed_only_so_often(alice, monkeypatch):
    hashed = counted_hashes(monkeypatch)
    statuses = [Caller("203.0.113.9").sign_in(alice.email)[0] for _ in range(80)]
    assert (statuses[:60], statuses[-1], len(hashed)) == ([200] * 60, 429, 60)


def test_neighbours_in_one_ipv6_network_count_together(alice, monkeypatch):
    hashed = counted_hashes(monkeypatch)
    for n in range(40):
        status, _ = Caller(f"2001:db8::{n:x}").sign_in(alice.email, "guess")
    assert (status, len(hashed)) == (429, 10)
