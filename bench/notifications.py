"""Notifying people: ``python -m bench.notifications [--engine sqlite]``.

What deciding whom to notify costs beside storing the messages, in processor time; how long a call of a room takes to
reach 1,000 people with two devices each, at a push service of this machine; and what that does to the time in which
messages are stored meanwhile.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from bench.databases import ENGINES, product_on

PEOPLE, DEVICES, ROOMS, PER_ROOM = 1_000, 2, 50, 20
MESSAGES, PER_STEP = 2_000, 100
PAUSE_S, ALONE_S = 0.02, 8.0
LANES = 3


def serve(folder: str) -> None:
    """Be a push service that takes everything unread, until the input ends."""
    from tests.support.push_service import Received, open_service

    with open_service(Path(folder)) as service:
        nothing = Received("", {}, "", 0, "", {})
        service.read = lambda handler, body: nothing  # type: ignore[method-assign]
        print(service.port, flush=True)
        sys.stdin.read()


@contextmanager
def push_service() -> Iterator[str]:
    """Run a push service in a process of its own; yield its origin."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.notifications", "--serve", folder]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin
        assert process.stdout
        port = process.stdout.readline().strip()
        os.environ["SSL_CERT_FILE"] = f"{folder}/push.pem"
        yield f"https://localhost:{port}"
        process.stdin.close()
        process.wait()


def fill(origin: str) -> tuple[list[Any], list[int], int]:
    """Store people with devices, rooms of some of them, conversations of two, and a room of all; return these."""
    from accounts.models import Session, User
    from messaging.notifications.devices import endpoint_hash
    from messaging.notifications.models import PushSubscription
    from rooms.access.services import add_members
    from rooms.direct.services import open_direct
    from rooms.services import create_room
    from tests.support.push_service import Browser, b64

    User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"P{n}", password="!") for n in range(PEOPLE + 1))
    people = list(User.objects.order_by("pk"))
    rows = []
    browser = Browser("")
    for user in people[1:]:
        for number in range(DEVICES):
            store = Session.get_session_store_class()()
            store["_auth_user_id"] = str(user.pk)
            store.create()
            name = str(Session.objects.get(session_key=store.session_key).pk)
            endpoint = f"{origin}/push/{user.pk}-{number}"
            keys = {"p256dh": b64(browser.public), "auth": b64(browser.secret)}
            rows.append(
                PushSubscription(
                    user=user, session_hash=name, endpoint=endpoint, endpoint_hash=endpoint_hash(endpoint), **keys
                )
            )
    PushSubscription.objects.bulk_create(rows)
    random, rooms = Random(1), []
    for number in range(ROOMS):
        room = create_room(by=people[0], name=f"Room {number}")
        add_members(room_id=room.pk, by=people[0], user_ids=[one.pk for one in random.sample(people[1:], PER_ROOM)])
        rooms.append(room.pk)
    rooms += [open_direct(by=people[0], user_ids=[one.pk]).room["id"] for one in people[1 : ROOMS // 5]]
    everyone = create_room(by=people[0], name="Everyone")
    for first in range(1, PEOPLE + 1, 50):
        add_members(room_id=everyone.pk, by=people[0], user_ids=[one.pk for one in people[first : first + 50]])
    return people, rooms, everyone.pk


def post(author: Any, room_id: int, text: str) -> None:
    """Store a message as the writer does."""
    from messaging.forms import clean_content
    from messaging.services import Draft, Refused, post_messages

    (result,) = post_messages([Draft(author.pk, room_id, clean_content(text))])
    if isinstance(result, Refused):
        raise result.error


def timed(function: Callable[[], object]) -> float:
    """Return the processor time of this thread that ``function`` takes."""
    began = time.thread_time()
    function()
    return time.thread_time() - began


def deciding(people: list[Any], rooms: list[int], step: Callable[[], object]) -> None:
    """Print what deciding costs beside storing: one message in twenty mentions someone, one room in six is direct."""
    random, storing, deciding_s = Random(2), 0.0, 0.0
    for _ in range(MESSAGES // PER_STEP):
        for _ in range(PER_STEP):
            text = f"<@{random.choice(people).pk}> look" if random.random() < 0.05 else "What about lunch at noon?"
            room_id = random.choice(rooms)
            storing += timed(lambda room_id=room_id, text=text: post(people[0], room_id, text))  # type: ignore[misc]
        deciding_s += timed(step)
    print(f"storing a message     {storing / MESSAGES * 1e6:8.0f} µs of processor time")
    print(f"deciding about one    {deciding_s / MESSAGES * 1e6:8.0f} µs, {deciding_s / storing:.1%} of it (goal: 10 %)")


def latencies(author: Any, room_id: int, is_over: Callable[[], bool]) -> list[float]:
    """Store messages one after the other until it is over; return how long each took."""
    found = []
    while not is_over():
        began = time.perf_counter()
        post(author, room_id, "hello")
        found.append(time.perf_counter() - began)
        time.sleep(PAUSE_S)
    return found


def crowd(people: list[Any], rooms: list[int], everyone: int, step: Callable[[], object]) -> None:
    """Print how long a call of the whole crowd takes to leave, and how long messages take to store meanwhile."""
    from django.db import connections

    from chatsite.jobs.queue import Lane, run_due
    from chatsite.models import Job
    from messaging.notifications.models import PushSubscription

    end = time.monotonic() + ALONE_S
    alone = latencies(people[0], rooms[0], lambda: time.monotonic() > end)
    step()
    Job.objects.all().delete()
    PushSubscription.objects.update(last_success_at=None)
    post(people[0], everyone, "<@room> come")
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            if not run_due(lane=Lane.PUSH):
                over.wait(0.05)
        connections.close_all()

    beside: list[float] = []
    sender = threading.Thread(target=lambda: beside.extend(latencies(people[0], rooms[0], over.is_set)))
    workers = [threading.Thread(target=work) for _ in range(LANES)]
    began, used = time.perf_counter(), time.process_time()
    sender.start()
    step()
    decided_s = time.perf_counter() - began
    for worker in workers:
        worker.start()
    while PushSubscription.objects.filter(last_success_at=None).exists() and time.perf_counter() - began < 120:
        time.sleep(0.1)
    took_s, used = time.perf_counter() - began, time.process_time() - used
    left = PushSubscription.objects.filter(last_success_at=None).count()
    over.set()
    for thread in (sender, *workers):
        thread.join()
    print(
        f"{PEOPLE * DEVICES - left} pushes left in    {took_s:8.1f} s (goal: 10 s), {decided_s:.2f} s of it to decide"
    )
    print(f"processor time        {used:8.1f} s, with what was stored meanwhile")
    for name, part in (("alone", alone), ("beside the crowd", beside)):
        slow = quantiles(part, n=20)[-1]
        print(f"storing {name:16}  {median(part) * 1e3:6.1f} ms, 95th percentile {slow * 1e3:.1f} ms")


def main() -> None:
    """Measure one engine, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--serve", metavar="FOLDER")
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    os.environ |= {"OUTGOING_PRIVATE_ADDRESSES": "true", "NOTIFY_AFTER_S": "0"}
    with push_service() as origin, product_on(options.engine) as version:
        from django.utils import timezone

        from messaging.notifications.notifier import NotifierProcess

        print(version)
        people, rooms, everyone = fill(origin)
        notifier = NotifierProcess()
        notifier.step()

        def step() -> None:
            while notifier.step(timezone.now() + timedelta(seconds=1)) == 0:
                pass

        deciding(people, rooms, step)
        crowd(people, rooms, everyone, step)


if __name__ == "__main__":
    main()
