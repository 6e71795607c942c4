"""Mail servers that refuse, are gone or are slow to say so: people stay due, and get no mail twice in an hour."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from chatsite.jobs import mail
from chatsite.models import Job
from messaging.notifications.deciding import Wishes
from messaging.notifications.mail.concerning import missed_by
from messaging.notifications.mail.delivering import Attempt, deliver
from messaging.notifications.mail.models import MissedMail
from messaging.reading.services import mark_read
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.support.conversation import say


class Server(EmailBackend):
    """Fails with the next emails, in order, and then takes them."""

    failures: list[Exception] = []

    def send_messages(self, messages):
        failure = Server.failures.pop(0) if Server.failures else None
        if not failure or isinstance(failure, Killed):
            super().send_messages(messages)
        if failure:
            raise failure


class Killed(BaseException):
    """The process ends here, with the mail taken."""


@pytest.fixture
def failures(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.failures = []
    yield Server.failures
    Server.failures = []


@pytest.fixture
def chat(alice, bob):
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])


def refused(code):
    return SMTPRecipientsRefused({"bob@example.org": (code, b"no")})


def test_a_server_that_is_gone_for_a_while_loses_no_mail(chat, alice, failures, pass_by):
    say(alice, chat, "kept")
    failures += [SMTPServerDisconnected("gone"), ConnectionRefusedError(111, "refused")]
    [sent] = pass_by(minutes=40)
    assert "kept" in sent.body
    assert MissedMail.objects.get().failures == 0
    assert not Job.objects.exists()


def test_a_recipient_who_is_refused_for_now_is_tried_again_and_no_one_else_waits(
    chat, alice, bob, charlie, failures, pass_by
):
    other = Room.objects.get(pk=open_direct(by=alice, user_ids=[charlie.pk]).room["id"])
    say(alice, chat)
    say(alice, other)
    failures.append(refused(451))
    assert sorted(sent.to for sent in pass_by(minutes=40)) == [[bob.email], [charlie.email]]


@pytest.mark.parametrize("failure", [refused(550), ValueError("no address")])
def test_a_recipient_who_is_refused_for_good_is_not_tried_again(chat, alice, bob, failures, pass_by, failure):
    say(alice, chat)
    failures.append(failure)
    assert pass_by(hours=6) == []
    state = MissedMail.objects.get()
    assert (state.due_at, state.failures, state.mailed_at) == (None, 1, None)
    assert "PermanentFailure" in state.last_error
    say(alice, chat, "once more")
    assert [sent.to for sent in pass_by(minutes=40)] == [[bob.email]]


def test_a_mail_that_is_refused_again_and_again_is_tried_less_and_less_often(chat, alice, failures, pass_by):
    say(alice, chat)
    failures += [SMTPDataError(451, b"busy")] * 100
    pass_by(days=1)
    assert 7 < 100 - len(failures) < 16


def test_a_process_that_dies_after_the_server_took_the_mail_sends_it_again_an_hour_later_as_the_same(
    chat, alice, clock, failures, pass_by, mailoutbox
):
    say(alice, chat)
    pass_by(minutes=25)
    failures.append(Killed())
    with pytest.raises(Killed):
        pass_by(minutes=10)
    assert len(mailoutbox) == 1
    first_at = clock.now
    while len(mailoutbox) < 2:
        pass_by(minutes=1)
    assert clock.now - first_at >= timedelta(hours=1)
    assert len({sent.extra_headers["Message-ID"] for sent in mailoutbox}) == 1
    assert pass_by(hours=3) == []


def test_what_was_read_while_the_mail_server_was_down_is_not_mailed(chat, alice, bob, failures, pass_by):
    said = say(alice, chat)
    failures += [SMTPServerDisconnected("gone")] * 9
    assert pass_by(minutes=35) == []
    assert Job.objects.count() == 1
    mark_read(room_id=chat.pk, by=bob, seq=said["seq"])
    assert pass_by(hours=3) == []


def test_two_processes_mail_a_person_once(chat, alice, clock, pass_by, mailoutbox):
    """Both have read that it is due; the second loses the compare-and-set."""
    say(alice, chat)
    pass_by(minutes=25)
    clock.pass_by(minutes=10)
    wishes = Wishes()
    attempts = [
        Attempt(one, missed_by(one.user, wishes.mail_for, clock.now), wishes, clock.now)
        for one in (MissedMail.objects.get(), MissedMail.objects.get())
    ]
    with mail.connected() as server:
        for attempt in attempts:
            deliver(attempt, server)
    assert len(mailoutbox) == 1
