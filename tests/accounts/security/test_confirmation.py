"""Confirming an email address: POST and PUT /auth/email-confirmation, its page, and what waits for it."""

import pytest
from django.core import mail

from accounts.models import OneTimeLink, User
from chatsite.jobs.queue import run_due
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

BODY = {"email": "carol@example.org", "name": "Carol", "password": PASSWORD}


@pytest.fixture
def required(settings, db):
    settings.EMAIL_VERIFICATION = "required"


@pytest.fixture
def carol(required) -> Caller:
    caller = Caller()
    status, body = caller.call("POST", "/auth/register", BODY)
    assert (status, body["user"]["must_verify_email"]) == (201, True)
    return caller


def mailed_token() -> str:
    run_due()
    return mail.outbox[-1].body.split("?token=")[1].split()[0]


def test_a_mailed_link_lets_a_new_person_take_part(carol):
    token = mailed_token()
    assert mail.outbox[0].to == ["carol@example.org"]
    status, body = carol.call("GET", "/rooms")
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    page = carol.http.get("/")
    assert (page.status_code, page["Location"]) == (302, "/verify-email/")
    assert carol.http.get("/verify-email/").status_code == 200
    elsewhere = Caller()
    assert elsewhere.http.get(f"/verify-email/?token={token}").status_code == 200
    assert carol.call("GET", "/auth/me")[1]["user"]["must_verify_email"], "opening the page is not confirming"
    assert elsewhere.call("PUT", "/auth/email-confirmation", {"token": token}) == (204, None)
    assert not carol.call("GET", "/auth/me")[1]["user"]["must_verify_email"]
    assert carol.call("GET", "/rooms")[0] == 200
    assert carol.http.get("/").status_code == 200
    assert elsewhere.call("PUT", "/auth/email-confirmation", {"token": token})[0] == 404


def test_an_old_link_says_what_to_do_next(carol):
    token = mailed_token()
    page = carol.http.get("/verify-email/?token=old")
    assert (page.status_code, b"Resend link" in page.content) == (404, True)
    carol.call("PUT", "/auth/email-confirmation", {"token": token})
    visitor = Caller().http.get(f"/verify-email/?token={token}")
    assert (visitor.status_code, b"already confirmed your address" in visitor.content) == (404, True)
    again = carol.http.get(f"/verify-email/?token={token}")
    assert (again.status_code, again["Location"]) == (302, "/")


def test_an_unconfirmed_person_still_looks_after_their_account(carol):
    assert carol.call("PUT", "/auth/profile", {"name": "Caroline"})[0] == 200
    assert carol.call("GET", "/auth/sessions")[0] == 200
    assert carol.call("POST", "/auth/logout")[0] == 204


def test_the_link_is_sent_again_but_not_for_ever(carol):
    statuses = [carol.call("POST", "/auth/email-confirmation")[0] for _ in range(4)]
    assert statuses == [204, 204, 204, 429]
    run_due()
    first, *_others, last = (letter.body.split("?token=")[1].split()[0] for letter in mail.outbox)
    assert carol.call("PUT", "/auth/email-confirmation", {"token": first})[0] == 204, "any of them will do"
    assert carol.call("PUT", "/auth/email-confirmation", {"token": last})[0] == 404
    sent = len(mail.outbox)
    assert carol.call("POST", "/auth/email-confirmation")[0] == 204
    run_due()
    assert len(mail.outbox) == sent, "there is nothing left to confirm"


def test_a_link_for_a_password_confirms_nothing(carol):
    carol.call("POST", "/auth/password-reset", {"email": BODY["email"]})
    assert carol.call("PUT", "/auth/email-confirmation", {"token": mailed_token()})[0] == 404
    assert OneTimeLink.objects.count() == 2


@pytest.mark.parametrize(
    ("verification", "backend"), [("off", "locmem"), ("required", "console")], ids=["not wanted", "no mail server"]
)
def test_where_nothing_can_or_need_be_confirmed_people_take_part_at_once(settings, visitor, verification, backend):
    settings.EMAIL_VERIFICATION = verification
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    status, body = visitor.call("POST", "/auth/register", BODY)
    assert (status, body["user"]["must_verify_email"]) == (201, False)
    assert visitor.call("GET", "/rooms")[0] == 200


def test_a_host_who_stops_asking_lets_everyone_in(carol, settings):
    settings.EMAIL_VERIFICATION = "off"
    assert carol.call("GET", "/rooms")[0] == 200


def test_people_who_were_there_before_a_mail_server_was_need_confirm_nothing(required, signed_in, alice):
    assert signed_in(alice).call("GET", "/rooms")[0] == 200
    assert not User.objects.filter(email_unconfirmed=True).exists()


def test_the_first_administrator_need_confirm_nothing(required, ada):
    assert not ada.must_verify_email
