"""The connection between the processes of one site: small notifications over the channel layer, which may be lost.

Both Redis layers lose messages silently, and neither reports a reconnection. So a process listens to itself: while its
own batches return, it is connected; when they don't, it subscribes again.
"""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

GROUP = "socketio.bus"
MESSAGE_TYPE = "socketio.mail"
PROBE_EVERY_S = 1.0
SILENCE_S = 3.5
"""Without a batch of its own for so long, a process takes the connection for lost."""
SEND_TIMEOUT_S = 2.0
RETRY_S = 0.5
MAX_PENDING = 10_000
MAX_BATCH = 200
MAX_AGE_S = 5.0
"""A message that could not be sent for so long is worth nothing any more."""

Notification = tuple[str, Any]
"""Topic and payload."""


class Bus:
    """Sends notifications to the other processes, and receives theirs.

    A lone process (no layer, or the in-memory one) does nothing.
    """

    def __init__(
        self,
        *,
        on_notification: Callable[[str, Any, str], None],
        on_reconnected: Callable[[], None],
        layer_alias: str = "default",
    ) -> None:
        self.id = secrets.token_hex(8)
        self.is_connected = False
        self._is_reported = True  # whether the log has the present state; nothing is known yet
        self._on_notification = on_notification
        self._on_reconnected = on_reconnected
        self._layer_alias = layer_alias
        self._pending: deque[tuple[float, Notification]] = deque(maxlen=MAX_PENDING)
        self._has_pending = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin on the running loop."""
        layer = get_channel_layer(self._layer_alias)
        if layer is None or isinstance(layer, InMemoryChannelLayer):
            self.is_connected = True
            return
        self._is_reported = False
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._send_forever(layer)), loop.create_task(self._listen_forever(layer))]

    async def stop(self) -> None:
        """End; what is pending is lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self.is_connected = False

    @property
    def is_alone(self) -> bool:
        """Whether there are no other processes."""
        return not self._tasks

    def post(self, topic: str, payload: Any) -> None:
        """Send ``payload`` to the other processes soon. Never waits, never raises; when full, the oldest is dropped."""
        if not self.is_alone:
            self._pending.append((asyncio.get_running_loop().time(), (topic, payload)))
            self._has_pending.set()

    async def _send_forever(self, layer: Any) -> None:
        while True:
            try:
                async with asyncio.timeout(PROBE_EVERY_S):
                    await self._has_pending.wait()
            except TimeoutError:
                pass  # An empty batch is the probe.
            batch = self._take_batch()
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await layer.group_send(GROUP, envelope(batch, self.id))
            except Exception as error:  # Whatever the layer's driver raises: it is disconnected.
                self._disconnected(error)
                await asyncio.sleep(RETRY_S)

    def _take_batch(self) -> list[Notification]:
        oldest = asyncio.get_running_loop().time() - MAX_AGE_S
        batch: list[Notification] = []
        while self._pending and len(batch) < MAX_BATCH:
            posted_at, notification = self._pending.popleft()
            if posted_at >= oldest:
                batch.append(notification)
        if not self._pending:
            self._has_pending.clear()
        return batch

    async def _listen_forever(self, layer: Any) -> None:
        while True:
            try:
                await self._listen(layer)
            except Exception as error:  # As above.
                self._disconnected(error)
            await asyncio.sleep(RETRY_S)
            await _reset(layer)

    async def _listen(self, layer: Any) -> None:
        channel = await layer.new_channel("socketio.")
        await layer.group_add(GROUP, channel)
        self._has_pending.set()  # Probe at once.
        try:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    while not self._read(await layer.receive(channel)):
                        pass
        finally:
            with suppress(Exception):  # An error in place of the cancellation would let :meth:`stop` wait without end.
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await layer.group_discard(GROUP, channel)

    def _read(self, message: dict[str, Any]) -> bool:
        """Hand out what others sent; return whether it was our own batch that came back."""
        sender = message["sender"]
        if sender == self.id:
            self._connected()
            return True
        for topic, payload in message["mail"]:
            self._on_notification(topic, payload, sender)
        return False

    def _connected(self) -> None:
        if not self.is_connected:
            self.is_connected = self._is_reported = True
            logger.info("the channel layer is up")
            self._on_reconnected()

    def _disconnected(self, error: Exception) -> None:
        if self.is_connected or not self._is_reported:
            self.is_connected, self._is_reported = False, True
            logger.warning("the channel layer is down, trying again: %s", str(error) or type(error).__name__)


def envelope(batch: list[Notification], sender: str) -> dict[str, Any]:
    """Return the channel-layer message that carries ``batch``."""
    return {"type": MESSAGE_TYPE, "sender": sender, "mail": batch}


async def _reset(layer: Any) -> None:
    """Make the pub/sub layer forget its connections: it takes a lost subscription for a living one.

    On that layer ``flush`` touches this process only. On the others it would delete everyone's messages.
    """
    if type(layer).__module__ == "channels_redis.pubsub":
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await layer.flush()
        except Exception as error:  # Whatever the layer's driver raises: the next start tries again.
            logger.debug("could not reset the channel layer: %s", error)
