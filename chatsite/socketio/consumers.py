"""The two entry points: Channels consumers that carry frames between an ASGI server and a connection.

Both override how Channels runs a consumer. It would open a channel of the layer for each connection, and hop through
the one database thread before every message: 62 µs instead of 3.5 µs, and one slow query stalls every socket.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from channels.consumer import AsyncConsumer

from chatsite.socketio.asgi_servers import offer
from chatsite.socketio.connection import Connection
from chatsite.socketio.engineio import (
    PROBE_ANSWER,
    Frame,
    Probe,
    Transport,
    decode_packet,
    decode_payload,
    is_larger,
    parse_request,
)
from chatsite.socketio.errors import BadRequest, LimitExceeded, ProtocolError, UnexpectedPacket
from chatsite.socketio.links import NORMAL, Delivery, Link, Message, PollingLink, Receive, Send, WebSocketLink
from chatsite.socketio.protocols import Reason, Scope, Sessions

Headers = list[tuple[bytes, bytes]]
Server = Sessions[Connection, Callable[[Connection], Link]]

FAREWELL_S = 1.0
"""How long a refused client may take to go."""


class WebSocketConsumer(AsyncConsumer):  # type: ignore[misc]
    """One WebSocket: a whole session, or the upgrade of one."""

    def __init__(self, *, server: Server) -> None:
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        try:
            self.server.check_origin(scope)
            request = parse_request(scope["query_string"], method="GET", carrier=Transport.WEBSOCKET)
            if request.sid:
                await self._take_over(self.server.find(request.sid, scope), receive, send)
            else:
                connection = await self.server.handshake(scope, partial(self._new_link, send))
                await self._serve(connection, receive, send)
        except BadRequest as refusal:
            await _deny(scope, receive, send, refusal)

    async def _serve(self, connection: Connection, receive: Receive, send: Send) -> None:
        try:
            if await offer(send, {"type": "websocket.accept"}):
                connection.link.transmit(Delivery((connection.open(),)))
                await self._receive(connection, receive)
        finally:
            connection.close(Reason.TRANSPORT_CLOSED)

    async def _receive(self, connection: Connection, receive: Receive) -> None:
        while (frame := _frame(await receive())) is not None:
            connection.receive(frame)
            await connection.has_room()

    def _new_link(self, send: Send, connection: Connection) -> WebSocketLink:
        return WebSocketLink(send, connection.engine, self.server.options, connection.on_stuck)

    async def _take_over(self, connection: Connection, receive: Receive, send: Send) -> None:
        """WebSocket: "A client MUST NOT open more than one WebSocket connection per session. Should it happen, the
        server MUST close the WebSocket connection." Like the reference server, accept it first.
        """
        if connection.is_closed or connection.is_upgrading or not isinstance(connection.link, PollingLink):
            if await offer(send, {"type": "websocket.accept"}):
                await offer(send, {"type": "websocket.close", "code": NORMAL})
            return
        await self._upgrade(connection, receive, send)

    async def _upgrade(self, connection: Connection, receive: Receive, send: Send) -> None:
        connection.is_upgrading = True
        try:
            async with asyncio.timeout(self.server.options.upgrade_timeout_s):
                await self._probe(connection, receive, send)
        except (ProtocolError, TimeoutError):
            # The session stays on long-polling.
            await offer(send, {"type": "websocket.close", "code": NORMAL})
            return
        finally:
            connection.is_upgrading = False
            if isinstance(connection.link, PollingLink):
                connection.link.is_probed = False
        try:
            connection.upgrade(self._new_link(send, connection))
            await self._receive(connection, receive)
        finally:
            connection.close(Reason.TRANSPORT_CLOSED)

    async def _probe(self, connection: Connection, receive: Receive, send: Send) -> None:
        """Upgrade: answer the probe, let the pending poll go, wait for the upgrade packet."""
        probe = Probe()
        answer = {"type": "websocket.accept"}
        while await offer(send, answer):
            frame = _frame(await receive())
            if frame is None or is_larger(frame, self.server.options.max_frame_bytes):
                raise UnexpectedPacket("the probe was abandoned")
            is_complete = probe.receive(decode_packet(frame))
            if connection.is_closed or not isinstance(connection.link, PollingLink):
                raise UnexpectedPacket("the session has ended")
            if is_complete:
                return
            connection.link.is_probed = True
            connection.link.wake()
            answer = {"type": "websocket.send", "text": PROBE_ANSWER}
        raise UnexpectedPacket("the probe was abandoned")


class PollingConsumer(AsyncConsumer):  # type: ignore[misc]
    """One HTTP request of a long-polling session."""

    def __init__(self, *, server: Server) -> None:
        self.server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cors: Headers = []
        try:
            self.server.check_origin(scope)
            cors = self.server.cors_headers(scope)
            body = await self._respond(scope, receive, is_preflight=bool(cors) and scope["method"] == "OPTIONS")
        except BadRequest as refusal:
            await _answer(send, refusal.status, _error_body(refusal), cors, content_type=b"application/json")
        except _Gone:
            pass
        else:
            await _answer(send, 200, body, cors)

    async def _respond(self, scope: Scope, receive: Receive, *, is_preflight: bool) -> str:
        if is_preflight:
            return ""
        request = parse_request(scope["query_string"], method=scope["method"], carrier=Transport.POLLING)
        if not request.sid:
            return await self._handshake(scope)
        connection = self.server.find(request.sid, scope)
        link = connection.link
        if not isinstance(link, PollingLink):
            raise BadRequest(3, "Bad request")
        if scope["method"] == "GET":
            return link.repeated(request.stamp) or await self._poll(connection, link, request.stamp, receive)
        return await self._post(connection, link, _Body(scope, receive, self.server.options.max_frame_bytes))

    async def _handshake(self, scope: Scope) -> str:
        if not self.server.options.allow_polling:
            raise BadRequest(0, "Transport unknown")
        connection = await self.server.handshake(scope, self._new_link)
        return connection.open()

    def _new_link(self, connection: Connection) -> PollingLink:
        return PollingLink(connection.engine, self.server.options, connection.on_stuck)

    async def _poll(self, connection: Connection, link: PollingLink, stamp: str, receive: Receive) -> str:
        self._begin(connection, partial(link.begin_poll, stamp))
        overlaps = link.is_probed
        try:
            await _first(link.news, lambda: _until_disconnect(receive))
        except BaseException:
            link.abandon_poll()
            connection.close(Reason.TRANSPORT_CLOSED)
            raise
        if overlaps and connection.link is not link:
            raise BadRequest(3, "Bad request")  # the upgrade packet has overtaken it
        payload = link.finish_poll()
        if connection.is_closed and not link.has_news:
            self.server.forget_leftovers(connection)
        return payload

    async def _post(self, connection: Connection, link: PollingLink, body: "_Body") -> str:
        if connection.is_closed:
            raise BadRequest(1, "Session ID unknown")
        self._begin(connection, link.begin_post)
        try:
            for packet in decode_payload(await body.read(), max_packets=self.server.options.max_packets_per_payload):
                connection.receive_packet(packet)
                await connection.has_room()
        except ProtocolError as error:
            connection.fail(error)
            raise BadRequest(3, "Bad request", status=413 if body.is_too_large else 400) from None
        except _Gone:
            connection.close(Reason.TRANSPORT_CLOSED)
            raise
        finally:
            link.finish_post()
        return "ok"

    def _begin(self, connection: Connection, begin: Callable[[], None]) -> None:
        try:
            begin()
        except UnexpectedPacket as error:
            connection.fail(error)
            raise BadRequest(3, "Bad request") from None


class _Gone(Exception):
    """The client of a request has left: no one reads an answer."""


class _Body:
    """The body of a POST, never more of it than allowed."""

    def __init__(self, scope: Scope, receive: Receive, limit: int) -> None:
        self._headers = dict(scope["headers"])
        self._receive = receive
        self._limit = limit
        self.is_too_large = False

    async def read(self) -> bytes:
        if self._headers.get(b"content-type") == b"application/octet-stream":
            # Packet encoding, HTTP long-polling: binary packets are base64, the whole is text.
            raise UnexpectedPacket("binary payload")
        body = bytearray()
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            body += message.get("body", b"")
            if len(body) > self._limit:
                self.is_too_large = True
                raise LimitExceeded("payload too large")
            if not message.get("more_body", False):
                return bytes(body)


def _frame(message: Message) -> Frame | None:
    if message["type"] != "websocket.receive":
        return None
    text: str | None = message.get("text")
    frame: Frame = message["bytes"] if text is None else text
    return frame


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise _Gone


async def _first(wanted: Callable[[], Awaitable[None]], unwanted: Callable[[], Awaitable[None]]) -> None:
    """Wait for ``wanted``; raise what ``unwanted`` raises if that is earlier."""
    tasks = [asyncio.ensure_future(wanted()), asyncio.ensure_future(unwanted())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0] not in done:
            await tasks[1]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _error_body(refusal: BadRequest) -> str:
    return json.dumps({"code": refusal.code, "message": refusal.message}, separators=(",", ":"))


async def _answer(
    send: Send, status: int, body: str, extra: Headers, *, content_type: bytes = b"text/plain; charset=UTF-8"
) -> None:
    data = body.encode()
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(data)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *extra,
    ]
    if await offer(send, {"type": "http.response.start", "status": status, "headers": headers}):
        await offer(send, {"type": "http.response.body", "body": data})


async def _deny(scope: Scope, receive: Receive, send: Send, refusal: BadRequest) -> None:
    """Refuse a WebSocket: with the reason where the server can carry it, else with its 403."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await offer(send, {"type": "websocket.close", "code": NORMAL})
        return
    headers: list[tuple[bytes, bytes]] = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    if await offer(send, {"type": "websocket.http.response.start", "status": refusal.status, "headers": headers}):
        await offer(send, {"type": "websocket.http.response.body", "body": _error_body(refusal).encode()})
    # uvicorn logs an error if this returns while the connection is open. It tells of the answer, then of the end.
    with suppress(TimeoutError):
        async with asyncio.timeout(FAREWELL_S):
            await receive()
            await receive()
