"""What an application writes and touches: namespaces with handlers, and the sockets connected to them."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatsite.db.pool import run_in_pool
from chatsite.socketio.errors import BadArguments, EventRefused, UnknownEvent
from chatsite.socketio.links import Delivery, delivery

if TYPE_CHECKING:
    from chatsite.socketio.connection import Connection
    from chatsite.socketio.hub import Hub
    from chatsite.socketio.server import SocketIOServer

Handler = Callable[..., Any]
"""``handler(socket, *args)``, sync or async; what it returns is the acknowledgement."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a client. ``wants_ack`` tells whether anyone will read what the handler returns."""

    name: str | float
    args: list[Any]
    wants_ack: bool


class Socket:
    """One client's connection to one namespace. Use it on the event loop only."""

    __slots__ = (
        "__weakref__",
        "_connection",
        "_held",
        "groups",
        "id",
        "is_connected",
        "namespace",
        "scope",
        "state",
        "transmit",
    )

    def __init__(self, socket_id: str, namespace: "Namespace", connection: "Connection") -> None:
        self.id = socket_id
        self.namespace = namespace
        self.scope = connection.scope
        self.state: dict[str, Any] = {}
        """For the application."""
        self.groups: set[str] = set()
        self.is_connected = False
        self._connection = connection
        self._held: list[Delivery] = []
        self.transmit: Callable[[Delivery], object] = self._held.append
        """Where an encoded event goes, for the package: before the answer to CONNECT, it has to wait."""

    def emit(self, event: str, *args: object) -> None:
        """Send an event. Never waits; after the socket has left, nothing happens.

        Raises:
            TypeError, ValueError: the arguments can't be sent.
        """
        self.transmit(delivery(self._connection.session.emit(self.namespace.name, event, args)))

    async def call(self, event: str, *args: object, timeout_s: float = 10.0) -> Any:
        """Send an event and return what the client acknowledges it with: one value, a tuple of several, or None.

        Raises:
            AckTimeout: no answer within ``timeout_s``.
            NotConnected: the socket has left, or left before it answered.
            TooManyUnacknowledged: the client owes too many answers.
        """
        args_back = await self._connection.call(self, event, args, timeout_s)
        return args_back[0] if len(args_back) == 1 else tuple(args_back) or None

    def join(self, group: str) -> None:
        """Receive what is sent to ``group`` in this namespace. Repeating it changes nothing."""
        if self in self._connection:
            self.groups.add(group)
            self.namespace.hub.join(self, group)

    def leave(self, group: str) -> None:
        """End that. Repeating it changes nothing."""
        self.groups.discard(group)
        self.namespace.hub.leave(self, group)

    def disconnect(self, *, close: bool = False) -> None:
        """End this namespace for the client, or with ``close`` its whole connection, after what was sent before."""
        self._connection.disconnect(self, close=close)

    def begin(self, transmit: Callable[[Delivery], None]) -> None:
        """CONNECT has been answered: let out what waited. For the package."""
        self.is_connected = True
        for parcel in self._held:
            transmit(parcel)
        self.transmit = transmit
        self._held = []

    def end(self) -> None:
        """The socket has left. For the package."""
        self.is_connected = False
        self.transmit = _discard
        for group in list(self.groups):
            self.leave(group)

    def __repr__(self) -> str:
        return f"<Socket {self.id} of {self.namespace.name}>"


def _discard(_: Delivery) -> None:
    """A socket that is not connected receives nothing."""


class Namespace:
    """A part of the application with its own events. One instance serves all its sockets: keep state in them."""

    name = "/"
    server: "SocketIOServer"

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each event: async ones run on the loop, others in the database pool."""
        return {}

    async def on_connect(self, socket: Socket, auth: Any) -> None:
        """A client asks for this namespace; ``auth`` is its CONNECT payload or None.

        It is connected when this returns. What is emitted meanwhile arrives after that.

        Raises:
            ConnectRefused: the client gets CONNECT_ERROR instead.
        """

    async def on_disconnect(self, socket: Socket, reason: str) -> None:
        """The socket has left, and left its groups. May never run: don't rely on it."""

    async def dispatch(self, socket: Socket, event: Event) -> Any:
        """Run the handler of ``event`` and return the acknowledgement: None for none, a tuple for several values.

        Raises:
            EventRefused: there is no such handler, or it takes other arguments.
        """
        call = self._calls.get(event.name)
        if call is None:
            raise UnknownEvent(f"unknown event {event.name!r}")
        if not call.accepts(len(event.args)):
            raise BadArguments(f"{event.name!r} takes other arguments")
        if call.is_async:
            return await call.handler(socket, *event.args)
        return await run_in_pool(call.handler, socket, *event.args)

    def refused(self, socket: Socket, event: Event, error: EventRefused) -> Any:
        """Return the acknowledgement of an event that was refused or failed."""
        return {"error": {"code": error.code, "message": str(error)}}

    @property
    def hub(self) -> "Hub":
        return self.server.hub

    def attach(self, server: "SocketIOServer") -> None:
        """Belong to ``server``."""
        self.server = server
        self._calls = {name: _Call.of(handler) for name, handler in self.handlers().items()}

    _calls: "Mapping[str | float, _Call]"


@dataclass(frozen=True, slots=True)
class _Call:
    """A handler, looked at once: a client may send any number of arguments."""

    handler: Handler
    is_async: bool
    min_args: int
    max_args: float

    @classmethod
    def of(cls, handler: Handler) -> "_Call":
        kinds = inspect.Parameter
        parameters = list(inspect.signature(handler).parameters.values())
        positional = [p for p in parameters if p.kind in {kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD}]
        has_rest = any(p.kind is kinds.VAR_POSITIONAL for p in parameters)
        return cls(
            handler,
            inspect.iscoroutinefunction(handler),
            sum(p.default is kinds.empty for p in positional) - 1,
            float("inf") if has_rest else len(positional) - 1,
        )

    def accepts(self, count: int) -> bool:
        return self.min_args <= count <= self.max_args
