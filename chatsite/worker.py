"""The thread of a server process that runs the jobs (chatsite.jobs)."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import close_old_connections, connections

from chatsite import jobs
from chatsite.transactions import is_passing

log = logging.getLogger(__name__)

POLL_S = 5.0  # what other processes and commands enqueue, and what falls due again, is found this late at most
STOP_S = 3.0


class Worker:
    """Runs due jobs until it is stopped.

    Its connection lasts as long, so that others can see that the database is in use (chatsite.databases).
    """

    def __init__(self) -> None:
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the job in hand; one that takes longer than ``STOP_S`` is left to its lease."""
        self._stopping = True
        jobs.wake.set()
        self._thread.join(STOP_S)

    def _work(self) -> None:
        while not self._stopping:
            jobs.wake.clear()
            if not self._run_some():
                jobs.wake.wait(POLL_S)
        connections.close_all()

    def _run_some(self) -> int:
        try:
            close_old_connections()
            return jobs.run_due()
        except Exception as error:
            if is_passing(error):
                log.warning("no job can be read just now: %s", error)
            else:
                log.exception("no job can be read")
            return 0


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """Run jobs as long as the server process lives."""
    worker = Worker()
    worker.start()
    try:
        yield
    finally:
        worker.stop()
