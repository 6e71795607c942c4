"""The thread that runs jobs in a server process."""

import threading

import pytest
from django.db import OperationalError, connection

from chatsite.db.outages import Recent
from chatsite.jobs import queue as jobs
from chatsite.jobs.worker import Worker
from chatsite.models import Job
from tests.support.jobs import handle


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_left_and_what_comes(monkeypatch):
    ran: list[int] = []
    done = threading.Event()

    def work(number: int) -> None:
        ran.append(number)
        done.set()

    handle(monkeypatch, "work", work)
    jobs.enqueue(work, number=1)
    worker = Worker()
    worker.start()
    try:
        assert done.wait(10)
        done.clear()
        jobs.enqueue(work, number=2)
        assert done.wait(4), "it was found by polling, not by being woken"
    finally:
        worker.stop()
    assert ran == [1, 2]
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_survives_a_database_that_is_away(monkeypatch, caplog):
    monkeypatch.setattr("chatsite.db.outages._recent", Recent())
    failed = threading.Event()
    error = OperationalError("database is locked") if connection.vendor == "sqlite" else OperationalError(2006, "gone")

    def away() -> None:
        if not failed.is_set():
            failed.set()
            raise error

    monkeypatch.setattr("chatsite.jobs.worker.close_old_connections", away)
    done = threading.Event()
    handle(monkeypatch, "work", done.set)
    worker = Worker()
    worker.start()
    try:
        assert failed.wait(10)
        jobs.enqueue(done.set)
        assert done.wait(10)
    finally:
        worker.stop()
    [record] = [record for record in caplog.records if record.name == "chatsite.db.outages"]
    assert record.levelname == "WARNING"
    assert record.exc_info is None, "an outage is a line in the log, not a traceback every few seconds"


@pytest.mark.django_db(transaction=True)
def test_a_mail_does_not_wait_for_a_purge(monkeypatch):
    sent, may_end = threading.Event(), threading.Event()

    def purge():
        while not may_end.wait(0.01):
            yield

    handle(monkeypatch, "purge", purge, jobs.Lane.LONG)
    handle(monkeypatch, "mail", sent.set)
    workers = [Worker(lane) for lane in jobs.Lane]
    jobs.enqueue(purge)
    for worker in workers:
        worker.start()
    try:
        jobs.enqueue(sent.set)
        assert sent.wait(10)
        assert Job.objects.filter(kind="purge").exists()
    finally:
        may_end.set()
        for worker in workers:
            worker.stop()
