"""Moving an account to another address: POST and PUT /auth/email-change, its page, its mails."""

import pytest
from django.core import mail

from accounts.models import Action, ModerationEntry, OneTimeLink, User
from accounts.security.limits import EMAIL_CHANGES
from chatsite.jobs.queue import run_due
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

NEW = "Alice@new.example"
ASKED = {"email": NEW, "current_password": PASSWORD}


@pytest.fixture
def caller(alice, signed_in) -> Caller:
    return signed_in(alice)


def mailed() -> dict[str, str]:
    """Return the mails that are sent now, by their addresses."""
    mail.outbox.clear()
    run_due()
    return {message.to[0]: message.body for message in mail.outbox}


def mailed_token() -> str:
    return mailed()["alice@new.example"].split("?token=")[1].split()[0]


def ask(caller: Caller, **changes: str) -> tuple[int, str]:
    status, body = caller.call("POST", "/auth/email-change", ASKED | changes)
    return status, body.get("error", {}).get("code", "")


def test_a_link_to_the_new_address_moves_the_account(caller, alice):
    status, body = caller.call("POST", "/auth/email-change", ASKED)
    assert (status, body["is_pending"], body["user"]["email"]) == (200, True, "alice@example.org")
    token = mailed_token()
    assert caller.http.get(f"/change-email/?token={token}").status_code == 200
    alice.refresh_from_db()
    assert alice.email == "alice@example.org", "opening the page is not confirming"
    elsewhere = Caller()
    assert elsewhere.call("PUT", "/auth/email-change", {"token": token}) == (204, None)
    assert caller.call("GET", "/auth/me")[1]["user"]["email"] == "alice@new.example"
    assert Caller().sign_in("alice@example.org")[0] == 401
    assert Caller().sign_in("alice@NEW.example")[0] == 200
    assert elsewhere.call("PUT", "/auth/email-change", {"token": token})[0] == 404
    page = elsewhere.http.get(f"/change-email/?token={token}")
    assert (page.status_code, b"no longer works" in page.content) == (404, True)


def test_the_old_address_is_notified_of_the_wish_and_of_the_change(caller):
    ask(caller)
    wished = mailed()
    assert "asked to change" in wished["alice@example.org"]
    assert NEW.lower() not in wished["alice@example.org"].lower(), "no text that a person chose"
    token = wished["alice@new.example"].split("?token=")[1].split()[0]
    caller.call("PUT", "/auth/email-change", {"token": token})
    assert "just changed" in mailed()["alice@example.org"]


def test_a_taken_address_gets_the_same_answer_and_a_mail_of_its_own(caller, bob):
    free, taken = (
        caller.call("POST", "/auth/email-change", ASKED | {"email": email}) for email in (NEW, "BOB@example.org")
    )
    assert free == taken
    assert "Your account already uses it" in mailed()["bob@example.org"]
    assert OneTimeLink.objects.filter(new_email="bob@example.org").count() == 0


def test_an_address_that_is_taken_meanwhile_ends_the_link(caller, make_user):
    ask(caller)
    token = mailed_token()
    make_user("Eve", email=NEW)
    assert caller.call("PUT", "/auth/email-change", {"token": token})[0] == 404
    assert caller.call("GET", "/auth/me")[1]["user"]["email"] == "alice@example.org"


@pytest.mark.parametrize("body", [{"current_password": "wrong"}, {"email": "ALICE@example.org"}, {"email": "nowhere"}])
def test_a_wrong_password_or_address_changes_nothing(caller, body):
    assert ask(caller, **body) == (400, "invalid_input")
    assert mailed() == {}


@pytest.mark.parametrize("mails_wait", [False, True])
def test_a_changed_password_cancels_the_wish(caller, mails_wait):
    ask(caller)
    token = "" if mails_wait else mailed_token()
    body = {"current_password": PASSWORD, "new_password": "another good one"}
    assert caller.call("PUT", "/auth/profile", body)[0] == 200
    if mails_wait:
        assert "alice@new.example" not in mailed()
    else:
        assert caller.call("PUT", "/auth/email-change", {"token": token})[0] == 404


def test_the_last_wish_counts_and_old_links_end_with_the_address(caller, alice):
    ask(caller)
    first = mailed_token()
    ask(caller)
    caller.call("POST", "/auth/password-reset", {"email": alice.email})
    sent = mailed()
    assert caller.call("PUT", "/auth/email-change", {"token": first})[0] == 404
    assert "/password-reset/" in sent["alice@example.org"]
    second = sent["alice@new.example"].split("?token=")[1].split()[0]
    assert caller.call("PUT", "/auth/email-change", {"token": second})[0] == 204
    assert OneTimeLink.objects.filter(user=alice).count() == 0


def test_a_deactivated_account_moves_nowhere(caller, alice):
    ask(caller)
    token = mailed_token()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert Caller().call("PUT", "/auth/email-change", {"token": token})[0] == 404


def test_wishes_are_limited(caller):
    for _turn in range(EMAIL_CHANGES.count):
        assert ask(caller)[0] == 200
    assert ask(caller) == (429, "rate_limited")
    assert sum(message.to == ["alice@new.example"] for message in (run_due(), mail.outbox)[1]) == 3


def test_the_change_is_in_the_log_without_the_addresses(caller, alice):
    ask(caller)
    caller.call("PUT", "/auth/email-change", {"token": mailed_token()})
    entry = ModerationEntry.objects.get(action=Action.EMAIL_CHANGED)
    assert (entry.by_id, entry.whom_id, entry.detail, entry.reason) == (alice.pk, alice.pk, "", "")


def test_a_new_address_is_confirmed_with_the_link(caller, alice, settings):
    settings.EMAIL_VERIFICATION = "required"
    User.objects.filter(pk=alice.pk).update(email_unconfirmed=True)
    assert ask(caller)[0] == 200
    caller.call("PUT", "/auth/email-change", {"token": mailed_token()})
    assert not caller.call("GET", "/auth/me")[1]["user"]["must_verify_email"]


def test_a_site_without_mail_moves_the_account_at_once(caller, bob, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert ask(caller, email="bob@example.org") == (409, "conflict")
    status, body = caller.call("POST", "/auth/email-change", ASKED)
    assert (status, body["is_pending"], body["user"]["email"]) == (200, False, "alice@new.example")
