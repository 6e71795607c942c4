"""Choosing what to be notified of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.upkeep.personal_data import kinds
from chatsite.text.times import timestamp
from messaging.notifications import keys
from messaging.notifications.models import NotificationSettings, PushKeys

JSON = "application/json"
PATH = "/auth/notifications"
AT_FIRST = {
    "push_for": ["mentions", "direct"],
    "mail_for": ["mentions", "direct"],
    "mail_after_s": 1800,
    "quiet_from": None,
    "quiet_to": None,
    "time_zone": "",
    "sound": True,
    "paused_until": None,
}


@pytest.fixture
def client(bob, signed_in):
    return signed_in(bob)


def put(client, **changes):
    return client.put(PATH, changes, JSON)


def test_everyone_begins_with_mentions_and_direct_messages(client, settings):
    answer = client.get(PATH).json()
    assert answer["notifications"] == AT_FIRST
    assert answer["silence"] is None
    assert answer["push_available"] is True
    assert len(keys.decoded(answer["push_key"])) == 65
    assert answer["push_key"] == client.get(PATH).json()["push_key"]
    assert not NotificationSettings.objects.exists()


def test_what_is_named_changes_and_the_rest_stays(client):
    chosen = {"push_for": ["everything"], "mail_for": [], "mail_after_s": 60, "sound": False}
    assert put(client, **chosen).json()["notifications"] == AT_FIRST | chosen
    assert put(client, push_for=["nothing"]).json()["notifications"] == AT_FIRST | chosen | {"push_for": []}
    assert put(client).json() == client.get(PATH).json()
    night = {"quiet_from": "22:00", "quiet_to": "07:30", "time_zone": "Europe/Berlin"}
    assert put(client, **night).json()["notifications"].items() >= night.items()
    cleared = put(client, quiet_from=None, quiet_to=None).json()["notifications"]
    assert (cleared["quiet_from"], cleared["quiet_to"], cleared["time_zone"]) == (None, None, "Europe/Berlin")


def test_a_pause_says_until_when_and_can_be_ended(client):
    until = timestamp(timezone.now() + timedelta(hours=1))
    answer = put(client, paused_until=until).json()
    assert answer["notifications"]["paused_until"] == until
    assert answer["silence"] == {"reason": "paused", "until": until}
    answer = put(client, paused_until=None).json()
    assert (answer["notifications"]["paused_until"], answer["silence"]) == (None, None)
    put(client, paused_until=timestamp(timezone.now() - timedelta(seconds=1)))
    assert client.get(PATH).json()["notifications"]["paused_until"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"push_for": "mentions"},
        {"push_for": ["mention"]},
        {"push_for": [1]},
        {"push_for": ["nothing", "direct"]},
        {"mail_for": {"mentions": True}},
        {"mail_after_s": 59},
        {"mail_after_s": 7 * 86_400 + 1},
        {"mail_after_s": "60"},
        {"quiet_from": "22:00"},
        {"quiet_to": "22:00"},
        {"quiet_from": "22:00", "quiet_to": "22:00"},
        {"quiet_from": "24:00", "quiet_to": "07:00"},
        {"quiet_from": "7:00", "quiet_to": "08:00"},
        {"quiet_from": "٢٢:٠٠", "quiet_to": "07:00"},
        {"quiet_from": 22, "quiet_to": 7},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "x" * 65},
        {"sound": 1},
        {"paused_until": "tomorrow"},
        {"paused_until": "2026-11-26T00:00:00"},
        {"unknown": 1},
        [],
    ],
)
def test_bad_input_changes_nothing(client, body):
    assert client.put(PATH, body, JSON).status_code == 400
    assert client.get(PATH).json()["notifications"] == AT_FIRST


def test_without_web_push_there_is_no_key(client, settings):
    settings.WEB_PUSH = False
    answer = client.get(PATH).json()
    assert (answer["push_available"], answer["push_key"]) == (False, None)
    assert not PushKeys.objects.exists()


@pytest.mark.django_db
def test_keys_that_do_not_open_are_made_again(settings):
    before = keys.public_key()
    settings.SECRET_KEY = "another-secret-key-that-is-long-enough-to-be-one"
    after = keys.public_key()
    assert before != after == keys.encoded(keys.point(keys.private_key().public_key()))
    assert PushKeys.objects.count() == 1


def test_the_stored_key_is_locked(client):
    client.get(PATH)
    row = PushKeys.objects.get()
    secret = f"{keys.private_key().private_numbers().private_value:064x}"
    assert secret not in row.locked_private_key


def test_choices_are_exported_and_erased(client, bob):
    put(client, push_for=["direct"])
    kind = next(one for one in kinds() if one.name == "notification_settings")
    assert list(kind.export(bob)) == [AT_FIRST | {"push_for": ["direct"]}]
    assert sum(kind.erase(bob, True)) == 1
    assert list(kind.export(bob)) == []
