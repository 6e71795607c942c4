"""Browsers that receive notifications."""

import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.security.sessions import end_sessions
from accounts.upkeep.personal_data import kinds
from messaging.notifications import keys
from messaging.notifications.devices import MAX_DEVICES, devices_of
from messaging.notifications.models import PushSubscription

JSON = "application/json"
PATH = "/auth/push"


def subscription(number: int = 1, **fields):
    """Return what a browser would send."""
    point = keys.point(ec.generate_private_key(ec.SECP256R1()).public_key())
    return {
        "endpoint": f"https://push.example.net/{number}",
        "expirationTime": None,
        "keys": {"p256dh": keys.encoded(point), "auth": keys.encoded(os.urandom(16))},
        **fields,
    }


def subscribe(client, given=None, **fields):
    return client.post(PATH, {"subscription": given or subscription(), **fields}, JSON)


def listed(client):
    return client.get(PATH).json()["devices"]


def test_a_browser_subscribes_once(bob, signed_in):
    client = signed_in(bob)
    answer = subscribe(client, label="Firefox on Linux")
    assert answer.status_code == 201
    device = answer.json()["device"]
    assert (device["label"], device["current"], device["last_success_at"], device["last_error"]) == (
        "Firefox on Linux",
        True,
        None,
        "",
    )
    assert subscribe(client).json()["device"] == device  # without a label it keeps the one that it has
    assert listed(client) == [device]
    assert "push.example.net" not in json.dumps(listed(client))


def test_each_device_knows_itself(bob, signed_in):
    phone, desktop = signed_in(bob), signed_in(bob)
    subscribe(phone, subscription(1))
    subscribe(desktop, subscription(2))
    assert sorted(one["current"] for one in listed(phone)) == [False, True]
    ours = next(one["id"] for one in listed(phone) if one["current"])
    assert next(one["id"] for one in listed(desktop) if not one["current"]) == ours


def test_a_device_is_revoked_by_its_person_only(bob, alice, signed_in):
    device_id = subscribe(signed_in(bob)).json()["device"]["id"]
    assert signed_in(alice).delete(f"{PATH}/{device_id}").status_code == 404
    assert signed_in(bob).delete(f"{PATH}/{device_id}").status_code == 204
    assert signed_in(bob).delete(f"{PATH}/{device_id}").status_code == 404
    assert listed(signed_in(bob)) == []


def test_a_browser_goes_over_to_who_signs_in_there(bob, alice, signed_in):
    given = subscription()
    subscribe(signed_in(bob), given, label="Kitchen")
    subscribe(signed_in(alice), given)
    assert listed(signed_in(bob)) == []
    assert len(listed(signed_in(alice))) == 1
    assert PushSubscription.objects.count() == 1


def test_signing_out_ends_it(bob, signed_in):
    client, other = signed_in(bob), signed_in(bob)
    subscribe(client)
    client.post("/auth/logout", {}, JSON)
    assert listed(other) == []
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("end", ["everywhere", "deactivated"])
def test_the_end_of_all_sessions_ends_it(bob, signed_in, end):
    subscribe(signed_in(bob))
    if end == "everywhere":
        end_sessions(bob)
    else:
        bob.is_active = False
        bob.save()
    assert devices_of(bob) == []


def test_the_device_unused_for_longest_gives_way(bob, signed_in):
    client = signed_in(bob)
    ids = [subscribe(client, subscription(number)).json()["device"]["id"] for number in range(MAX_DEVICES + 2)]
    assert {one["id"] for one in listed(client)} == set(ids[2:])


def test_without_web_push_none_subscribes(bob, signed_in, settings):
    settings.WEB_PUSH = False
    assert subscribe(signed_in(bob)).status_code == 403


OFF_THE_CURVE = keys.encoded(b"\x04" + b"\x01" * 64)


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        "https://push.example.net/1",
        {"endpoint": "https://push.example.net/1"},
        subscription(endpoint="http://push.example.net/1"),
        subscription(endpoint="https://user:secret@push.example.net/1"),
        subscription(endpoint="https://push.example.net/1#part"),
        subscription(endpoint="https://push.example.net/a b\n"),
        subscription(endpoint="https://push.example.net:99999/"),
        subscription(endpoint="https://[::1/"),
        subscription(endpoint="https:///path"),
        subscription(endpoint="https://push.example.net/" + "x" * 2_000),
        subscription(keys={"p256dh": "x", "auth": keys.encoded(bytes(16))}),
        subscription(keys={"p256dh": OFF_THE_CURVE, "auth": keys.encoded(bytes(16))}),
        subscription(keys=subscription()["keys"] | {"auth": keys.encoded(bytes(15))}),
        subscription(keys=subscription()["keys"] | {"auth": "é" * 22}),
        subscription(keys=subscription()["keys"] | {"other": ""}),
        subscription(other=1),
    ],
)
def test_what_is_no_subscription_is_refused(bob, signed_in, given):
    answer = signed_in(bob).post(PATH, {"subscription": given}, JSON)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["subscription"]
    assert not PushSubscription.objects.exists()


def test_devices_are_exported_by_name_and_erased(bob, signed_in):
    subscribe(signed_in(bob), label="Firefox")
    kind = next(one for one in kinds() if one.name == "push_devices")
    (record,) = kind.export(bob)
    assert record["label"] == "Firefox"
    assert record.keys() == {"label", "created_at", "last_success_at"}
    assert sum(kind.erase(bob, False)) == 1
    assert not PushSubscription.objects.exists()
