"""Push services that answer, but slowly, keep nothing from devices at others."""

import threading

import pytest
from django.db import connections

from chatsite.jobs.queue import Lane, run_due, wake
from chatsite.jobs.worker import THREADS
from chatsite.models import Job
from chatsite.web import outgoing, receivers
from messaging.notifications.notifier import BURST
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.messaging.notifications.conftest import Pushing
from tests.support.conversation import say
from tests.support.push_service import PushService, open_service


@pytest.fixture
def services(tmp_path, pushing):
    """Return two push services beside the one of ``pushing``."""
    with open_service(tmp_path) as slow, open_service(tmp_path) as slower:
        yield [slow, slower]


def work(pushing: Pushing) -> None:
    """Run jobs as one of the threads of a server does."""
    while run_due(pushing.now, lane=Lane.PUSH):
        pass
    connections.close_all()


@pytest.fixture
def push_to(pushing, services, alice, make_user):
    """Return a function that queues a push for the reader with a device at a service."""
    chats = {}
    for service in (*services, pushing.service):
        reader = make_user(f"Reader {service.port}")
        Pushing(service).device(reader, "phone")
        chats[service.port] = Room.objects.get(pk=open_direct(by=alice, user_ids=[reader.pk]).room["id"])

    def push(*chosen: PushService) -> None:
        for service in chosen:
            say(alice, chats[service.port])
        pushing.decide(after_s=BURST.total_seconds() + 1)

    return push


def take(services: list[PushService], seconds: float) -> None:
    for service in services:
        service.takes_s = seconds


@pytest.mark.django_db(transaction=True)
def test_two_slow_services_do_not_delay_a_third(pushing, services, push_to, monkeypatch):
    monkeypatch.setattr(receivers, "SLOW_S", 0.2)
    monkeypatch.setattr(outgoing, "ANSWER_S", 60.0)
    take(services, 0.3)
    push_to(*services, pushing.service)
    work(pushing)  # one after the other: each has answered, two of them slowly
    take(services, 60.0)
    push_to(*services)
    push_to(*services)
    push_to(pushing.service)
    workers = [threading.Thread(target=work, args=[pushing]) for _ in range(THREADS[Lane.PUSH])]
    for worker in workers:
        worker.start()
    assert len(pushing.service.wait_for(2, within_s=30)) == 2
    assert sum(service.at_once for service in services) <= 1
    for service in services:
        service.released.set()
    for worker in workers:
        worker.join()


@pytest.mark.django_db(transaction=True)
def test_pushes_that_wait_for_their_service_are_not_written_again_and_leave_as_soon_as_it_is_free(
    pushing, services, push_to, monkeypatch
):
    monkeypatch.setattr(outgoing, "ANSWER_S", 60.0)
    slow = services[0]
    take([slow], 60.0)
    push_to(slow)
    first = threading.Thread(target=work, args=[pushing])
    first.start()
    slow.arrived.acquire(timeout=40)
    push_to(slow)
    waiting = Job.objects.filter(kind="push_news", attempts=0).values().get()
    wake[Lane.PUSH].clear()
    assert run_due(pushing.now, lane=Lane.PUSH) == 0
    assert Job.objects.values().get(pk=waiting["id"]) == waiting
    slow.released.set()
    assert wake[Lane.PUSH].wait(10)
    first.join()
    work(pushing)
    assert len(slow.received) == 2
