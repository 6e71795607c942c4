"""The checklist of a new site on the admin's first page."""

import smtplib
from io import StringIO

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command

from accounts.models import User
from accounts.site import mail_test
from accounts.site.first_run import first_run
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.jobs.queue import run_due
from chatsite.models import Job, Site
from rooms.invitations.services import invite


def home(desk) -> str:
    return desk.get("/admin/").content.decode()


def take(desk, step: str, **fields):
    return desk.post(f"/admin/first-run/{step}/", fields)


def test_a_new_site_shows_five_open_steps(desk):
    page = home(desk)
    for words in (
        "Name your chat",
        "Invite people",
        "Choose who can register",
        "Test email",
        "Make a backup",
        "manage.py backup",
    ):
        assert words in page
    assert "is-done" not in page


def test_it_goes_once_everything_is_done(desk, ada):
    Site.objects.create(name="Garden")
    invite(by=ada)
    take(desk, "registration")
    Site.objects.update(backed_up_at=first_run().site.registration_confirmed_at)
    assert "Get your chat ready" in home(desk)
    take(desk, "mail")
    run_due()
    assert "Get your chat ready" not in home(desk)


def test_it_goes_when_it_is_dismissed(desk):
    assert take(desk, "dismiss")["Location"] == "/admin/"
    assert "Get your chat ready" not in home(desk)


def test_a_test_email_goes_through_the_queue_to_who_asked(desk, ada):
    take(desk, "mail")
    assert Job.objects.get().kind == "test_mail"
    waiting = desk.get("/admin/")
    assert "Sending…" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    run_due()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([ada.email], "Test email")
    after = desk.get("/admin/")
    assert "The mail server accepted the test email" in after.content.decode()
    assert "Refresh" not in after


def test_a_failure_is_shown_with_its_reason_and_not_tried_again(desk, monkeypatch):
    def refuse(*args, **options):
        raise smtplib.SMTPAuthenticationError(535, b"wrong password")

    take(desk, "mail")
    monkeypatch.setattr(EmailMessage, "send", refuse)
    run_due()
    page = home(desk)
    assert "The test email could not be sent." in page
    assert "Correct EMAIL_URL in the .env file" in page
    assert "wrong password" in page
    assert not Job.objects.exists()


def test_without_a_mail_server_it_says_what_to_set(desk, settings, ada):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = home(desk)
    assert "Set EMAIL_URL" in page
    assert "Send test email" not in page
    with pytest.raises(Conflict):
        mail_test.request_test(by=ada)


def test_it_returns_to_the_page_of_the_button(desk):
    assert take(desk, "mail", page="settings")["Location"] == "/admin/settings/"
    assert desk.get("/admin/settings/")["Refresh"] == "2"


def test_a_step_is_taken_by_administrators_with_a_form(desk, client, alice):
    assert desk.get("/admin/first-run/dismiss/").status_code == 405
    assert take(desk, "nothing").status_code == 404
    client.force_login(alice)
    assert client.post("/admin/first-run/dismiss/", follow=True).status_code == 403
    assert first_run().is_shown
    with pytest.raises(NotAllowed):
        mail_test.request_test(by=alice)


def test_a_job_for_an_account_that_is_gone_sends_nothing(db):
    mail_test.send_test(user_id=User.objects.count() + 1)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_noted(desk, tmp_path):
    call_command("backup", str(tmp_path / "chat.backup"), stdout=StringIO())
    assert "Last backup:" in home(desk)
    assert first_run().site.backed_up_at is not None
