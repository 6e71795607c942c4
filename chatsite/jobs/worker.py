"""The threads of a server process that run the jobs, one for each lane (chatsite.jobs.queue)."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import close_old_connections, connections

from chatsite.db.outages import is_outage, log_outage
from chatsite.jobs import queue as jobs
from chatsite.jobs.queue import Lane

log = logging.getLogger(__name__)

POLL_S = 5.0  # what other processes and commands enqueue, and what falls due again, is found this late at most
STOP_S = 3.0


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


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """Run jobs as long as the server process lives."""
    workers = [Worker(lane) for lane in Lane]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.end_soon()
        for worker in workers:
            worker.stop()
