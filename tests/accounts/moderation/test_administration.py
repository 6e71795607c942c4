"""What administrators do with people."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts import hooks
from accounts.actors import SYSTEM
from accounts.models import User
from accounts.moderation import administration
from accounts.security.sessions import EndReason
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.jobs.queue import run_due
from chatsite.realtime import Revocation
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

ORIGIN = "https://chat.example.org"


@pytest.fixture
def carol(db, settings) -> User:
    """Carol, who waits for approval."""
    settings.REGISTRATION = "approval"
    body = {"email": "carol@example.org", "name": "Carol", "password": PASSWORD}
    assert Caller().call("POST", "/auth/register", body)[0] == 202
    return User.objects.get(email="carol@example.org")


def test_administrators_are_notified_of_someone_who_waits(ada, carol):
    run_due()
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"]
    assert f"/admin/accounts/user/{carol.pk}/change/" in message.body


def test_an_approved_person_signs_in_and_is_notified_and_welcomed(ada, carol, monkeypatch):
    welcomed: list[User] = []
    monkeypatch.setattr(hooks, "joined", [welcomed.append])
    for _ in range(2):
        administration.approve(carol, by=ada, origin=ORIGIN)
    assert welcomed == [carol]
    assert Caller().sign_in(carol.email)[0] == 200
    run_due()
    assert [message.to for message in mail.outbox][-1] == ["carol@example.org"]
    assert f"{ORIGIN}/login/" in mail.outbox[-1].body


def test_who_waits_is_in_no_room_yet(ada, carol):
    assert not carol.memberships.exists()
    administration.approve(carol, by=ada, origin=ORIGIN)


def test_a_rejected_account_is_gone_and_an_approved_one_cannot_be_rejected(ada, carol, alice):
    administration.reject(carol, by=ada)
    assert Caller().sign_in("carol@example.org")[0] == 401
    with pytest.raises(Conflict):
        administration.reject(alice, by=ada)


def test_a_deactivated_person_is_out_at_once_and_cut(ada, alice, signed_in, announced):
    caller = signed_in(alice)
    announced.clear()
    administration.deactivate(alice, by=ada)
    assert caller.who() is None
    assert announced == [Revocation(alice.pk, EndReason.DEACTIVATED)]
    assert Caller().sign_in(alice.email)[0] == 403


def test_a_reactivated_person_signs_in_anew(ada, alice, signed_in):
    caller = signed_in(alice)
    administration.deactivate(alice, by=ada)
    administration.reactivate(alice, by=ada)
    assert caller.who() is None
    assert Caller().sign_in(alice.email)[0] == 200


def test_an_administrator_is_made_and_unmade(ada, alice):
    administration.promote(alice, by=ada)
    assert User.objects.get(pk=alice.pk).is_admin
    administration.demote(alice, by=ada)
    assert not User.objects.get(pk=alice.pk).is_admin


def test_the_last_administrator_stays(ada, alice):
    for act in (administration.deactivate, administration.demote):
        with pytest.raises(Conflict):
            act(ada, by=SYSTEM)
    with pytest.raises(Conflict, match="your own account"):
        administration.deactivate(ada, by=ada)
    administration.promote(alice, by=ada)
    administration.demote(ada, by=ada)
    assert User.objects.administrators().get() == alice


@pytest.mark.parametrize("act", ["deactivate", "reactivate", "promote", "demote", "reject", "approve"])
def test_no_one_else_may(alice, bob, ada, act):
    extra = {"origin": ORIGIN} if act == "approve" else {}
    with pytest.raises(NotAllowed):
        getattr(administration, act)(bob, by=alice, **extra)


def test_a_host_deactivates_at_the_command_line(alice, ada):
    for _ in range(2):
        call_command("deactivate", "alice@example.org", stdout=StringIO())
    assert Caller().sign_in(alice.email)[0] == 403
    with pytest.raises(CommandError, match="last administrator"):
        call_command("deactivate", "ada@example.org", stdout=StringIO())
