"""PUT /auth/profile."""

import pytest
from django.conf import settings as conf

from accounts.models import User
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice, Revocation
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

NEW = "another passphrase no one guesses"


def test_a_person_changes_their_name(signed_in, alice):
    caller = signed_in(alice)
    status, body = caller.call("PUT", "/auth/profile", {"name": "  Alice B "})
    assert (status, body["user"]["name"]) == (200, "Alice B")
    assert caller.who() == "Alice B"


def test_everyone_is_notified_of_a_new_name_and_of_no_same_one(signed_in, alice, announced):
    caller = signed_in(alice)
    announced.clear()
    for _ in range(2):
        caller.call("PUT", "/auth/profile", {"name": "Alice B"})
    payload = {"user": {"id": alice.pk, "name": "Alice B", "avatar_url": None}}
    assert announced == [Notice(ServerEvent.USER_UPDATED, payload)]


def test_a_name_that_can_t_be_chosen_anymore_is_kept_when_sent_again(signed_in, alice):
    User.objects.filter(pk=alice.pk).update(name="Room")
    caller = signed_in(alice)
    assert caller.call("PUT", "/auth/profile", {"name": "Room"})[1]["user"]["name"] == "Room"
    passwords = {"current_password": PASSWORD, "new_password": NEW}
    status, body = caller.call("PUT", "/auth/profile", {"name": "@room"} | passwords)
    assert (status, list(body["error"]["fields"])) == (400, ["name"])
    assert Caller().sign_in(alice.email)[0] == 200


def test_nothing_given_changes_nothing(signed_in, alice):
    assert signed_in(alice).call("PUT", "/auth/profile", {})[1]["user"]["name"] == "Alice"


def test_a_new_password_keeps_this_session_and_ends_all_others(signed_in, alice, bob, announced):
    here, elsewhere, other = signed_in(alice), signed_in(alice), signed_in(bob)
    before = here.http.cookies[conf.SESSION_COOKIE_NAME].value
    announced.clear()
    status, _ = here.call("PUT", "/auth/profile", {"current_password": PASSWORD, "new_password": NEW})
    assert status == 200
    assert (here.who(), elsewhere.who(), other.who()) == ("Alice", None, "Bob")
    assert announced == [
        Revocation(alice.pk, EndReason.PASSWORD_CHANGED, except_session_hash=session_hash(before)),
        Revocation(alice.pk, EndReason.RENEWED, session_hash=session_hash(before)),
    ]
    assert Caller().sign_in(alice.email)[0] == 401
    assert Caller().sign_in(alice.email, NEW)[0] == 200


def test_a_copy_of_this_session_s_cookie_dies_with_the_old_password(signed_in, alice):
    here, thief = signed_in(alice), Caller()
    thief.http.cookies[conf.SESSION_COOKIE_NAME] = here.http.cookies[conf.SESSION_COOKIE_NAME].value
    assert thief.who() == "Alice"
    here.call("PUT", "/auth/profile", {"current_password": PASSWORD, "new_password": NEW})
    assert (here.who(), thief.who()) == ("Alice", None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": 5}, "name"),
        ({"new_password": NEW}, "current_password"),
        ({"new_password": NEW, "current_password": "wrong"}, "current_password"),
        ({"new_password": "short", "current_password": PASSWORD}, "new_password"),
        ({"email": "new@example.org"}, "email"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(signed_in, alice, body, field):
    caller = signed_in(alice)
    status, answer = caller.call("PUT", "/auth/profile", body)
    assert (status, list(answer["error"]["fields"])) == (400, [field])
    assert caller.who() == "Alice"
    assert Caller().sign_in(alice.email)[0] == 200


def test_nothing_changes_unless_everything_can(signed_in, alice):
    caller = signed_in(alice)
    body = {"name": "Mallory", "new_password": NEW, "current_password": "wrong"}
    assert caller.call("PUT", "/auth/profile", body)[0] == 400
    assert caller.who() == "Alice"


def test_guessing_the_current_password_is_limited(signed_in, alice):
    caller = signed_in(alice)
    body = {"new_password": NEW, "current_password": "wrong"}
    statuses = [caller.call("PUT", "/auth/profile", body)[0] for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_a_visitor_has_no_profile(visitor):
    assert visitor.call("PUT", "/auth/profile", {"name": "X"})[0] == 401
