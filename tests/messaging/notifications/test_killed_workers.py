"""Two workers, one of them or all killed: each notification arrives, and is shown once."""

import os
import signal
import time

import pytest

from tests.support.fixtures import LANE_REDIS
from tests.support.processes import children
from tests.support.push_service import open_service

WORKERS = 2 if LANE_REDIS else 1


@pytest.fixture(scope="module")
def push_service(tmp_path_factory):
    with open_service(tmp_path_factory.mktemp("push")) as service:
        yield service


@pytest.fixture(scope="module")
def site(make_server, push_service):
    env = {
        "OUTGOING_PRIVATE_ADDRESSES": "true",
        "SSL_CERT_FILE": str(push_service.certificate),
        "NOTIFY_AFTER_S": "0",
    }
    return make_server(env=env, workers=WORKERS)


@pytest.fixture(scope="module")
def people(site, push_service):
    alice, bob = site.register("Alice"), site.register("Bob")
    room = alice.post("/direct", json={"user_ids": [bob.user["id"]]}).json()["room"]
    for name in ("phone", "desktop"):
        given = push_service.browser(name).subscription
        assert bob.post("/auth/push", json={"subscription": given, "label": name}).status_code == 201
    return alice, bob, room["id"]


def wait_for_all(service, wanted, within_s=60):
    """Wait until each device was sent the newest message, and return all that it was sent."""
    deadline = time.monotonic() + within_s
    while True:
        assert service.problems == []
        newest = {one.path: one.data["body"] for one in service.received if one.data["kind"] == "message"}
        if set(newest.values()) == {wanted} and len(newest) == 2:
            return list(service.received)
        assert time.monotonic() < deadline, newest
        time.sleep(0.05)


def test_each_notification_is_sent_once(site, push_service, people):
    alice, bob, room_id = people
    alice.post(f"/rooms/{room_id}/messages", json={"content": "one"})
    received = wait_for_all(push_service, "one")
    time.sleep(3)  # in which another process would send it again
    assert len(push_service.received) == len(received) == 2
    message = alice.get(f"/rooms/{room_id}/messages").json()["messages"][-1]
    bob.post(f"/rooms/{room_id}/read", json={"seq": message["seq"]})
    deadline = time.monotonic() + 30
    while len(push_service.received) < 4:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert [one.data["kind"] for one in push_service.received[2:]] == ["read", "read"]


def test_killed_between_decision_and_sending_it_arrives_and_replaces_itself(site, push_service, people):
    alice, _bob, room_id = people
    push_service.received.clear()
    push_service.takes_s = 2.0  # so that the kill comes while a request is under way
    before = len(push_service.requests)
    alice.post(f"/rooms/{room_id}/messages", json={"content": "two"})
    deadline = time.monotonic() + 30
    while not push_service.at_once:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if WORKERS > 1:
        for pid in children(site.process.pid):
            os.kill(pid, signal.SIGKILL)
    else:
        site.kill()
    push_service.takes_s = 0.0
    site.run(
        "from chatsite.models import Job; from django.utils import timezone;"
        "Job.objects.filter(kind='push_news').update(due_at=timezone.now())"
    )  # the lease of the dead process would end in five minutes
    if WORKERS == 1:
        site.start()
    received = wait_for_all(push_service, "two")
    assert len(push_service.requests) > before
    assert len({one.topic for one in received}) == 1
    assert {one.data["tag"] for one in received} == {f"room-{room_id}"}
