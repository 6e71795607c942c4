"""Socket.IO protocol 5: the state of one connection. Pure: messages in, events out, the clock is an argument.

The quoted sections are those of the Socket.IO protocol specification, version 5.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from chatsite.socketio.errors import LimitExceeded, TooManyUnacknowledged, UnexpectedPacket
from chatsite.socketio.options import Options
from chatsite.socketio.packets import Data, Decoder, Packet, PacketType, encode

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class ConnectRequested:
    """The client asks for a namespace: answer with ``accept`` or ``refuse``."""

    namespace: str
    auth: Any


@dataclass(frozen=True, slots=True)
class EventReceived:
    """An event; ``ack_id`` is None unless the client wants an acknowledgement."""

    namespace: str
    name: str | float
    args: list[Any]
    ack_id: int | None


@dataclass(frozen=True, slots=True)
class AckReceived:
    """The answer to an event that was emitted with an acknowledgement."""

    namespace: str
    ack_id: int
    args: list[Any]


@dataclass(frozen=True, slots=True)
class NamespaceLeft:
    """The client left a namespace."""

    namespace: str


Received = ConnectRequested | EventReceived | AckReceived | NamespaceLeft
Messages = tuple[Data, ...]


class _State(Enum):
    PENDING = 0
    CONNECTED = 1
    LEFT = 2  # by the server; packets that were on their way are no offence


class Session:
    """One client's connection to the namespaces of a server."""

    __slots__ = ("_connect_by", "_decoder", "_namespaces", "_next_ack_id", "_options", "_unacknowledged")

    def __init__(self, options: Options, now: float) -> None:
        self._options = options
        self._decoder = Decoder(options)
        self._namespaces: dict[str, _State] = {}
        self._next_ack_id = 0
        self._unacknowledged: dict[int, str] = {}
        self._connect_by = now + options.connect_timeout_s

    @property
    def is_connected(self) -> bool:
        """Whether a namespace is connected."""
        return _State.CONNECTED in self._namespaces.values()

    @property
    def deadline(self) -> float:
        """When the connection is to be closed for want of a namespace.

        Only leaving the last namespace sets it anew: a client that is refused again and again gains no time by it.
        While the application decides, no time is up: that it is slow is not the client's fault.
        """
        waits = all(state is _State.LEFT for state in self._namespaces.values())
        return self._connect_by if waits else NEVER

    def receive(self, data: Data, now: float) -> Received | None:
        """Return what ``data`` means, or None if it means nothing (yet).

        Raises:
            ProtocolError: the connection must be closed.
        """
        packet = self._decoder.receive(data)
        if packet is None:
            return None
        if packet.type is PacketType.CONNECT:
            return self._connect(packet)
        state = self._namespaces.get(packet.namespace)
        if state is _State.LEFT:
            return None
        if packet.type is PacketType.DISCONNECT and state is not None:
            self._forget(packet.namespace, now)
            return NamespaceLeft(packet.namespace)
        if state is not _State.CONNECTED or packet.type is PacketType.CONNECT_ERROR:
            # Connection to a namespace: "If the server does not receive a CONNECT packet first, then it MUST close
            # the connection immediately."
            raise UnexpectedPacket(f"{packet.type.name} before CONNECT")
        return self._ack(packet) if packet.type is PacketType.ACK else self._event(packet)

    def accept(self, namespace: str, sid: str) -> Messages:
        """Answer CONNECT: "a CONNECT packet if the connection is successful, with the session ID in the payload".

        The payload holds nothing else: stock clients change how they read events when they find a ``pid`` there.
        """
        self._namespaces[namespace] = _State.CONNECTED
        return encode(Packet(PacketType.CONNECT, namespace, {"sid": sid}))

    def refuse(self, namespace: str, message: str, data: object) -> Messages:
        """Answer CONNECT: "or a CONNECT_ERROR packet if the connection is not allowed"."""
        self._namespaces.pop(namespace, None)
        payload = {"message": message} if data is None else {"message": message, "data": data}
        return encode(Packet(PacketType.CONNECT_ERROR, namespace, payload))

    def emit(self, namespace: str, event: str, args: tuple[object, ...]) -> Messages:
        """Return an event."""
        return encode(Packet(PacketType.EVENT, namespace, [event, *args]))

    def call(self, namespace: str, event: str, args: tuple[object, ...]) -> tuple[int, Messages]:
        """Return the id under which the client will acknowledge, and an event that asks for it.

        Raises:
            TooManyUnacknowledged
        """
        if len(self._unacknowledged) >= self._options.max_unacknowledged:
            raise TooManyUnacknowledged("the client owes too many acknowledgements")
        ack_id = self._next_ack_id
        messages = encode(Packet(PacketType.EVENT, namespace, [event, *args], ack_id))
        self._next_ack_id += 1
        self._unacknowledged[ack_id] = namespace
        return ack_id, messages

    def expire(self, ack_id: int) -> None:
        """Wait no longer for an acknowledgement; a late one is ignored."""
        self._unacknowledged.pop(ack_id, None)

    def acknowledge(self, namespace: str, ack_id: int, args: list[object]) -> Messages:
        """Acknowledgement: "The receiver MUST respond with an ACK packet with the same event ID."."""
        return encode(Packet(PacketType.ACK, namespace, args, ack_id))

    def disconnect(self, namespace: str, now: float) -> Messages:
        """Leave a namespace from the server's side."""
        self._forget(namespace, now)
        self._namespaces[namespace] = _State.LEFT
        return encode(Packet(PacketType.DISCONNECT, namespace))

    def _connect(self, packet: Packet) -> ConnectRequested | None:
        # A stock client whose user calls connect() twice sends CONNECT twice. One answer is enough for it.
        if self._namespaces.get(packet.namespace, _State.LEFT) is not _State.LEFT:
            return None
        if packet.namespace not in self._namespaces and len(self._namespaces) >= self._options.max_namespaces:
            raise LimitExceeded("too many namespaces")
        self._namespaces[packet.namespace] = _State.PENDING
        return ConnectRequested(packet.namespace, packet.data)

    def _event(self, packet: Packet) -> EventReceived:
        return EventReceived(packet.namespace, packet.data[0], packet.data[1:], packet.id)

    def _ack(self, packet: Packet) -> AckReceived | None:
        # An acknowledgement no one waits for is late, doubled or made up: it means nothing.
        if packet.id is None or self._unacknowledged.get(packet.id) != packet.namespace:
            return None
        del self._unacknowledged[packet.id]
        return AckReceived(packet.namespace, packet.id, packet.data)

    def _forget(self, namespace: str, now: float) -> None:
        was_connected = self._namespaces.pop(namespace, None) is _State.CONNECTED
        if was_connected and not self.is_connected:
            self._connect_by = now + self._options.connect_timeout_s
        owed = [ack_id for ack_id, owner in self._unacknowledged.items() if owner == namespace]
        for ack_id in owed:
            del self._unacknowledged[ack_id]
