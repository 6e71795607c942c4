"""What an account's mails say: nothing that a stranger chose who registered with someone else's address."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.core import mail

from accounts import mails
from accounts.models import User
from chatsite.jobs.queue import run_due
from tests.support.callers import PASSWORD

MARK = "Win-at-evil.example"
ORIGIN = "https://chat.example"
TO_ITS_PERSON = {
    "password_reset": lambda user: mails.password_reset(email=user.email, origin=ORIGIN),
    "password_changed": lambda user: mails.password_changed(user_id=user.pk),
    "sign_in_linked": lambda user: mails.sign_in_linked(user_id=user.pk, provider="Staff ID"),
    "sign_in_unlinked": lambda user: mails.sign_in_unlinked(user_id=user.pk, provider="Staff ID"),
    "confirm_email": lambda user: mails.confirm_email(user_id=user.pk, origin=ORIGIN),
    "email_change": lambda user: mails.email_change(email=user.email),
    "email_changed": lambda user: mails.email_changed(email=user.email),
    "account_deleted": lambda user: mails.account_deleted(email=user.email),
    "approved": lambda user: mails.approved(user_id=user.pk, origin=ORIGIN),
}
TO_ADMINISTRATORS = {"registration_waits", "feedback", "test"}
TO_A_TYPED_ADDRESS = {"new_email", "email_taken"}
FROM_ADMINISTRATORS = {"feedback_answer"}  # tests/feedback/test_admin.py
# tests/messaging/notifications/mail/, tests/messaging/webhooks/outgoing/
TO_CONFIRMED_ADDRESSES = {"missed", "outgoing_webhook_off"}


def test_every_mail_is_judged_here():
    templates = {path.stem for path in (Path(site.BASE_DIR) / "templates" / "mail").iterdir()}
    assert (
        templates
        == TO_ITS_PERSON.keys() | TO_A_TYPED_ADDRESS | TO_ADMINISTRATORS | FROM_ADMINISTRATORS | TO_CONFIRMED_ADDRESSES
    )


@pytest.mark.parametrize("name", TO_ITS_PERSON)
def test_no_mail_to_an_unconfirmed_address_has_text_of_anyone_who_registered_it(db, name):
    user = User.objects.create_user(email="victim@example.org", name=MARK, email_unconfirmed=True)
    TO_ITS_PERSON[name](user)
    (letter,) = mail.outbox
    assert letter.to == ["victim@example.org"]
    assert MARK not in letter.message().as_string()


@pytest.mark.parametrize("is_taken", [False, True])
def test_an_account_that_wants_another_address_mails_no_text_of_its_own_there(make_user, is_taken):
    stranger = make_user(MARK, email="stranger@example.org")
    if is_taken:
        make_user("Victim", email="victim@example.org")
    mails.new_email(user_id=stranger.pk, email="victim@example.org", stamp=stranger.password_stamp, origin=ORIGIN)
    (letter,) = mail.outbox
    assert letter.to == ["victim@example.org"]
    assert not any(text in letter.message().as_string() for text in (MARK, "stranger@example.org"))


def test_registering_mails_no_text_of_the_registrant(visitor, settings):
    settings.EMAIL_VERIFICATION = "required"
    visitor.call("POST", "/auth/register", {"email": "victim@example.org", "name": MARK, "password": PASSWORD})
    run_due()
    assert [letter.to for letter in mail.outbox] == [["victim@example.org"]]
    assert MARK not in mail.outbox[0].message().as_string()
