"""Uvicorn's protocols with deadlines and a limit of connections per network: a proxy's work where there is none.

Without them a connection that sends nothing, half a header or a body a byte at a time stays open, and two addresses
can hold every connection that the system allows.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.utils import get_remote_addr
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from chatsite.contract.errors import RequestTimeout
from chatsite.limits.subjects import subject
from chatsite.serve.proxies import TrustedProxies

log = logging.getLogger(__name__)

HEAD_S = 20.0  # from the connection, or from the first byte of a later request, to the end of the headers
BODY_S = 20.0  # to the end of the body, and a second more for each of these:
BODY_BYTES_PER_S = 10 * 1024
WARN_EVERY_S = 60.0

Release = Callable[[], None]


class Peers:
    """The open connections of each network, at most ``most`` of one. Trusted proxies connect without a limit."""

    def __init__(self, *, most: int, trusted: TrustedProxies) -> None:
        self.open: Counter[str] = Counter()
        self._most = most
        self._trusted = trusted
        self._silent_until = 0.0

    def admit(self, address: str, now: float) -> Release | None:
        """Count a connection, and return what gives it back; None if its network has too many."""
        if self._trusted.trusts(address):
            return lambda: None
        network = subject(address)
        if self.open[network] >= self._most:
            self._warn(network, now)
            return None
        self.open[network] += 1
        return partial(self._release, network)

    def _release(self, network: str) -> None:
        self.open[network] -= 1
        if not self.open[network]:
            del self.open[network]

    def _warn(self, network: str, now: float) -> None:
        if now >= self._silent_until:
            self._silent_until = now + WARN_EVERY_S
            log.warning("refusing more connections from %s: %d are open", network, self._most)


class HTTPProtocol(H11Protocol):
    """Ends a connection whose request is not complete in time, and refuses one of a network that has too many."""

    def __init__(self, *arguments: Any, peers: Peers, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._peers = peers
        self._release: Release | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._awaited: type[h11.IDLE] | type[h11.SEND_BODY] | None = None
        self._since = 0.0
        self._received_bytes = 0
        self._is_upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        peer = get_remote_addr(transport)
        self._release = self._peers.admit(peer[0] if peer else "", self.loop.time())
        if self._release is None:
            transport.abort()
            return
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._release is not None:
            self._stop()
            self._release()
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        if self._release is not None:
            self._received_bytes += len(data)
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        """Go on with the next request."""
        super().on_response_complete()
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over; its place in the count goes with it."""
        self._is_upgraded = True
        super().handle_websocket_upgrade(event)
        protocol = self.transport.get_protocol()
        if isinstance(protocol, WebSocketProtocol) and self._release is not None:
            protocol.on_lost = self._release

    def _watch(self) -> None:
        """Start a deadline when a head or a body begins to be awaited, and end it when that has arrived."""
        awaited = self._is_awaited()
        if awaited is not self._awaited:
            self._stop()
            self._awaited, self._since, self._received_bytes = awaited, self.loop.time(), 0
            if awaited is not None:
                self._timer = self.loop.call_later(self._deadline() - self._since, self._on_timer)

    def _is_awaited(self) -> type[h11.IDLE] | type[h11.SEND_BODY] | None:
        if self._is_upgraded or self.transport.is_closing():
            return None
        state = self.conn.their_state
        if state is h11.IDLE and self.timeout_keep_alive_task is None:
            return h11.IDLE
        return h11.SEND_BODY if state is h11.SEND_BODY else None

    def _deadline(self) -> float:
        if self._awaited is h11.IDLE:
            return self._since + HEAD_S
        return self._since + BODY_S + self._received_bytes / BODY_BYTES_PER_S

    def _on_timer(self) -> None:
        if self.loop.time() < self._deadline():
            self._timer = self.loop.call_at(self._deadline(), self._on_timer)
        else:
            self._time_out()

    def _time_out(self) -> None:
        is_silent = self._awaited is h11.IDLE and not self.conn.trailing_data[0]
        if not is_silent and self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._send_408()
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _send_408(self) -> None:
        body = json.dumps({"error": RequestTimeout().as_payload()}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        for event in (
            h11.Response(status_code=RequestTimeout.status, headers=headers, reason=b"Request Timeout"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Tells when its connection is lost, and takes an Origin that is sent twice for one."""

    on_lost: Release = staticmethod(lambda: None)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.on_lost()
        super().connection_lost(exc)

    def handle_connect(self, event: Request) -> None:
        """Begin, unless the handshake is not one."""
        origins = event.headers.get_all("Origin")
        if len(origins) > 1 and len(set(origins)) == 1:  # the websockets library refuses what is sent twice
            del event.headers["Origin"]
            event.headers["Origin"] = origins[0]
        super().handle_connect(event)
