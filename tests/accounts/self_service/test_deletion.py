"""Deleting one's own account: DELETE /auth/account."""

import pytest
from django.core import mail

from accounts.models import Action, ModerationEntry, Session, User
from accounts.security.sessions import EndReason
from chatsite.jobs.queue import Lane, run_due
from chatsite.realtime import Revocation
from messaging.models import Message
from rooms.memberships import join_room
from rooms.models import Membership
from rooms.services import create_room
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD
from tests.support.conversation import say

BODY = {"current_password": PASSWORD, "confirmation": " Alice@example.org "}


def delete(caller: Caller, **changes) -> tuple[int, str]:
    status, body = caller.call("DELETE", "/auth/account", BODY | changes)
    return status, (body or {}).get("error", {}).get("code", "")


@pytest.fixture
def caller(alice, signed_in) -> Caller:
    return signed_in(alice)


def test_a_deleted_account_is_locked_at_once_and_erased_soon(caller, alice, announced):
    assert delete(caller) == (204, "")
    assert announced == [Revocation(alice.pk, EndReason.DEACTIVATED)]
    assert caller.who() is None
    assert (Caller().sign_in("alice@example.org")[0], Session.objects.of(alice).count()) == (403, 0)
    assert run_due(lane=Lane.LONG) == 1
    alice.refresh_from_db()
    assert (alice.name, alice.email, alice.is_active) == ("Former member", f"{alice.pk}@erased.invalid", False)
    assert Caller().sign_in("alice@example.org")[0] == 401


def test_its_address_is_notified_and_the_log_names_the_person(caller, alice):
    delete(caller)
    run_due()
    assert mail.outbox[-1].to == ["alice@example.org"]
    assert "as requested in its settings" in mail.outbox[-1].body
    entry = ModerationEntry.objects.get(whom=alice)
    assert (entry.action, entry.by_id) == (Action.ACCOUNT_DELETED, alice.pk)


@pytest.mark.parametrize("erases", [False, True])
def test_messages_stay_unless_they_are_to_be_erased(caller, alice, bob, erases):
    room = create_room(name="Garden", by=alice)
    join_room(room_id=room.pk, by=bob)
    say(alice, room, "my words")
    assert delete(caller, erase_messages=erases) == (204, "")
    run_due(lane=Lane.LONG)
    assert Message.objects.filter(content="my words").exists() is not erases
    assert Membership.objects.get(room=room, role=Membership.Role.OWNER).user == bob
    assert not Membership.objects.current().filter(user=alice).exists()


@pytest.mark.parametrize("body", [{"confirmation": "bob@example.org"}, {"current_password": "wrong"}])
def test_a_wrong_confirmation_or_password_deletes_nothing(caller, alice, body):
    assert delete(caller, **body) == (400, "invalid_input")
    alice.refresh_from_db()
    assert alice.is_active


def test_the_last_administrator_stays(ada, make_user, signed_in):
    caller = signed_in(ada)
    body = {"confirmation": ada.email}
    assert delete(caller, **body) == (409, "conflict")
    assert caller.who() == "Ada"
    make_user("Grace", is_staff=True, is_superuser=True)
    assert delete(caller, **body) == (204, "")


def test_an_account_that_was_reactivated_meanwhile_is_not_erased(caller, alice):
    delete(caller)
    User.objects.filter(pk=alice.pk).update(is_active=True)
    run_due(lane=Lane.LONG)
    alice.refresh_from_db()
    assert alice.name == "Alice"
