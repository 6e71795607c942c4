"""What an application touches: the sockets of its clients, and their events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chatsite.socketio.links import Delivery, delivery
from chatsite.socketio.protocols import Groups, Owner


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
        "_hub",
        "groups",
        "id",
        "is_connected",
        "namespace",
        "scope",
        "state",
        "transmit",
    )

    def __init__(self, socket_id: str, namespace: str, connection: "Owner[Socket]", hub: "Groups[Socket]") -> None:
        self.id = socket_id
        self.namespace = namespace
        self.scope = connection.scope
        self.state: dict[str, Any] = {}
        """For the application."""
        self.groups: set[str] = set()
        self.is_connected = False
        self._connection = connection
        self._hub = hub
        self._held: list[Delivery] = []
        self.transmit: Callable[[Delivery], object] = self._held.append
        """Where an encoded event goes, for the package: before the answer to CONNECT, it has to wait."""

    def emit(self, event: str, *args: object) -> None:
        """Send an event. Never waits; after the socket has left, nothing happens.

        Raises:
            TypeError, ValueError: the arguments can't be sent.
        """
        self.transmit(delivery(self._connection.session.emit(self.namespace, event, args)))

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
            self._hub.join(self, group)

    def leave(self, group: str) -> None:
        """End that. Repeating it changes nothing."""
        self.groups.discard(group)
        self._hub.leave(self, group)

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
        return f"<Socket {self.id} of {self.namespace}>"


def _discard(_: Delivery) -> None:
    """A socket that is not connected receives nothing."""
