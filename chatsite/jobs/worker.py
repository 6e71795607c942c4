"""The threads of a server process: those that run the jobs of each lane (chatsite.jobs.queue), and one for rounds."""

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from django.db import close_old_connections, connections

from chatsite.db.outages import is_outage, log_outage
from chatsite.jobs import queue as jobs
from chatsite.jobs.queue import Lane

log = logging.getLogger(__name__)

POLL_S = 5.0  # what other processes and commands enqueue, and what falls due again, is found this late at most
STOP_S = 3.0
# Other lanes have one; a push service or a webhook's receiver that does not answer keeps a thread for a while.
THREADS = dict.fromkeys(jobs.SHARED, 3)

# What is done again and again, in one thread; each call returns in how many seconds the next is due.
rounds: list[Callable[[], float]] = []


class Worker:
    """Runs a lane's due jobs until it is stopped.

    Its connection lasts as long, so that others can see that the database is in use (chatsite.db.databases).
    """

    def __init__(self, lane: Lane = Lane.QUICK) -> None:
        self._lane, self._wake = lane, jobs.wake[lane]
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name=f"jobs-{lane}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end_soon(self) -> None:
        """Take no further job."""
        self._stopping = True
        self._wake.set()

    def stop(self) -> None:
        """Finish the job in hand; one that takes longer than ``STOP_S`` is left to its lease."""
        self.end_soon()
        self._thread.join(STOP_S)

    def _work(self) -> None:
        while not self._stopping:
            self._wake.clear()
            if not self._run_some():
                self._wake.wait(POLL_S)
        connections.close_all()

    def _run_some(self) -> int:
        try:
            close_old_connections()
            return jobs.run_due(lane=self._lane)
        except Exception as error:
            if is_outage(error):
                log_outage("jobs", error)
            else:
                log.exception("could not read jobs")
            return 0


class Rounds:
    """Calls each function of :data:`rounds` as often as it asks for, one after another."""

    def __init__(self) -> None:
        self._due = dict.fromkeys(rounds, time.monotonic())
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="rounds", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end_soon(self) -> None:
        """Make no further round."""
        self._stopping.set()

    def stop(self) -> None:
        """Finish the round in hand, unless it takes longer than ``STOP_S``."""
        self.end_soon()
        self._thread.join(STOP_S)

    def _work(self) -> None:
        while not self._stopping.wait(max(0.0, min(self._due.values(), default=POLL_S) - time.monotonic())):
            for function in [one for one, due in self._due.items() if due <= time.monotonic()]:
                self._due[function] = time.monotonic() + _once(function)
        connections.close_all()


def _once(function: Callable[[], float]) -> float:
    try:
        close_old_connections()
        return function()
    except Exception as error:
        if is_outage(error):
            log_outage("jobs", error)
        else:
            log.exception("a round failed")
        return POLL_S


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """Run jobs as long as the server process lives."""
    workers: list[Worker | Rounds] = [Worker(lane) for lane in Lane for _ in range(THREADS.get(lane, 1))]
    workers.append(Rounds())
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.end_soon()
        for worker in workers:
            worker.stop()
