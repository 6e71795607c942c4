"""A message whose transaction commits long after later ones is pushed and mailed as any other."""

import pytest

from messaging.notifications.mail.marking import LONGEST_SILENCE
from messaging.notifications.mail.models import MailCursor, MissedMail
from messaging.notifications.mail.sending import look
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.messaging.notifications.late import written_late
from tests.support.clock import VirtualClock, clock
from tests.support.conversation import say

__all__ = ["clock"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow(alice, bob):
    """Return the room of the message that is late."""
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])


@pytest.fixture
def quick(charlie, bob):
    """Return the room of a message that is written after it, and is there before it."""
    return Room.objects.get(pk=open_direct(by=charlie, user_ids=[bob.pk]).room["id"])


def test_it_is_pushed(pushing, slow, quick, alice, bob, charlie):
    pushing.device(bob, "phone")
    with written_late(alice, slow) as commit:
        say(charlie, quick, "in time")
        assert [one.data["body"] for one in pushing.pass_time(after_s=8)] == ["in time"]
        assert pushing.pass_time(after_s=90) == []
        commit()
        assert [one.data["body"] for one in pushing.pass_time()] == ["late"]
        assert pushing.pass_time() == []


def test_it_is_mailed(slow, quick, alice, bob, charlie, clock: VirtualClock, settings):
    settings.SITE_URL = "https://chat.example.org"
    look(clock.now)
    with written_late(alice, slow) as commit:
        say(charlie, quick, "in time")
        look(clock.pass_by(minutes=1, seconds=1))
        assert MissedMail.objects.exclude(due_at=None).count() == 1
        MissedMail.objects.all().delete()
        look(clock.pass_by(seconds=100))
        assert not MissedMail.objects.exists()
        commit()
        look(clock.pass_by(minutes=1))
        assert MissedMail.objects.get().user == bob


def test_what_was_rolled_back_costs_one_write_when_it_is_abandoned(quick, slow, alice, charlie, clock, settings):
    settings.SITE_URL = "https://chat.example.org"
    look(clock.now)
    with written_late(alice, slow):
        say(charlie, quick)
        look(clock.pass_by(minutes=2))
        assert MailCursor.objects.get().message_gaps
        look(clock.pass_by(minutes=2, seconds=1))
        cursor = MailCursor.objects.get()
        assert (cursor.message_gaps, cursor.looked_at) == ([], clock.now)
        look(clock.pass_by(minutes=30))
        assert MailCursor.objects.get().looked_at == cursor.looked_at < clock.now - LONGEST_SILENCE / 3
