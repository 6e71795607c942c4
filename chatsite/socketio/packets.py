"""Socket.IO protocol 5: its packets, and their text and binary form. Pure: strings in, packets out.

The quoted sections are those of the Socket.IO protocol specification, version 5.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from chatsite.socketio import jsontext
from chatsite.socketio.errors import LimitExceeded, MalformedPacket, UnexpectedPacket
from chatsite.socketio.options import Options

Data = str | bytes
"""What one Engine.IO message carries."""

MAX_ID = 2**53 - 1
"""The largest integer that every client can count to."""
MAX_ID_DIGITS = len(str(MAX_ID))

# The reference parser refuses these names, so that no client can fake a life-cycle event.
RESERVED_EVENTS = frozenset(
    {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}
)


class PacketType(IntEnum):
    """Exchange protocol."""

    CONNECT = 0
    DISCONNECT = 1
    EVENT = 2
    ACK = 3
    CONNECT_ERROR = 4
    BINARY_EVENT = 5
    BINARY_ACK = 6


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet, with binary values in their place inside ``data``.

    ``type`` is never one of the binary types: whether a packet is binary follows from its data.
    """

    type: PacketType
    namespace: str = "/"
    data: Any = None
    id: int | None = None


# Packet encoding: <packet type>[<# of binary attachments>-][<namespace>,][<acknowledgment id>][JSON payload]
_PLAIN = re.compile(r"([0-4])(?:(/[^,]*),?)?([0-9]*)")
_BINARY = re.compile(r"([56])([0-9]+)-(?:(/[^,]*),?)?([0-9]*)")


def encode(packet: Packet) -> tuple[Data, ...]:
    """Return the text of ``packet`` and then its binary attachments.

    Raises:
        TypeError, ValueError: the data can't be sent.
    """
    attachments: list[bytes] = []
    payload = "" if packet.data is None else jsontext.dumps(packet.data, attachments)
    kind, count = packet.type, ""
    if attachments:
        kind, count = _binary_type(packet.type), f"{len(attachments)}-"
    # "the namespace is only included if it is different from the main namespace"
    namespace = "" if packet.namespace == "/" else f"{packet.namespace},"
    ack_id = "" if packet.id is None else packet.id
    return (f"{kind:d}{count}{namespace}{ack_id}{payload}", *attachments)


class Decoder:
    """Turns the messages of one connection into packets; a binary packet takes several messages."""

    __slots__ = ("_attachments", "_awaited", "_options", "_unfinished")

    def __init__(self, options: Options) -> None:
        self._options = options
        self._unfinished: Packet | None = None
        self._awaited = 0
        self._attachments: list[bytes] = []

    def receive(self, data: Data) -> Packet | None:
        """Return the packet that ``data`` completes, or None while attachments are still to come.

        Raises:
            ProtocolError: ``data`` is no packet, comes out of turn, or is over a limit.
        """
        if isinstance(data, bytes):
            return self._receive_attachment(data)
        if self._unfinished is not None:
            raise UnexpectedPacket("text where an attachment is due")
        packet, attachments = decode_text(data, max_nesting=self._options.max_nesting)
        if attachments == 0:
            return packet
        if attachments > self._options.max_attachments:
            raise LimitExceeded("too many attachments")
        self._unfinished, self._awaited = packet, attachments
        return None

    def _receive_attachment(self, data: bytes) -> Packet | None:
        if self._unfinished is None:
            raise UnexpectedPacket("an attachment without its packet")
        self._attachments.append(data)
        if sum(map(len, self._attachments)) > self._options.max_attachment_bytes:
            raise LimitExceeded("attachments too large")
        if len(self._attachments) < self._awaited:
            return None
        packet = replace(self._unfinished, data=_with_attachments(self._unfinished.data, self._attachments))
        self._unfinished, self._attachments = None, []
        return packet


def decode_text(text: str, *, max_nesting: int) -> tuple[Packet, int]:
    """Return the packet that ``text`` spells, with placeholders in its data, and how many attachments follow it.

    Raises:
        MalformedPacket, LimitExceeded
    """
    if match := _PLAIN.match(text):
        kind, namespace, ack_id = match.groups()
        attachments = 0
    elif match := _BINARY.match(text):
        kind, count, namespace, ack_id = match.groups()
        attachments = _parse_count(count)
    else:
        raise MalformedPacket("unknown packet type")
    packet_type = _plain_type(PacketType(int(kind)))
    data = _parse_payload(packet_type, text[match.end() :], max_nesting)
    return Packet(packet_type, namespace or "/", data, _parse_id(ack_id)), attachments


def _parse_count(digits: str) -> int:
    count = _parse_integer(digits)
    if count == 0:
        raise MalformedPacket("a binary packet without attachments")
    return count


def _parse_id(digits: str) -> int | None:
    if not digits:
        return None
    ack_id = _parse_integer(digits)
    if ack_id > MAX_ID:
        raise MalformedPacket("acknowledgement id too large")
    return ack_id


def _parse_integer(digits: str) -> int:
    """Return the number, or one above ``MAX_ID`` if it is larger: thousands of digits are never converted."""
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= MAX_ID_DIGITS else MAX_ID + 1


def _parse_payload(packet_type: PacketType, text: str, max_nesting: int) -> Any:
    if not text:
        if packet_type in {PacketType.EVENT, PacketType.ACK}:
            # Sending and receiving data, Acknowledgement: "The payload is mandatory and MUST be an array"
            raise MalformedPacket("payload missing")
        return None
    if text[0] in " \t\r\n":
        raise MalformedPacket("blank before the payload")
    data = jsontext.loads(text, max_nesting=max_nesting)
    if not _is_valid(packet_type, data):
        raise MalformedPacket("invalid payload")
    return data


def _is_valid(packet_type: PacketType, data: Any) -> bool:
    match packet_type:
        case PacketType.CONNECT:
            return isinstance(data, dict)
        case PacketType.CONNECT_ERROR:
            return isinstance(data, dict | str)
        case PacketType.ACK:
            return isinstance(data, list)
        case PacketType.EVENT:
            # Sending and receiving data: "MUST be a non-empty array"
            return isinstance(data, list) and bool(data) and _is_event_name(data[0])
    return False  # Disconnection from a namespace has no payload.


def _is_event_name(name: Any) -> bool:
    if isinstance(name, str):
        return name not in RESERVED_EVENTS
    return isinstance(name, int | float) and not isinstance(name, bool)


def _with_attachments(data: Any, attachments: list[bytes]) -> Any:
    """Return ``data`` with each placeholder replaced. Its nesting is bounded already, so recursion is too."""
    if isinstance(data, list):
        return [_with_attachments(item, attachments) for item in data]
    if not isinstance(data, dict):
        return data
    if data.get("_placeholder") is not True:
        return {key: _with_attachments(item, attachments) for key, item in data.items()}
    number = data.get("num")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(attachments):
        raise MalformedPacket("illegal attachments")
    return attachments[number]


def _plain_type(packet_type: PacketType) -> PacketType:
    return _PLAIN_TYPES.get(packet_type, packet_type)


def _binary_type(packet_type: PacketType) -> PacketType:
    if packet_type not in _BINARY_TYPES:
        raise TypeError(f"{packet_type.name} can't carry binary data")
    return _BINARY_TYPES[packet_type]


_BINARY_TYPES = {PacketType.EVENT: PacketType.BINARY_EVENT, PacketType.ACK: PacketType.BINARY_ACK}
_PLAIN_TYPES = {binary: plain for plain, binary in _BINARY_TYPES.items()}
