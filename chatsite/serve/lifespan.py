"""What lives as long as the server process."""

import gc
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from django.conf import settings

from chatsite.db import databases

log = logging.getLogger(__name__)

# What a server process does first when it begins to end, while its connections are still open.
draining: list[Callable[[], None]] = []

# Objects that are made before the garbage collector looks at them: a page of rooms, or hundreds of messages.
YOUNG_OBJECTS = 10_000

Resource = Callable[[], AbstractAsyncContextManager[Any]]


class Lifespan:
    """The ASGI lifespan application: enters the resources when the server starts, leaves them when it stops."""

    def __init__(self, *resources: Resource):
        self._resources = resources

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve one lifespan."""
        await receive()
        databases.give_up_on_silence(settings.DATABASE_SILENCE_S)
        collect_seldom()
        async with AsyncExitStack() as stack:
            try:
                for resource in self._resources:
                    await stack.enter_async_context(resource())
            except Exception as error:
                log.exception("the server could not start")
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                return
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def collect_seldom() -> None:
    """Have the garbage collector leave alone what is loaded, and look at what requests make in larger lots.

    Almost everything is freed by its reference count. Looking for the rest took a tenth of the time of a long list.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
