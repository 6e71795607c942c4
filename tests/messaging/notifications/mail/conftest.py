"""What these tests share: a clock that they set, and a site that can send mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from chatsite.jobs.queue import Lane, run_due
from messaging.notifications.mail.sending import look
from tests.support.clock import VirtualClock, clock

__all__ = ["clock"]

SITE = "https://chat.example.org"


@pytest.fixture(autouse=True)
def _site(settings: object) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def pass_by(clock: VirtualClock, db: None) -> Callable[..., list[mail.EmailMessage]]:
    """Return a function that lets time pass (``minutes=31``), as a server does, and returns the mail of that time."""
    look(clock.now)

    def run(**parts: float) -> list[mail.EmailMessage]:
        before, length = len(mail.outbox), timedelta(**parts)
        end, step = clock.now + length, timedelta(minutes=1 if length < timedelta(minutes=90) else 10)
        while clock.now < end:
            clock.now = min(end, clock.now + step)
            look(clock.now)
            run_due(clock.now, lane=Lane.MAIL)
        return mail.outbox[before:]

    return run
