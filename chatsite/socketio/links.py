"""How packets leave: one link for each transport, each with a bounded outbox.

A link never blocks its caller and never raises. When its client can't follow, it says so once, through ``on_stuck``.
"""

import asyncio
import logging
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import suppress
from typing import Any

from chatsite.socketio.asgi_servers import GONE, FrameWriter, abort_transport, frame_writer, websocket_frame
from chatsite.socketio.engineio import CLOSE, NOOP, Due, Engine, Frame, PollQueue, encode_message, encode_payload
from chatsite.socketio.errors import LimitExceeded, UnexpectedPacket
from chatsite.socketio.options import Options
from chatsite.socketio.packets import Data

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]
Receive = Callable[[], Awaitable[Message]]

NORMAL = 1000
"""WebSocket close code (RFC 6455)."""
MAX_STAMP_CHARS = 64
ABORT_AFTER_S = 10.0
"""How long a closing client may take to read what is left for it."""


class Delivery:
    """What goes out, encoded once for any number of sockets."""

    __slots__ = ("_finished", "_messages", "frames", "size")

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        self.frames = frames
        self.size = sum(map(len, frames))
        self._finished = b""
        self._messages: tuple[Message, ...] = ()

    @property
    def finished(self) -> bytes:
        """The WebSocket frames, ready to be written."""
        if not self._finished:
            self._finished = b"".join(map(websocket_frame, self.frames))
        return self._finished

    @property
    def messages(self) -> tuple[Message, ...]:
        """The ASGI messages."""
        if not self._messages:
            self._messages = tuple(map(_websocket_message, self.frames))
        return self._messages


def delivery(data: tuple[Data, ...]) -> Delivery:
    """Return the delivery of one Socket.IO packet."""
    return Delivery(tuple(encode_message(part) for part in data))


def _websocket_message(frame: Frame) -> Message:
    if isinstance(frame, str):
        return {"type": "websocket.send", "text": frame}
    if not frame:
        # Daphne drops an empty message. Clients read the base64 form of "nothing" on every transport.
        return {"type": "websocket.send", "text": "b"}
    return {"type": "websocket.send", "bytes": frame}


PING = Delivery(("2",))


class WebSocketLink:
    """Frames over a WebSocket: written straight through while the server accepts them, by a task when it does not."""

    __slots__ = (
        "_engine",
        "_frame_writer",
        "_is_closing",
        "_on_stuck",
        "_options",
        "_queue",
        "_queued_bytes",
        "_send",
        "_task",
    )

    def __init__(self, send: Send, engine: Engine, options: Options, on_stuck: Callable[[], None]) -> None:
        self._send = send
        self._engine = engine
        self._options = options
        self._on_stuck = on_stuck
        self._queue: deque[Message] | None = None
        self._queued_bytes = 0
        self._task: asyncio.Task[None] | None = None
        self._is_closing = False
        self._frame_writer: FrameWriter | None = None

    def transmit(self, parcel: Delivery) -> None:
        """Send, or keep for the writer."""
        writer = self._frame_writer
        if writer is None or self._task is not None or self._is_closing or not writer.write(parcel.finished):
            self._send_messages(parcel)

    def _send_messages(self, parcel: Delivery) -> None:
        """Send through the server, and count: it may buffer without limit. A frame writer's transport doesn't."""
        engine = self._engine
        engine.sent_bytes += parcel.size
        for message in parcel.messages:
            if self._task is None:
                self._write(message)
            else:
                self._keep(message)
        if engine.sent_bytes > engine.attention_bytes:
            self._watch_flow()

    def begin(self) -> None:
        """The WebSocket has been accepted."""
        self._frame_writer = frame_writer(self._send)

    @property
    def has_news(self) -> bool:
        """Whether packets wait for a poll: there are none."""
        return False

    def hand_over(self) -> tuple[Frame, ...]:
        """Return what waits for the link that takes over: nothing takes over from a WebSocket."""
        return ()

    def close(self, code: int) -> None:
        """Close after what is already waiting; a client that doesn't read is cut after a while."""
        if self._is_closing:
            return
        message = {"type": "websocket.close", "code": code}
        if self._task is None:
            self._write(message)
        else:
            self._keep(message)
            asyncio.get_running_loop().call_later(ABORT_AFTER_S, self.abort)
        self._is_closing = True

    def end(self) -> None:
        """The client is gone, or has closed: say nothing more than the closing handshake."""
        self.close(NORMAL)

    def abort(self) -> None:
        """End at once; what waits is lost. Where nothing waits, politely."""
        if self._task is None:
            self.close(NORMAL)
            return
        self._is_closing = True
        self._queue = None
        self._task.cancel()
        abort_transport(self._send)

    def _write(self, message: Message) -> None:
        """Run the server's ``send`` right here: it finishes without waiting unless its buffer is full.

        A task for every delivery would cost more than the delivery.
        """
        if self._is_closing:
            return
        sending = self._send(message)
        try:
            blocked_on = sending.send(None)
        except StopIteration:
            return
        except GONE:  # receive() will say so too.
            self._is_closing = True
        except Exception:  # Whatever the server raises: it costs this client, not the rest of a fan-out.
            self._is_closing = True
            logger.exception("the server refused a message")
        else:
            self._task = asyncio.get_running_loop().create_task(self._drain(sending, blocked_on))

    def _keep(self, message: Message) -> None:
        if self._is_closing:
            return
        if self._queue is None:
            self._queue = deque()
        self._queue.append(message)
        self._queued_bytes += len(message.get("text") or message.get("bytes") or b"")
        if len(self._queue) > self._options.max_outbox_frames or self._queued_bytes > self._options.max_outbox_bytes:
            self._on_stuck()

    async def _drain(self, sending: Coroutine[Any, Any, None], blocked_on: object) -> None:
        try:
            await _resume(sending, blocked_on)
            while self._queue:
                message = self._queue.popleft()
                self._queued_bytes -= len(message.get("text") or message.get("bytes") or b"")
                await self._send(message)
        except GONE:
            self._is_closing = True
        finally:
            self._task = self._queue = None
            self._queued_bytes = 0

    def _watch_flow(self) -> None:
        due = self._engine.flow(asyncio.get_running_loop().time())
        if due is Due.PING:
            self.transmit(PING)
        elif due is Due.CLOSE and not self._is_closing:
            self._on_stuck()


@types.coroutine
def _resume(sending: Coroutine[Any, Any, None], blocked_on: object) -> Generator[object, None, None]:
    """Go on with a coroutine that has been started and waits for ``blocked_on``."""
    try:
        while True:
            try:
                yield blocked_on
            except BaseException as error:  # Handed on, as ``await`` does.
                blocked_on = sending.throw(error)
            else:
                blocked_on = sending.send(None)
    except StopIteration:
        return


class PollingLink:
    """Packets wait for the client's next poll."""

    __slots__ = (
        "_engine",
        "_is_closed",
        "_is_posting",
        "_last_payload",
        "_on_stuck",
        "_queue",
        "_stamp",
        "_waiter",
        "is_probed",
    )

    def __init__(self, engine: Engine, options: Options, on_stuck: Callable[[], None]) -> None:
        self._engine = engine
        self._on_stuck = on_stuck
        self._queue = PollQueue(options)
        self._waiter: asyncio.Future[None] | None = None
        self._stamp = self._last_payload = ""
        self._is_posting = False
        self._is_closed = False
        self.is_probed = False
        """Whether a WebSocket is about to take over: polls are then answered at once."""

    def begin(self) -> None:
        """The session has begun: nothing to prepare."""

    @property
    def has_news(self) -> bool:
        """Whether packets wait for a poll."""
        return bool(self._queue)

    def transmit(self, parcel: Delivery) -> None:
        """Keep for the poll that waits, or for the next."""
        if self._is_closed:
            return
        self._engine.sent_bytes += parcel.size
        try:
            self._queue.push(parcel.frames)
        except LimitExceeded:
            self._on_stuck()
        self.wake()

    def close(self, code: int) -> None:
        """Tell the client, now or at its next poll; polling knows no codes."""
        if not self._is_closed:
            self._is_closed = True
            with suppress(LimitExceeded):
                self._queue.push((CLOSE,))
            self.wake()

    def end(self) -> None:
        """Let a waiting poll go without a word: the client has closed, or the session has moved."""
        self._is_closed = True
        self._queue.take_all()
        self.wake()

    def abort(self) -> None:
        """There is no connection to cut: the client learns of it if it comes back."""
        self.close(NORMAL)

    def wake(self) -> None:
        """Let a waiting poll be answered."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def hand_over(self) -> tuple[Frame, ...]:
        """Return what waits, for the link that takes over."""
        frames = tuple(self._queue.take_all())
        self.end()
        return frames

    def repeated(self, stamp: str) -> str:
        """Return the payload that has answered the poll ``stamp`` if that was the last one.

        A connection may break behind an answer. An HTTP client then repeats its request as it was, while what the
        answer held has left the queue.
        """
        return self._last_payload if stamp and stamp == self._stamp else ""

    def begin_poll(self, stamp: str = "") -> None:
        """HTTP long-polling: "a client MUST NOT have more than one active GET request".

        Another stamp than the last says that the last answer has arrived.

        Raises:
            UnexpectedPacket: it has; "the server MUST return an HTTP 400 error status and close the session".
        """
        if self._waiter is not None:
            raise UnexpectedPacket("two polls at once")
        self._stamp, self._last_payload = stamp[:MAX_STAMP_CHARS], ""
        self._waiter = asyncio.get_running_loop().create_future()
        if self._queue or self._is_closed or self.is_probed:
            self._waiter.set_result(None)

    async def news(self) -> None:
        """Wait until there is something to answer."""
        if self._waiter is not None:
            await asyncio.shield(self._waiter)

    def finish_poll(self) -> str:
        """Return the payload that answers the poll; with nothing to say, a noop ends it."""
        self._waiter = None
        payload = encode_payload(self._queue.take() or [NOOP])
        if self._stamp:
            self._last_payload = payload
        return payload

    def abandon_poll(self) -> None:
        """Forget a poll whose client is gone."""
        self._waiter = None

    def begin_post(self) -> None:
        """HTTP long-polling: "a client MUST NOT have more than one active POST request".

        Raises:
            UnexpectedPacket: it has, with the same consequence.
        """
        if self._is_posting:
            raise UnexpectedPacket("two posts at once")
        self._is_posting = True

    def finish_post(self) -> None:
        self._is_posting = False


Link = WebSocketLink | PollingLink
