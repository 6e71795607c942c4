"""The line between the processes of one site: small messages over the channel layer, lost without regret.

Both Redis layers lose messages silently, and neither tells when the line comes back. So a process listens to itself:
while its own words return, the line is up; when they don't, it starts over.
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
"""Without a word of its own for so long, a process takes the line for dead."""
SEND_TIMEOUT_S = 2.0
RETRY_S = 0.5
MAX_WAITING = 10_000
MAX_BATCH = 200
MAX_AGE_S = 5.0
"""A message that could not be sent for so long is worth nothing any more."""

Mail = tuple[str, Any]
"""Topic and payload."""


class Bus:
    """Sends mail to the other processes, and receives theirs.

    With one process (no layer, or the in-memory one) there is nobody to talk to, and nothing is done.
    """

    def __init__(
        self, *, on_mail: Callable[[str, Any, str], None], on_restored: Callable[[], None], layer_alias: str = "default"
    ) -> None:
        self.id = secrets.token_hex(8)
        self.is_up = False
        self._is_reported = True  # whether the log says how the line is; nothing is known yet
        self._on_mail = on_mail
        self._on_restored = on_restored
        self._layer_alias = layer_alias
        self._waiting: deque[tuple[float, Mail]] = deque(maxlen=MAX_WAITING)
        self._has_mail = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin on the running loop."""
        layer = get_channel_layer(self._layer_alias)
        if layer is None or isinstance(layer, InMemoryChannelLayer):
            self.is_up = True
            return
        self._is_reported = False
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._send_forever(layer)), loop.create_task(self._listen_forever(layer))]

    async def stop(self) -> None:
        """End; what waits is lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self.is_up = False

    @property
    def is_alone(self) -> bool:
        """Whether there are no other processes to talk to."""
        return not self._tasks

    def post(self, topic: str, payload: Any) -> None:
        """Send ``payload`` to the other processes soon. Never waits, never raises; when full, the oldest is dropped."""
        if not self.is_alone:
            self._waiting.append((asyncio.get_running_loop().time(), (topic, payload)))
            self._has_mail.set()

    async def _send_forever(self, layer: Any) -> None:
        while True:
            try:
                async with asyncio.timeout(PROBE_EVERY_S):
                    await self._has_mail.wait()
            except TimeoutError:
                pass  # An empty batch is the probe.
            batch = self._take_batch()
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await layer.group_send(GROUP, envelope(batch, self.id))
            except Exception as error:  # Whatever the layer's driver raises: the line is down.
                self._line_is_down(error)
                await asyncio.sleep(RETRY_S)

    def _take_batch(self) -> list[Mail]:
        oldest = asyncio.get_running_loop().time() - MAX_AGE_S
        batch: list[Mail] = []
        while self._waiting and len(batch) < MAX_BATCH:
            posted_at, mail = self._waiting.popleft()
            if posted_at >= oldest:
                batch.append(mail)
        if not self._waiting:
            self._has_mail.clear()
        return batch

    async def _listen_forever(self, layer: Any) -> None:
        while True:
            try:
                await self._listen(layer)
            except Exception as error:  # As above.
                self._line_is_down(error)
            await asyncio.sleep(RETRY_S)
            await _reset(layer)

    async def _listen(self, layer: Any) -> None:
        channel = await layer.new_channel("socketio.")
        await layer.group_add(GROUP, channel)
        self._has_mail.set()  # Probe at once.
        try:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    while not self._read(await layer.receive(channel)):
                        pass
        finally:
            with suppress(Exception):  # An error in place of the cancellation would keep :meth:`stop` waiting for ever.
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await layer.group_discard(GROUP, channel)

    def _read(self, message: dict[str, Any]) -> bool:
        """Hand out what others sent; tell whether it was our own word that came back."""
        sender = message["sender"]
        if sender == self.id:
            self._line_is_up()
            return True
        for topic, payload in message["mail"]:
            self._on_mail(topic, payload, sender)
        return False

    def _line_is_up(self) -> None:
        if not self.is_up:
            self.is_up = self._is_reported = True
            logger.info("the channel layer is up")
            self._on_restored()

    def _line_is_down(self, error: Exception) -> None:
        if self.is_up or not self._is_reported:
            self.is_up, self._is_reported = False, True
            logger.warning("the channel layer is down, trying again: %s", str(error) or type(error).__name__)


def envelope(batch: list[Mail], sender: str) -> dict[str, Any]:
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
