"""What operators see of it, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.upkeep.erasing import erase
from accounts.upkeep.personal_data import kinds
from chatsite.doctor.findings import Level
from chatsite.jobs.queue import Lane, run_due
from messaging.notifications.deciding import Wanted
from messaging.notifications.mail.finding import find
from messaging.notifications.mail.models import MailCursor, MailedRoom, MissedMail
from messaging.notifications.mail.sending import look
from messaging.notifications.mail.watching import examine
from rooms.direct.services import open_direct
from rooms.memberships import join_room
from rooms.models import Room
from rooms.services import create_room
from tests.support.conversation import say
from tests.support.processes import free_port


@pytest.fixture
def chat(alice, bob):
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])


@pytest.fixture(autouse=True)
def _nowhere(settings):
    """Have the site at an address at which nothing answers."""
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"


def found():
    return [(one.level, one.sentence) for one in examine()]


def test_the_doctor_says_that_it_is_off_without_a_mail_server(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert found() == [(Level.FINE, "Email for missed messages is off: it needs EMAIL_URL and SITE_URL.")]


def test_the_doctor_finds_mail_that_is_overdue(chat, alice, clock, pass_by):
    assert found() == [(Level.FINE, "Email for missed messages is on, and none is overdue.")]
    say(alice, chat)
    pass_by(minutes=5)
    clock.pass_by(hours=1)
    assert found() == [(Level.WRONG, "Email for missed messages is overdue for 1 people.")]


def test_the_doctor_finds_mail_that_was_refused(bob, clock):
    MissedMail.objects.create(user=bob, failures=3, last_error="PermanentFailure: 550 no such user")
    [(level, sentence)] = found()
    assert level == Level.DOUBTFUL
    assert sentence.endswith("1 people; such as: PermanentFailure: 550 no such user")


def test_the_doctor_sends_what_mail_programs_send(db, live_server, settings):
    settings.SITE_URL = live_server.url
    assert [level for level, _sentence in found()] == [Level.WRONG]  # Django's own server is another program than ours


def test_export_has_when_mail_was_sent_and_erasing_forgets_it(chat, alice, bob, pass_by):
    say(alice, chat)
    assert len(pass_by(minutes=40)) == 1
    [kind] = [kind for kind in kinds() if kind.name == "missed_mail"]
    mail, room = kind.export(bob)
    assert (mail["sent"], mail["next_at"]) == (1, None)
    assert room["room_id"] == chat.pk
    list(erase(bob, words=False))
    assert not MissedMail.objects.exists()
    assert not MailedRoom.objects.exists()


def test_a_site_where_no_one_says_anything_writes_nothing(chat, alice, clock, pass_by):
    pass_by(minutes=10)
    with CaptureQueriesContext(connection) as captured:
        pass_by(minutes=20)
    assert {one["sql"].split()[0] for one in captured} == {"SELECT"}
    assert MailCursor.objects.get().looked_at < clock.now - timedelta(minutes=20)


def statements(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_marking_takes_as_many_queries_for_a_crowd_as_for_one(room, alice, bob, make_user, clock, pass_by):
    def speak_and_look():
        say(alice, room, "<@room> hello")
        look(clock.pass_by(minutes=2))
        return statements(lambda: look(clock.pass_by(minutes=2)))

    speak_and_look()  # after this nothing is looked for between the ids that other tests took back
    first = speak_and_look()
    for number in range(30):
        join_room(room_id=room.pk, by=make_user(f"Guest{number}"))
    assert speak_and_look() == first
    assert MissedMail.objects.filter(due_at__isnull=False).count() == 31


@pytest.mark.parametrize("wanted", [Wanted.MENTIONS | Wanted.DIRECT, Wanted.EVERYTHING])
def test_finding_takes_as_many_queries_for_two_hundred_rooms_as_for_one(room, alice, bob, wanted):
    def found_in(rooms):
        for one in rooms:
            say(alice, one, f"<@{bob.pk}> here")
        return statements(lambda: find(bob, wanted))

    first = found_in([room])
    others = [create_room(by=alice, name=f"Room {number}") for number in range(140)]
    for one in others:
        join_room(room_id=one.pk, by=bob)
    assert found_in(others) == first
    assert len({one.room_id for one in find(bob, wanted).found}) == 141


def test_a_crowd_is_mailed_in_one_run_over_few_connections(room, alice, make_user, clock, pass_by, mailoutbox):
    for number in range(45):
        join_room(room_id=room.pk, by=make_user(f"Guest{number}"))
    say(alice, room, "<@room> dinner")
    pass_by(minutes=25)
    look(clock.pass_by(minutes=10))
    assert run_due(clock.now, lane=Lane.MAIL) == 1
    assert len(mailoutbox) == 46
