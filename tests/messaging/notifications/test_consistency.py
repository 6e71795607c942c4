"""``check_data`` finds what keeps people from being notified."""

import io
from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from chatsite.db.consistency import Finding
from messaging.notifications.choosing import choose
from messaging.notifications.consistency import check_notifications
from messaging.notifications.deciding import WANTED_AT_FIRST
from messaging.notifications.devices import endpoint_hash
from messaging.notifications.mail.models import MailCursor, MailedRoom, MissedMail
from messaging.notifications.models import NotificationSettings, Notified, Notifier, PushSubscription
from tests.support.conversation import say

ENDPOINT = "https://push.example.org/1"
LATER = timezone.now() + timedelta(days=400)


def store_device(user, hashed: str) -> None:
    PushSubscription.objects.create(user=user, session_hash="x", endpoint=ENDPOINT, endpoint_hash=hashed)


@pytest.fixture
def stored(room, alice, bob):
    """Store what people have who are notified of something, all of it sound."""
    said = say(alice, room, f"<@{bob.pk}> look")
    choose(by=bob, changes={"quiet_from": time(22), "quiet_to": time(7), "time_zone": "Europe/Berlin"})
    store_device(bob, endpoint_hash(ENDPOINT))
    now, version = timezone.now(), said["version"]
    Notifier.objects.create(leased_until=now)
    MailCursor.objects.create(looked_at=now)
    MissedMail.objects.create(user=bob, due_at=now + timedelta(days=7), mailed_at=now)
    MailedRoom.objects.create(user=bob, room=room, version=version)
    Notified.objects.create(
        user=bob, room=room, seq=said["seq"], version=version, pushed_version=version, pushed_at=now, to="mention"
    )


def findings() -> list[Finding]:
    return [finding for part in check_notifications() for finding in part]


def repair() -> None:
    for finding in findings():
        finding.repair()


def test_what_is_sound_is_not_found(stored):
    assert findings() == []


@pytest.mark.parametrize(
    ("model", "fields", "sentence"),
    [
        (NotificationSettings, {"quiet_to": None}, "quiet hours have no"),
        (NotificationSettings, {"quiet_from": None}, "quiet hours have no"),
        (NotificationSettings, {"quiet_from": time(7)}, "quiet hours have no"),
        (NotificationSettings, {"push_for": 8}, "something unknown (push_for)"),
        (NotificationSettings, {"mail_for": 9}, "something unknown (mail_for)"),
        (NotificationSettings, {"mail_after_s": 0}, "a time that can't be chosen"),
        (NotificationSettings, {"time_zone": "Europe/Atlantis"}, "an unknown time zone"),
        (PushSubscription, {"endpoint_hash": "0" * 64}, "is not found by its address"),
        (Notified, {"version": 10_000}, "do not exist"),
        (Notified, {"seq": 10_000}, "do not exist"),
        (Notified, {"pushed_version": 10_000}, "do not exist"),
        (Notified, {"pushed_at": LATER}, "do not exist"),
        (Notified, {"to": "unknown"}, "do not exist"),
        (MailedRoom, {"version": 10_000}, "mailed more of a room"),
        (MissedMail, {"due_at": LATER}, "until a time far away"),
        (MissedMail, {"mailed_at": LATER}, "until a time far away"),
        (MailCursor, {"looked_at": LATER}, "in the future"),
        (Notifier, {"leased_until": LATER}, "whose clock was wrong"),
    ],
)
def test_what_keeps_people_from_being_notified_is_found_and_repaired(stored, model, fields, sentence):
    model.objects.update(**fields)
    (finding,) = findings()
    assert sentence in finding.what
    finding.repair()
    assert findings() == []


def test_the_command_repairs_it(stored):
    NotificationSettings.objects.update(push_for=200)
    with pytest.raises(CommandError, match="1 findings"):
        call_command("check_data", stdout=io.StringIO())
    call_command("check_data", "--repair", stdout=io.StringIO())
    assert findings() == []


def test_choices_are_repaired_to_those_of_the_beginning_or_to_nothing(stored, bob):
    NotificationSettings.objects.update(push_for=200, quiet_to=None)
    repair()
    row = NotificationSettings.objects.get(user=bob)
    assert (row.push_for, row.mail_for, row.quiet_from) == (WANTED_AT_FIRST, WANTED_AT_FIRST, None)


def test_of_two_devices_with_one_address_the_one_that_is_not_found_goes(stored, alice):
    kept = PushSubscription.objects.get()
    store_device(alice, "0" * 64)
    repair()
    assert (PushSubscription.objects.get(), endpoint_hash(kept.endpoint)) == (kept, kept.endpoint_hash)
