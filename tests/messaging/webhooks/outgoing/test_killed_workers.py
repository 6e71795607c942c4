"""Two workers, one of them killed while the receiver has a change that is not recorded as sent."""

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.fixtures import LANE_REDIS
from tests.support.processes import children
from tests.support.webhook_receiver import open_receiver

WORKERS = 2 if LANE_REDIS else 1


@pytest.fixture(scope="module")
def receiver(tmp_path_factory):
    with open_receiver(tmp_path_factory.mktemp("receiver")) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(make_server, receiver):
    env = {"OUTGOING_PRIVATE_ADDRESSES": "true", "SSL_CERT_FILE": str(receiver.service.certificate)}
    return make_server(env=env, workers=WORKERS)


def process_that_has(port, pids):
    """Return the process whose connection leaves from ``port``."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    (inode,) = (row[9] for row in rows if int(row[1].partition(":")[2], 16) == port)
    return next(pid for pid in pids if has_open(pid, f"socket:[{inode}]"))


def has_open(pid, name):
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            if str(descriptor.readlink()) == name:
                return True
    return False


def test_a_change_that_was_not_recorded_comes_again_under_its_id_and_in_order(site, receiver):
    alice = site.register("Alice")
    room = alice.post("/rooms", json={"name": "Builds"}).json()["room"]
    wanted = {"room_id": room["id"], "name": "CI", "url": f"{receiver.origin}/hook", "events": ["new_message"]}
    receiver.secrets["/hook"] = alice.post("/outgoing-webhooks", json=wanted).json()["webhook"]["secret"]
    taken, has_come, is_killed = [], threading.Event(), threading.Event()

    def take_and_wait(handler):
        receiver.instead = None
        taken.append((handler.headers["Chatsite-Delivery"], handler.client_address[1]))
        has_come.set()
        is_killed.wait(60)

    def say(text):
        assert alice.post(f"/rooms/{room['id']}/messages", json={"content": text}).status_code == 201

    say("one")
    receiver.wait_for(1)
    receiver.instead = take_and_wait
    say("two")
    assert has_come.wait(40)
    say("three")
    [(delivery, port)] = taken
    if WORKERS > 1:
        os.kill(process_that_has(port, children(site.process.pid)), signal.SIGKILL)
    else:
        site.kill()
    is_killed.set()
    site.run(
        "from messaging.models import OutgoingWebhook; from django.utils import timezone;"
        "OutgoingWebhook.objects.update(held_until=timezone.now())"
    )  # the lease of the dead process would end in a minute
    if WORKERS == 1:
        site.start()
    posted = receiver.wait_for(3)
    assert [one.content for one in posted] == ["one", "two", "three"]
    assert posted[1].delivery == delivery
