"""Feedback in the admin: worked off, answered by email, taken away as a file."""

import csv
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.jobs.queue import run_due
from chatsite.models import Job
from feedback import services
from feedback.models import Answer, Feedback

LIST = "/admin/feedback/feedback/"


@pytest.fixture
def desk(ada):
    """Return an administrator's browser."""
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def visitors(db):
    return Feedback.objects.create(content="Line <one>\nBcc: x@example.org", email="zoe@example.org", category="bug")


@pytest.fixture
def alices(alice):
    return Feedback.objects.create(content="Nice", user=alice)


def shown(desk, query=""):
    page = desk.get(f"{LIST}?{query}").content.decode()
    return {name for name in ("Line &lt;one&gt;", "Nice") if name in page}


def test_the_list_begins_with_what_is_to_be_done_and_filters(desk, ada, visitors, alices):
    assert shown(desk) == {"Line &lt;one&gt;", "Nice"}
    services.finish(visitors, by=ada)
    services.take(alices, by=ada)
    assert shown(desk) == {"Nice"}
    assert shown(desk, "status=done") == {"Line &lt;one&gt;"}
    assert shown(desk, "status=all&category__exact=bug") == {"Line &lt;one&gt;"}
    assert shown(desk, f"assignee__id__exact={ada.pk}") == {"Nice"}
    assert shown(desk, "status=all&q=ZOE@") == {"Line &lt;one&gt;"}
    assert f"/admin/accounts/user/{alices.user_id}/change/" in desk.get(LIST).content.decode()


def test_it_is_taken_finished_and_handed_on(desk, ada, alice, visitors):
    for action, status in (("take", "in_progress"), ("finish", "done")):
        desk.post(f"{LIST}?status=all", {"action": action, "_selected_action": [visitors.pk]})
        visitors.refresh_from_db()
        assert (visitors.status, visitors.assignee) == (status, ada)
    page = reverse("admin:feedback_feedback_change", args=[visitors.pk])
    desk.post(page, {"status": "in_progress", "assignee": alice.pk, "content": "edited"})
    visitors.refresh_from_db()
    assert (visitors.status, visitors.assignee) == ("done", ada)  # Alice is no administrator
    desk.post(page, {"status": "in_progress", "assignee": "", "content": "edited"})
    visitors.refresh_from_db()
    assert (visitors.status, visitors.assignee, visitors.content[:4]) == ("in_progress", None, "Line")


def test_an_answer_goes_out_by_mail_in_the_background(desk, ada, visitors, settings):
    settings.ADMIN_EMAILS = ["team@example.org"]
    path = reverse("admin:feedback-answer", args=[visitors.pk])
    assert "Line &lt;one&gt;" in desk.get(path).content.decode()
    desk.post(path, {"content": "Thanks\nBcc: victim@example.org", "is_done": "on"})
    assert mail.outbox == []
    assert "waiting to be sent" in desk.get(f"{LIST}{visitors.pk}/change/").content.decode()
    run_due()
    (message,) = mail.outbox
    assert (message.to, message.cc, message.bcc) == (["zoe@example.org"], [], [])
    assert (message.subject, message.reply_to) == (f"Your feedback #{visitors.pk}", ["team@example.org"])
    assert message.body.startswith("Thanks\nBcc: victim@example.org")
    assert "Line <one>" not in message.body, "what a visitor typed goes to no address that they typed"
    visitors.refresh_from_db()
    assert (visitors.status, visitors.assignee) == ("done", ada)
    assert "<strong>Ada</strong>, sent" in desk.get(f"{LIST}{visitors.pk}/change/").content.decode()


def test_nothing_that_people_type_becomes_a_header(ada, visitors, alice):
    services.answer(visitors, by=ada, content="x\r\nBcc: victim@example.org\r\n\r\n.\r\nSubject: spam")
    run_due()
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent["Bcc"] is None
    assert sent.get_all("Subject") == [f"Your feedback #{visitors.pk}"]
    evil = Feedback.objects.create(content="x", email="a@example.org\nBcc: victim@example.org")  # past every form
    services.answer(evil, by=ada, content="x")
    run_due()
    assert len(mail.outbox) == 1
    assert Job.objects.failed().get().attempts == 1  # trying again would not help


def test_a_mail_server_that_is_down_loses_no_answer(ada, visitors, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    services.answer(visitors, by=ada, content="Thanks")
    run_due()
    job = Job.objects.get()
    assert "refused" in job.last_error
    assert Answer.objects.get().sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_due(job.due_at)
    assert (len(mail.outbox), Job.objects.count()) == (1, 0)
    assert Answer.objects.get().sent_at


def test_what_cannot_be_answered_is_refused(desk, ada, alice, visitors, settings):
    nameless = Feedback.objects.create(content="x")
    with pytest.raises(Conflict, match="no address"):
        services.answer(nameless, by=ada, content="x")
    with pytest.raises(NotAllowed):
        services.answer(visitors, by=alice, content="x")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = desk.post(reverse("admin:feedback-answer", args=[visitors.pk]), {"content": "x"}).content.decode()
    assert "No mail server is configured" in page
    assert not Answer.objects.exists()


def test_the_filtered_list_is_a_file_in_which_nothing_is_a_formula(desk, ada, visitors, alices, alice):
    Feedback.objects.create(content='=HYPERLINK("http://evil.example";"x")', email="zoe@example.org")
    alice.name = "@SUM(1)"
    alice.save()
    services.finish(visitors, by=ada)
    answer = desk.get(f"{LIST}download.csv?status=all")
    assert answer["Content-Disposition"] == 'attachment; filename="feedback.csv"'
    rows = list(csv.DictReader(answer.getvalue().decode().splitlines(keepends=True)))
    assert [row["content"] for row in rows] == [visitors.content, "Nice", '\'=HYPERLINK("http://evil.example";"x")']
    assert rows[1]["name"] == "'@SUM(1)"
    assert rows[0]["status"] == "done"
    todo = list(csv.DictReader(desk.get(f"{LIST}download.csv").getvalue().decode().splitlines(keepends=True)))
    assert len(todo) == 2


def test_no_one_else_sees_any_of_it(alice, visitors):
    client = Client()
    client.force_login(alice)
    for path in (LIST, f"{LIST}download.csv", reverse("admin:feedback-answer", args=[visitors.pk])):
        assert client.get(path).status_code in {302, 403}
