"""POST /feedback, and the mail about it."""

import pytest
from django.core import mail

from chatsite.jobs.queue import run_due
from chatsite.models import Job
from feedback.models import Feedback
from tests.accounts.conftest import Caller


def test_a_visitor_gives_feedback(visitor):
    body = {"content": " It works.\r\nMostly. ", "category": "bug", "email": "zoe@example.org"}
    status, answer = visitor.call("POST", "/feedback", body)
    feedback = Feedback.objects.get()
    assert (status, answer["feedback"]["id"]) == (201, feedback.pk)
    assert answer["feedback"]["created_at"].endswith("Z")
    assert (feedback.content, feedback.category, feedback.email, feedback.user) == (
        " It works.\nMostly. ",
        "bug",
        "zoe@example.org",
        None,
    )


def test_feedback_is_linked_to_the_account(signed_in, alice):
    assert signed_in(alice).call("POST", "/feedback", {"content": "Nice"})[0] == 201
    feedback = Feedback.objects.get()
    assert (feedback.user, feedback.category, feedback.reply_address) == (alice, "other", "alice@example.org")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("content", " \n\u200b"),
        ("content", "x" * 4001),
        ("content", 5),
        ("content", "\x00"),
        ("content", None),
        ("category", "praise"),
        ("email", "nowhere"),
        ("email", "a@b.org\nBcc: victim@example.org"),
        ("subject", "x"),
    ],
)
def test_a_wrong_field_is_named(visitor, field, value):
    status, answer = visitor.call("POST", "/feedback", {"content": "Nice", field: value})
    assert (status, list(answer["error"]["fields"])) == (400, [field])
    assert not Feedback.objects.exists()


def test_who_fills_in_the_trap_is_answered_and_forgotten(visitor):
    status, answer = visitor.call("POST", "/feedback", {"content": "Buy now", "website": "https://spam.example"})
    assert (status, list(answer["feedback"])) == (201, ["id", "created_at"])
    assert not Feedback.objects.exists()


def test_visitors_of_one_address_are_limited_and_people_each(visitor, signed_in, alice):
    statuses = [visitor.call("POST", "/feedback", {"content": str(n)})[0] for n in range(11)]
    assert statuses == [201] * 10 + [429]
    assert Caller("198.51.100.4").call("POST", "/feedback", {"content": "me too"})[0] == 201
    assert signed_in(alice).call("POST", "/feedback", {"content": "me too"})[0] == 201


def test_other_methods_and_kinds_of_body_are_refused(visitor):
    assert visitor.call("GET", "/feedback")[0] == 405
    assert visitor.raw("POST", "/feedback", "x", "text/plain").status_code == 415
    assert visitor.raw("POST", "/feedback", '{"content": ').status_code == 400
    assert visitor.raw("POST", "/feedback", "content=Hello", "application/x-www-form-urlencoded").status_code == 201
    as_form = visitor.raw("POST", "/feedback", '{"content": "Hello"}', "application/x-www-form-urlencoded")
    assert (as_form.status_code, as_form.json()["error"]["message"]) == (
        415,
        "Send JSON, with Content-Type: application/json.",
    )


def test_administrators_can_simply_answer_the_mail(visitor, ada, alice):
    content = "Line one & <two>\nBcc: victim@example.org"
    visitor.call("POST", "/feedback", {"content": content, "email": "zoe@example.org", "category": "idea"})
    assert mail.outbox == []
    run_due()
    (message,) = mail.outbox
    assert (message.to, message.reply_to, message.bcc) == (["ada@example.org"], ["zoe@example.org"], [])
    assert "Idea" in message.subject
    assert content in message.body


def test_the_operators_addresses_come_from_the_settings_first(visitor, ada, settings):
    settings.ADMIN_EMAILS = ["team@example.org"]
    visitor.call("POST", "/feedback", {"content": "Nice"})
    run_due()
    assert mail.outbox[0].to == ["team@example.org"]


def test_without_anyone_to_tell_feedback_is_only_stored(visitor):
    visitor.call("POST", "/feedback", {"content": "Nice"})
    assert run_due() == 1
    assert (mail.outbox, Job.objects.count(), Feedback.objects.count()) == ([], 0, 1)


def test_without_a_mail_server_nothing_waits(visitor, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    visitor.call("POST", "/feedback", {"content": "Nice"})
    assert (Job.objects.count(), Feedback.objects.count()) == (0, 1)


def test_a_mail_server_that_is_down_loses_nothing(visitor, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert visitor.call("POST", "/feedback", {"content": "Nice"})[0] == 201
    run_due()
    job = Job.objects.get()
    assert "refused" in job.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_due(job.due_at)
    assert (len(mail.outbox), Job.objects.count()) == (1, 0)


@pytest.mark.parametrize("query", ["ÜBERALL", "VISITOR@example", "ALICE@example"])
def test_administrators_find_it_whatever_the_case(signed_in, ada, alice, query):
    Feedback.objects.create(content="Überall gut", email="visitor@example.com", user=alice)
    Feedback.objects.create(content="Unrelated")
    page = signed_in(ada).http.get("/admin/feedback/feedback/", {"q": query}).content.decode()
    assert "Überall gut" in page
    assert "Unrelated" not in page
