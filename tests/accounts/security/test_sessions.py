"""GET and DELETE /auth/sessions, and how sessions age."""

from datetime import timedelta
from io import StringIO

from django.conf import settings as conf
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OneTimeLink, Session, User
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason, end_sessions, live_hashes
from chatsite.realtime import Revocation


def hash_of(caller) -> str:
    return session_hash(caller.http.cookies[conf.SESSION_COOKIE_NAME].value)


def listed(caller) -> list[dict]:
    return caller.call("GET", "/auth/sessions")[1]["sessions"]


def test_a_person_sees_their_own_sessions_only(signed_in, alice, bob):
    laptop = signed_in(alice, address="192.0.2.1", agent="Firefox")
    phone = signed_in(alice, address="2001:db8::1", agent="x" * 500)
    signed_in(bob)
    sessions = listed(phone)
    assert [(s["address"], s["agent"], s["current"]) for s in sessions] == [
        ("2001:db8::1", "x" * 200, True),
        ("192.0.2.1", "Firefox", False),
    ]
    assert sessions[0]["id"] == hash_of(phone)
    assert sessions[1]["id"] == hash_of(laptop)


def test_one_session_is_ended_and_its_sockets_cut(signed_in, alice, announced):
    here, there = signed_in(alice), signed_in(alice)
    ended = hash_of(there)
    announced.clear()
    assert here.call("DELETE", f"/auth/sessions/{ended}") == (204, None)
    assert (here.who(), there.who()) == ("Alice", None)
    assert announced == [Revocation(alice.pk, EndReason.ENDED, session_hash=ended)]
    assert here.call("DELETE", f"/auth/sessions/{ended}")[0] == 404


def test_no_one_ends_the_session_of_another(signed_in, alice, bob):
    here, other = signed_in(alice), signed_in(bob)
    assert here.call("DELETE", f"/auth/sessions/{hash_of(other)}")[0] == 404
    assert other.who() == "Bob"


def test_all_others_are_ended(signed_in, alice, bob, announced):
    here, there, other = signed_in(alice), signed_in(alice), signed_in(bob)
    announced.clear()
    for _ in range(2):
        assert here.call("DELETE", "/auth/sessions") == (204, None)
    assert (here.who(), there.who(), other.who()) == ("Alice", None, "Bob")
    assert announced[0] == Revocation(alice.pk, EndReason.ENDED, except_session_hash=hash_of(here))


def test_the_own_session_can_be_ended_like_any(signed_in, alice):
    here = signed_in(alice)
    assert here.call("DELETE", f"/auth/sessions/{hash_of(here)}")[0] == 204
    assert here.who() is None


def test_a_visitor_has_no_sessions(visitor):
    assert visitor.call("GET", "/auth/sessions")[0] == 401
    assert visitor.call("DELETE", "/auth/sessions")[0] == 401


def test_after_all_were_ended_not_even_a_restored_row_lets_anyone_in(signed_in, alice):
    caller = signed_in(alice)
    row = Session.objects.get()
    end_sessions(alice)
    row.save(force_insert=True)
    assert caller.who() is None


def test_live_hashes_are_those_that_still_let_someone_in(signed_in, alice, bob):
    callers = [signed_in(alice), signed_in(alice), signed_in(alice), signed_in(bob)]
    live, expired, ended, deactivated = (hash_of(caller) for caller in callers)
    Session.objects.hashed([expired]).update(expire_date=timezone.now())
    Session.objects.hashed([ended]).delete()
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert live_hashes([live, expired, ended, deactivated, "unknown"]) == {live}
    assert live_hashes([]) == set()


def test_use_is_noted_now_and_then_and_prolongs_the_session(signed_in, alice):
    caller = signed_in(alice)
    caller.sign_in(alice.email, remember=True)
    then = timezone.now() - timedelta(days=20)
    Session.objects.update(last_seen_at=then, expire_date=timezone.now() + timedelta(days=10))
    caller.http.cookies[conf.SESSION_COOKIE_NAME]["expires"] = ""
    assert caller.who() == "Alice"
    session = Session.objects.get()
    assert session.last_seen_at - then > timedelta(days=19)
    assert session.expire_date - timezone.now() > timedelta(days=29)
    assert caller.http.cookies[conf.SESSION_COOKIE_NAME]["expires"] != ""


def test_use_within_minutes_costs_no_write(signed_in, alice, django_assert_num_queries):
    caller = signed_in(alice)
    with django_assert_num_queries(2):  # the session and its person
        caller.who()


def test_prune_sessions_deletes_what_has_expired(signed_in, alice):
    signed_in(alice)
    signed_in(alice)
    past = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=past)
    OneTimeLink.objects.create(token_hash="x", purpose="setup", expires_at=past)
    out = StringIO()
    call_command("prune_sessions", "--dry-run", stdout=out)
    assert Session.objects.count() == 2
    call_command("prune_sessions", stdout=out)
    call_command("prune_sessions", stdout=out)
    assert (Session.objects.count(), OneTimeLink.objects.count()) == (1, 0)
    assert out.getvalue().splitlines() == [
        "There are 1 expired sessions and 1 expired links.",
        "Deleted 1 expired sessions and 1 expired links.",
        "Deleted 0 expired sessions and 0 expired links.",
    ]
