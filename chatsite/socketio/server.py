"""The server: its namespaces, its hub, and every connection of this process."""

import asyncio
import hashlib
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterable, Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import parse_cookie

from chatsite.socketio.connection import SERVICE_RESTART, Connection
from chatsite.socketio.consumers import PollingConsumer, WebSocketConsumer
from chatsite.socketio.errors import BadRequest
from chatsite.socketio.hub import Hub
from chatsite.socketio.links import Link, PollingLink
from chatsite.socketio.namespaces import Namespace
from chatsite.socketio.options import Options
from chatsite.socketio.origins import OriginPolicy
from chatsite.socketio.protocols import Reason, RunBlocking, Scope
from chatsite.socketio.slots import Slots

LINGER_S = 10.0
"""How long a closed session stays for the poll that fetches its last packets."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What an application says of a handshake: keys to add to the scope, and whose connection it is."""

    scope: Mapping[str, Any] = field(default_factory=dict)
    owner: Hashable | None = None
    """Connections are counted per owner; None is counted per address only."""


Authorize = Callable[[Scope], Awaitable[Admission]]


async def admit_anyone(scope: Scope) -> Admission:
    """Let every handshake pass."""
    return Admission()


class SocketIOServer:
    """Serves ``namespaces`` over WebSocket and long-polling.

    ``authorize`` is asked once per handshake, on the loop; it may raise ``BadRequest`` (with status 401, 403, 503 …).
    ``subject`` turns a client's address into what connections are counted by, such as the /64 of an IPv6 address.
    ``run_blocking`` runs the handlers that are no coroutines: ``await run_blocking(handler, socket, *args)``.
    """

    def __init__(
        self,
        namespaces: Iterable[Namespace],
        *,
        options: Options | None = None,
        authorize: Authorize = admit_anyone,
        hub: Hub | None = None,
        subject: Callable[[str], str] = str,
        run_blocking: RunBlocking = asyncio.to_thread,
    ) -> None:
        self.options = options or Options()
        self.hub = hub or Hub()
        self.namespaces = {namespace.name: namespace for namespace in namespaces}
        for namespace in self.namespaces.values():
            namespace.attach(hub=self.hub, options=self.options, run_blocking=run_blocking)
        self.asgi_websocket = WebSocketConsumer.as_asgi(server=self)
        self.asgi_http = PollingConsumer.as_asgi(server=self)
        self._authorize = authorize
        self.counted_by = subject
        self.slots = Slots(self.options)
        self._origins = OriginPolicy(
            trusted_origins=self.options.trusted_origins, allowed_hosts=self.options.allowed_hosts
        )
        self._connections: dict[str, Connection] = {}
        self._leftovers: dict[str, Connection] = {}
        self._by_owner: Counter[Hashable] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.closed: Counter[str] = Counter()
        """Connections that ended, since the process began."""

    def __len__(self) -> int:
        return len(self._connections)

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._connections.values()))

    # Requests

    def check_origin(self, scope: Scope) -> None:
        """Refuse pages of foreign origins, and hosts that are not ours.

        Raises:
            BadRequest
        """
        origins = {value for name, value in scope["headers"] if name == b"origin"}
        allows = partial(self._origins.allows, scheme=scope.get("scheme", "http"), host=_header(scope, b"host") or "")
        if len(origins) > 1 or not allows(origin=_header(scope, b"origin")):
            raise BadRequest(4, "Forbidden", status=403)

    def cors_headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Return what lets a trusted origin's page read the answer, if that is switched on."""
        origin = _header(scope, b"origin")
        if not self.options.cors or origin is None or not self._origins.trusts(origin):
            return []
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-allow-headers", b"content-type"),
            (b"vary", b"origin"),
        ]

    async def handshake(self, scope: Scope, make_link: Callable[[Connection], Link]) -> Connection:
        """Return a new connection, registered but not open yet.

        Raises:
            BadRequest: no room, or the application refuses.
        """
        network, now = self.counted_by((scope.get("client") or [""])[0]), asyncio.get_running_loop().time()
        self.slots.take(network, now)
        try:
            admission = await self._authorize(scope)
            self._check_owner(admission.owner)
        except BaseException:
            self.slots.free(network)
            raise
        self.hub.start()
        connection = Connection(self, self.new_id(), {**scope, **admission.scope}, self.binding(scope), make_link)
        connection.network, connection.owner = network, admission.owner
        self.slots.wait(connection, now)
        self._connections[connection.engine.sid] = connection
        self._by_owner[admission.owner] += 1
        return connection

    def find(self, sid: str, scope: Scope) -> Connection:
        """Return the connection of a session that this client may use.

        Raises:
            BadRequest: "The server MUST return an HTTP 400 response if the session ID is not known."
        """
        connection = self._connections.get(sid) or self._leftovers.get(sid)
        if connection is None or not secrets.compare_digest(connection.binding, self.binding(scope)):
            raise BadRequest(1, "Session ID unknown")
        return connection

    def binding(self, scope: Scope) -> str:
        """Return what a session id is bound to: a thief also needs the cookie of its owner.

        Read as Django reads cookies: to the standard library's parser, one that is unusual hides all.
        """
        cookie = parse_cookie(_header(scope, b"cookie") or "").get(self.options.session_cookie)
        return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""

    def new_id(self) -> str:
        """Return an id no one can guess: 144 bits."""
        return secrets.token_urlsafe(18)

    # Connections

    def forget(self, connection: Connection, reason: Reason) -> None:
        """A connection has ended."""
        sid = connection.engine.sid
        if self._connections.pop(sid, None) is None:
            return
        self.closed[reason] += 1
        self.slots.settle(connection)
        self.slots.free(connection.network)
        self._by_owner[connection.owner] -= 1
        if not self._by_owner[connection.owner]:
            del self._by_owner[connection.owner]
        # A poll after the ping time-out is one of an unknown session, as the reference server answers it.
        if connection.link.has_news and reason is not Reason.PING_TIMEOUT:
            self._leftovers[sid] = connection
            asyncio.get_running_loop().call_later(LINGER_S, self._leftovers.pop, sid, None)

    def forget_leftovers(self, connection: Connection) -> None:
        """The last packets of a closed session have been fetched."""
        self._leftovers.pop(connection.engine.sid, None)

    def close_all(self) -> None:
        """Close every connection: clients reconnect by themselves."""
        for connection in self:
            connection.close(Reason.SHUTTING_DOWN, SERVICE_RESTART)

    def close_polls(self) -> None:
        """Close the long-polling sessions: a request that waits is answered, and its client connects anew."""
        for connection in list(self):
            if isinstance(connection.link, PollingLink):
                connection.close(Reason.SHUTTING_DOWN)

    def spawn(self, work: Coroutine[Any, Any, None], context: Context) -> None:
        """Run ``work`` in the background, in ``context``; it is expected to handle its own errors."""
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def lifespan(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        """ASGI lifespan: the hub begins with the server and ends with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self.close_all()
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _check_owner(self, owner: Hashable | None) -> None:
        if owner is not None and self._by_owner[owner] >= self.options.max_connections_per_user:
            raise BadRequest(3, "Too many connections of this user", status=429)


def _header(scope: Scope, name: bytes) -> str | None:
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return None
