"""One client's connection: joins the protocol's state machines, a link, the clock and the application."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

from chatsite.socketio.engineio import Due, Engine, Frame, Packet, decode_packet, is_larger
from chatsite.socketio.errors import (
    AckTimeout,
    ConnectRefused,
    EventRefused,
    HandlerFailed,
    LimitExceeded,
    NotConnected,
    ProtocolError,
    RateLimited,
)
from chatsite.socketio.limits import TokenBucket
from chatsite.socketio.links import NORMAL, PING, Delivery, Link, PollingLink, WebSocketLink, delivery
from chatsite.socketio.namespaces import Namespace
from chatsite.socketio.protocols import Home, Reason, Scope
from chatsite.socketio.session import AckReceived, ConnectRequested, EventReceived, NamespaceLeft, Received, Session
from chatsite.socketio.sockets import Event, Socket

logger = logging.getLogger(__name__)

SERVICE_RESTART = 4012
"""WebSocket close code: the private kin of 1012, which Daphne doesn't send."""


class Connection:
    """One Engine.IO session with everything that belongs to it. Lives on the event loop."""

    __slots__ = (
        "_calls",
        "_context",
        "_events",
        "_room",
        "_running",
        "_server",
        "_sockets",
        "_timer",
        "binding",
        "engine",
        "is_closed",
        "is_upgrading",
        "link",
        "network",
        "owner",
        "scope",
        "session",
    )

    def __init__(
        self,
        server: Home[Namespace, "Connection"],
        sid: str,
        scope: Scope,
        binding: str,
        make_link: Callable[["Connection"], Link],
    ) -> None:
        loop = asyncio.get_running_loop()
        self._server = server
        self._context = copy_context()
        self.scope = scope
        self.binding = binding
        self.network = ""
        self.owner: object = None
        self.engine = Engine(sid, server.options, loop.time())
        self.session = Session(server.options, loop.time())
        self.link = make_link(self)
        self.is_closed = False
        self.is_upgrading = False
        self._events = TokenBucket(server.options.events_per_s, server.options.events_burst, loop.time())
        self._sockets: dict[str, Socket] = {}
        self._calls: dict[int, tuple[Socket, asyncio.Future[list[Any]]]] = {}
        self._running = 0
        self._room: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def open(self) -> str:
        """Begin, and return the open packet."""
        self.link.begin()
        self._arm()
        return self.engine.open_frame(upgrades=["websocket"] if isinstance(self.link, PollingLink) else [])

    def __contains__(self, socket: Socket) -> bool:
        return self._sockets.get(socket.namespace) is socket

    # What the client sends

    def receive(self, frame: Frame) -> None:
        """Take one frame. A breach of the protocol closes the connection."""
        try:
            if is_larger(frame, self._server.options.max_frame_bytes):
                raise LimitExceeded("frame too large")
            self.receive_packet(decode_packet(frame))
        except ProtocolError as error:
            self.fail(error)

    def receive_packet(self, packet: Packet) -> None:
        """Take one packet.

        Raises:
            ProtocolError
        """
        if self.is_closed:
            return
        now = asyncio.get_running_loop().time()
        data = self.engine.receive(packet, now)
        if not self.engine.is_open:
            self.close(Reason.TRANSPORT_CLOSED)
        elif data is not None:
            received = self.session.receive(data, now)
            if received is not None:
                self._act(received, now)

    def fail(self, error: ProtocolError) -> None:
        """Close after a breach of the protocol."""
        logger.info("closing %s: %s", self.engine.sid[:6], error)
        self.close(Reason.PARSE_ERROR, error.close_code)

    async def has_room(self) -> None:
        """Wait while as many handlers run as one connection may have: its next frame stays unread."""
        while self._running >= self._server.options.max_running_events:
            self._room = self._room or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._room)

    def _act(self, received: Received, now: float) -> None:
        match received:
            case EventReceived():
                self._take_event(self._sockets[received.namespace], received, now)
            case AckReceived():
                _, answer = self._calls.pop(received.ack_id)
                if not answer.done():
                    answer.set_result(received.args)
            case ConnectRequested():
                self._connect(received)
            case NamespaceLeft():
                # Like the reference server, keep the connection open also after the last namespace, for a while.
                self._end(received.namespace, Reason.CLIENT_LEFT)
                self._arm()

    # Namespaces

    def _connect(self, request: ConnectRequested) -> None:
        namespace = self._server.namespaces.get(request.namespace)
        if namespace is None:
            self.link.transmit(delivery(self.session.refuse(request.namespace, "Invalid namespace", None)))
            self._arm()
            return
        socket = Socket(self._server.new_id(), namespace.name, self, namespace.hub)
        self._sockets[namespace.name] = socket
        self._spawn(self._admit(socket, request.auth))

    def _namespace(self, socket: Socket) -> Namespace:
        return self._server.namespaces[socket.namespace]

    async def _admit(self, socket: Socket, auth: Any) -> None:
        try:
            await self._namespace(socket).on_connect(socket, auth)
        except ConnectRefused as refusal:
            self._refuse(socket, refusal)
        except Exception:  # The application's code may raise anything; its client gets an answer all the same.
            logger.exception("on_connect of %s failed", socket.namespace)
            self._refuse(socket, ConnectRefused("Internal error"))
        else:
            if socket in self:
                self.link.transmit(delivery(self.session.accept(socket.namespace, socket.id)))
                self._server.slots.settle(self)
                socket.begin(self.link.transmit)
            else:  # It has gone meanwhile.
                await self._say_goodbye(socket, Reason.TRANSPORT_CLOSED)

    def _refuse(self, socket: Socket, refusal: ConnectRefused) -> None:
        if socket in self:
            name = socket.namespace
            self._forget(socket)
            self.link.transmit(delivery(self.session.refuse(name, refusal.message, refusal.data)))
            self._arm()

    def disconnect(self, socket: Socket, *, close: bool) -> None:
        """End one namespace, or everything, from the server's side."""
        if socket in self:
            name = socket.namespace
            self.link.transmit(delivery(self.session.disconnect(name, asyncio.get_running_loop().time())))
            self._end(name, Reason.SERVER_LEFT)
            self._arm()
        if close:
            self.close(Reason.SERVER_CLOSED)

    def _end(self, name: str, reason: Reason) -> None:
        socket = self._sockets.get(name)
        if socket is not None:
            was_connected = socket.is_connected
            self._forget(socket)
            if was_connected:
                self._spawn(self._say_goodbye(socket, reason))

    def _forget(self, socket: Socket) -> None:
        del self._sockets[socket.namespace]
        socket.end()
        if not self.is_closed and not self.session.is_connected:
            self._server.slots.wait(self, asyncio.get_running_loop().time())
        for owner, answer in self._calls.values():
            if owner is socket and not answer.done():
                answer.set_exception(NotConnected("the socket has left"))

    async def _say_goodbye(self, socket: Socket, reason: Reason) -> None:
        try:
            await self._namespace(socket).on_disconnect(socket, reason)
        except Exception:  # The application's code may raise anything; the connection ends all the same.
            logger.exception("on_disconnect of %s failed", socket.namespace)

    # Events

    def _take_event(self, socket: Socket, received: EventReceived, now: float) -> None:
        event = Event(received.name, received.args, received.ack_id is not None)
        if self._events.take(now):
            self._running += 1
            self._spawn(self._run(socket, event, received.ack_id))
        else:
            wait_s = round(self._events.wait_s(now), 2)
            error = RateLimited("too many events", retry_after_s=wait_s)
            result = self._context.run(self._namespace(socket).refused, socket, event, error)
            self._acknowledge(socket, received.ack_id, result)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run the application's ``work`` in the context of the handshake, whichever request brought the event."""
        self._server.spawn(work, self._context.copy())

    async def _run(self, socket: Socket, event: Event, ack_id: int | None) -> None:
        namespace = self._namespace(socket)
        try:
            self._acknowledge(socket, ack_id, await namespace.dispatch(socket, event))
        except EventRefused as error:
            self._acknowledge(socket, ack_id, namespace.refused(socket, event, error))
        except Exception:  # The application's code may raise anything; it costs that event, not the connection.
            logger.exception("the handler of %r failed", event.name)
            self._acknowledge(socket, ack_id, namespace.refused(socket, event, HandlerFailed("internal error")))
        finally:
            self._running -= 1
            if self._room is not None:
                self._room.set_result(None)
                self._room = None

    def _acknowledge(self, socket: Socket, ack_id: int | None, result: Any) -> None:
        if ack_id is None:
            return
        args = list(result) if isinstance(result, tuple) else [] if result is None else [result]
        socket.transmit(delivery(self.session.acknowledge(socket.namespace, ack_id, args)))

    async def call(self, socket: Socket, event: str, args: tuple[object, ...], timeout_s: float) -> list[Any]:
        """Emit with an acknowledgement and wait for it (see ``Socket.call``)."""
        if not socket.is_connected:
            raise NotConnected
        ack_id, messages = self.session.call(socket.namespace, event, args)
        answer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._calls[ack_id] = (socket, answer)
        socket.transmit(delivery(messages))
        try:
            async with asyncio.timeout(timeout_s):
                return await answer
        except TimeoutError:
            raise AckTimeout(f"no answer to {event!r} within {timeout_s} s") from None
        finally:
            self._calls.pop(ack_id, None)
            self.session.expire(ack_id)

    # Transports and the end

    def upgrade(self, link: WebSocketLink) -> None:
        """Go on over ``link``: first what waited for a poll (Engine.IO, Upgrade)."""
        waiting = self.link.hand_over()
        self.link = link
        link.begin()
        for frame in waiting:
            link.transmit(Delivery((frame,)))
        for socket in self._sockets.values():
            if socket.is_connected:
                socket.transmit = link.transmit  # Others begin on it.

    def on_stuck(self) -> None:
        """The client can't follow: cut it, though not in the middle of a fan-out."""
        asyncio.get_running_loop().call_soon(self.cut)

    def cut(self) -> None:
        """End a connection whose client does not read."""
        if not self.is_closed:
            self.close(Reason.SLOW_READER)

    def give_way(self) -> None:
        """End a connection whose slot another needs: it has no namespace."""
        self.close(Reason.CONNECT_TIMEOUT)

    def close(self, reason: Reason, code: int = NORMAL) -> None:
        """End everything, a WebSocket with ``code``. Repeating it changes nothing."""
        if self.is_closed:
            return
        self.is_closed = True
        self.engine.is_open = False
        if self._timer is not None:
            self._timer.cancel()
        for name in list(self._sockets):
            self._end(name, reason)
        self._close_link(reason, code)
        self._server.forget(self, reason)

    def _close_link(self, reason: Reason, code: int) -> None:
        if reason in {Reason.PING_TIMEOUT, Reason.SLOW_READER}:
            self.link.abort()
        elif reason is Reason.TRANSPORT_CLOSED:
            self.link.end()
        else:
            self.link.close(code)

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if not self.is_closed:
            loop = asyncio.get_running_loop()
            wake_at = min(self.engine.wake_at(loop.time()), self.session.deadline)
            self._timer = loop.call_at(wake_at, self._on_timer)

    def _on_timer(self) -> None:
        now = asyncio.get_running_loop().time()
        due = self.engine.tick(now)
        if due is Due.CLOSE:
            self.close(Reason.PING_TIMEOUT)
        elif now >= self.session.deadline:
            self.close(Reason.CONNECT_TIMEOUT)
        elif due is Due.PING:
            self.link.transmit(PING)
        self._arm()
