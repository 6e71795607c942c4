"""Times in mail are written as their reader writes hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from messaging.notifications.mail.summary import in_words
from messaging.notifications.models import NotificationSettings
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.support.conversation import say

AT = datetime(2026, 6, 10, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "clock", "expected"),
    [
        ("en", "auto", "10 Jun 2026, 14:05"),
        ("en", "12", "10 Jun 2026, 2:05 PM"),
        ("en", "24", "10 Jun 2026, 14:05"),
        ("de", "auto", "10. Juni 2026 14:05"),
        ("de", "12", "10. Juni 2026 2:05 nachm."),
        ("de", "24", "10. Juni 2026 14:05"),
        ("ko", "24", "2026년 6월 10일 14:05"),
        ("fi", "12", "10. kesäkuuta 2026 kello 2:05 IP"),
        ("vi", "12", "2:05 chiều Ngày 10 tháng 6 năm 2026"),
    ],
)
def test_hours_are_written_as_was_chosen(language, clock, expected):
    with translation.override(language), timezone.override(ZoneInfo("Europe/Berlin")):
        assert in_words(AT, clock) == expected


def test_utc_is_named():
    assert in_words(AT, "24") == "10 Jun 2026, 12:05 UTC"


@pytest.mark.parametrize(("hours", "expected"), [("12", "2:00 PM"), ("24", "14:00")])
def test_a_mail_has_the_hours_of_its_reader(alice, bob, pass_by, hours, expected):
    chat = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])
    NotificationSettings.objects.create(user=bob, time_zone="Europe/Berlin")
    bob.clock = hours
    bob.save()
    say(alice, chat)
    (mail,) = pass_by(minutes=40)
    assert f"10 Jun 2026, {expected}" in mail.body
