"""The bounded threads in which code of the event loop asks the database.

Channels' own helper runs everything on one thread; a thread per call would open a connection per call. Here a few
threads keep their connections, and what would pile up is refused.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

from chatsite.contract.errors import Unavailable
from chatsite.observe import metrics

P = ParamSpec("P")
R = TypeVar("R")


class Pool:
    """A few threads with persistent database connections, and a bounded number of calls that wait for one."""

    def __init__(self, name: str, *, threads: int, queue: int):
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._slots = threading.BoundedSemaphore(threads + queue)
        self._waits = metrics.thread_wait(name)

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what ``function`` returns, run in one of the threads in the caller's context.

        Raises:
            Unavailable: too many calls are waiting; worth repeating.
        """
        return await self.run_since(time.perf_counter(), function, *args, **kwargs)

    async def run_since(self, asked: float, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do the same for a call that has waited since ``asked``, as ``time.perf_counter`` counts."""
        if not self._slots.acquire(blocking=False):
            raise Unavailable

        def work() -> R:
            self._waits.observe(time.perf_counter() - asked)
            return _with_fresh_connections(partial(function, *args, **kwargs))

        future = self._threads.submit(copy_context().run, work)
        # Counted when the thread is free, not when the caller gave up.
        future.add_done_callback(lambda _: self._slots.release())
        return await asyncio.wrap_future(future)


def _with_fresh_connections(function: Callable[[], R]) -> R:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()


_pool = Pool("database", threads=settings.DATABASE_THREADS, queue=settings.DATABASE_QUEUE)


async def run_in_pool(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run ``function`` in the pool of the sockets (:meth:`Pool.run`)."""
    return await _pool.run(function, *args, **kwargs)
