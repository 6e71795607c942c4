"""Mail for what was missed is a channel too: nothing marked is in that of an outsider."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from chatsite.jobs.queue import Lane, run_due
from messaging.notifications.deciding import Wanted
from messaging.notifications.mail.sending import look
from messaging.notifications.models import NotificationSettings
from tests.leaks.world import ANSWER, DIRECT, FORWARD, GROUP, NAME, World, marks_in
from tests.support.clock import VirtualClock, clock

__all__ = ["clock"]


@pytest.fixture
def mails(settings: Any, clock: VirtualClock, request: pytest.FixtureRequest) -> Callable[[], dict[str, str]]:
    """Return a function that mails everyone everything that they missed in the marked rooms, by address."""
    settings.SITE_URL = "https://chat.example.org"
    request.getfixturevalue("db")
    look(clock.now)
    request.getfixturevalue("world")

    def sent() -> dict[str, str]:
        for user in User.objects.all():
            NotificationSettings.objects.create(user=user, mail_for=int(Wanted.EVERYTHING), mail_after_s=60)
        for _ in range(6):
            look(clock.pass_by(minutes=2))
            run_due(clock.now, lane=Lane.MAIL)
        return {one.to[0]: str(one.message()) + one.body + str(one.alternatives) for one in mail.outbox}

    return sent


def test_no_outsider_is_mailed_a_mark_and_members_are(mails, world: World):
    by_address = mails()
    for person in world.outsiders.values():
        assert marks_in(by_address.get(person.email, "")) == []
    marks = marks_in(by_address[world.alice.email] + by_address[world.bob.email])
    assert {NAME, ANSWER, FORWARD, DIRECT, GROUP} <= set(marks)


def test_a_link_names_no_room_that_is_not_for_the_reader(mails, world: World):
    by_address = mails()
    hidden = {str(world.room.pk), str(world.direct_id), str(world.group_id)}
    for person in world.outsiders.values():
        assert not hidden & set(re.findall(r"/rooms/(\d+)/", by_address.get(person.email, "")))
