"""Group work: everything that waits for the same kind of call goes into one (docs/architecture.md, "Writing").

Alone, an item waits for no one. Under load the batch grows by itself, because it takes what arrived while the one
before was under way.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from chatsite.contract.errors import Unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batcher(Generic[Item, Result]):
    """Queues items on the event loop and hands them to ``work`` in batches, one batch at a time.

    ``work(items)`` returns a result for each item, in their order; one that is an exception is raised to its caller.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]], *, batch: int, queue: int
    ):
        self._work = work
        self._batch = batch
        self._limit = queue
        self._queue: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """Return how many items wait."""
        return len(self._queue)

    async def submit(self, item: Item) -> Result:
        """Return what became of ``item``.

        Raises:
            Unavailable: too much is waiting; worth repeating unchanged.
        """
        if len(self._queue) >= self._limit:
            raise Unavailable
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._queue:
                batch = [self._queue.popleft() for _ in range(min(self._batch, len(self._queue)))]
                await self._run(batch)
        finally:
            self._task = None

    async def _run(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        results: Sequence[Result | Exception]
        try:
            results = await self._work([item for item, _ in batch])
        except Exception as error:  # every caller must learn of it, whatever it was
            results = [error] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            if future.done():  # its caller gave up
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
