"""Engine.IO protocol 4: packets, payloads, handshake, heartbeat, upgrade, close. Pure: the clock is an argument.

The quoted sections are those of the Engine.IO protocol specification, version 4.
"""

import base64
import binascii
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from urllib.parse import parse_qs

from chatsite.socketio.errors import BadRequest, LimitExceeded, MalformedPacket, UnexpectedPacket
from chatsite.socketio.limits import TokenBucket
from chatsite.socketio.options import Options

Data = str | bytes
Frame = str | bytes
"""One encoded packet: a WebSocket message, or one part of a payload."""

SEPARATOR = "\x1e"
MAX_PACKETS_PER_POLL = 16
"""python-engineio's clients break off at a payload of more."""


class PacketType(StrEnum):
    """Protocol."""

    OPEN = "0"
    CLOSE = "1"
    PING = "2"
    PONG = "3"
    MESSAGE = "4"
    UPGRADE = "5"
    NOOP = "6"


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. Binary data is always a message's."""

    type: PacketType
    data: Data = ""


PING = "2"
CLOSE = "1"
NOOP = "6"
PROBE = Packet(PacketType.PING, "probe")
PROBE_ANSWER = "3probe"

_TYPES = {member.value: member for member in PacketType}


def encode_message(data: Data) -> Frame:
    """Return the frame of a message packet: text behind its type, binary as it is (Packet encoding, WebSocket)."""
    return "4" + data if isinstance(data, str) else data


def decode_packet(frame: Frame) -> Packet:
    """Return the packet of one frame. A frame that begins with ``b`` is a message in base64 (Packet encoding).

    Raises:
        MalformedPacket
    """
    if isinstance(frame, bytes):
        return Packet(PacketType.MESSAGE, frame)
    kind = frame[:1]
    if kind == "b":
        return Packet(PacketType.MESSAGE, _from_base64(frame[1:]))
    if kind not in _TYPES:
        raise MalformedPacket("unknown packet type")
    return Packet(_TYPES[kind], frame[1:])


def encode_payload(frames: Iterable[Frame]) -> str:
    """Return ``frames`` as one body (Packet encoding, HTTP long-polling)."""
    return SEPARATOR.join(
        frame if isinstance(frame, str) else "b" + base64.b64encode(frame).decode() for frame in frames
    )


def decode_payload(body: bytes, *, max_packets: int) -> list[Packet]:
    """Return the packets of a POST's body.

    Raises:
        MalformedPacket, LimitExceeded
    """
    try:
        frames = body.decode().split(SEPARATOR, max_packets)
    except UnicodeDecodeError:
        raise MalformedPacket("not UTF-8") from None
    if len(frames) > max_packets:
        raise LimitExceeded("too many packets in one payload")
    return [decode_packet(frame) for frame in frames]


def is_larger(frame: Frame, limit: int) -> bool:
    """Tell whether ``frame`` takes more than ``limit`` bytes on the wire."""
    return len(frame) > limit or (
        isinstance(frame, str) and len(frame) * 4 > limit and not frame.isascii() and len(frame.encode()) > limit
    )


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedPacket("invalid base64") from None


class Transport(StrEnum):
    POLLING = "polling"
    WEBSOCKET = "websocket"


@dataclass(frozen=True, slots=True)
class TransportRequest:
    """What the query string of a request asks for; ``sid`` is empty for a handshake.

    ``stamp`` is the ``t`` by which clients keep polls apart: an HTTP client that repeats a poll repeats it.
    """

    transport: Transport
    sid: str
    stamp: str = ""


def parse_request(query_string: bytes, *, method: str, carrier: Transport) -> TransportRequest:
    """Return what a request that came over ``carrier`` (an HTTP request or a WebSocket) asks for.

    Raises:
        BadRequest: "If a mandatory query parameter is missing, then the server MUST respond with an HTTP 400 error
            status" (HTTP long-polling, Query parameters; WebSocket likewise).
    """
    query = _parse_query(query_string)
    if query.get("EIO") != ["4"]:
        raise BadRequest(5, "Unsupported protocol version")
    if query.get("transport") != [carrier]:
        raise BadRequest(0, "Transport unknown")
    sid = query.get("sid", [""])[0]
    if not sid and method != "GET":
        raise BadRequest(2, "Bad handshake method")
    if method not in {"GET", "POST"}:
        raise BadRequest(3, "Bad request")
    return TransportRequest(carrier, sid, query.get("t", [""])[0])


def _parse_query(query_string: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(query_string.decode("latin-1"), keep_blank_values=True, max_num_fields=16)
    except ValueError:
        raise BadRequest(3, "Bad request") from None


class Due(Enum):
    """What the clock asks of a session."""

    NOTHING = 0
    PING = 1
    CLOSE = 2


class Engine:
    """One session, whatever carries it: what has been received, and when what is due.

    ``sent_bytes`` is kept by the sender. With it the session knows how much the client has not confirmed by
    answering a ping, the only sign of a slow reader behind a server that buffers without limit.
    """

    __slots__ = (
        "_confirmed_bytes",
        "_options",
        "_packets",
        "_pinged_bytes",
        "attention_bytes",
        "deadline",
        "is_open",
        "is_pinging",
        "sent_bytes",
        "sid",
    )

    def __init__(self, sid: str, options: Options, now: float) -> None:
        self.sid = sid
        self.is_open = True
        self.is_pinging = False
        self._options = options
        self._packets = TokenBucket(options.packets_per_s, options.packets_burst, now)
        self.deadline = now + options.ping_interval_s
        self.sent_bytes = self._confirmed_bytes = self._pinged_bytes = 0
        self.attention_bytes = options.max_unconfirmed_bytes // 4
        """When ``sent_bytes`` passes this, ``flow()`` has something to say."""

    def open_frame(self, *, upgrades: list[str]) -> str:
        """Return the open packet.

        Handshake: "If the server accepts the connection, then it MUST respond with an open packet with the following
        JSON-encoded payload".
        """
        handshake = {
            "sid": self.sid,
            "upgrades": upgrades,
            "pingInterval": round(self._options.ping_interval_s * 1000),
            "pingTimeout": round(self._options.ping_timeout_s * 1000),
            "maxPayload": self._options.max_frame_bytes,
        }
        return "0" + json.dumps(handshake, separators=(",", ":"))

    def receive(self, packet: Packet, now: float) -> Data | None:
        """Take one packet and return the message it carries, if any. A close packet ends the session.

        Raises:
            UnexpectedPacket: the client sent what only a server sends.
            LimitExceeded: too many packets, of whatever type.
        """
        if not self._packets.take(now):
            raise LimitExceeded("too many packets")
        if packet.type is PacketType.MESSAGE:
            return packet.data
        if packet.type is PacketType.PONG:
            self._confirm(now)
        elif packet.type is PacketType.CLOSE:
            self.is_open = False
        elif packet.type is PacketType.PING:
            # Heartbeat: "the server sends a ping packet and the client [...] a pong packet back"
            raise UnexpectedPacket("invalid heartbeat direction")
        elif packet.type is not PacketType.NOOP:
            raise UnexpectedPacket(f"{packet.type.name.lower()} packet from the client")
        return None

    def wake_at(self, now: float) -> float:
        """Tell when to call ``tick`` next: whatever is received or sent meanwhile, nothing is due before.

        While a ping is out that may be earlier than the deadline: an answer brings the next ping an interval later.
        """
        return min(self.deadline, now + self._options.ping_interval_s) if self.is_pinging else self.deadline

    def tick(self, now: float) -> Due:
        """Tell what is due at ``now``; after PING, the ping is taken as sent."""
        if now < self.deadline:
            return Due.NOTHING
        if self.is_pinging:
            # Heartbeat: "If the server does not receive a pong packet back, then it SHOULD consider that the
            # connection is closed."
            return Due.CLOSE
        return self._ping(now)

    def flow(self, now: float) -> Due:
        """Tell what ``sent_bytes`` asks for: an early ping to learn how far the client has read, or the end."""
        if self.sent_bytes - self._confirmed_bytes > self._options.max_unconfirmed_bytes:
            return Due.CLOSE
        if self.is_pinging:
            self.attention_bytes = self._confirmed_bytes + self._options.max_unconfirmed_bytes
            return Due.NOTHING
        if self.sent_bytes > self.attention_bytes:
            return self._ping(now)
        return Due.NOTHING

    def _ping(self, now: float) -> Due:
        self.is_pinging = True
        # An early ping never brings the deadline forward: the owner of the clock would need a notification.
        self.deadline = max(self.deadline, now + self._options.ping_timeout_s)
        self._pinged_bytes = self.sent_bytes
        self.attention_bytes = self._confirmed_bytes + self._options.max_unconfirmed_bytes
        return Due.PING

    def _confirm(self, now: float) -> None:
        if self.is_pinging:
            self.is_pinging = False
            self.deadline = now + self._options.ping_interval_s
            self._confirmed_bytes = self._pinged_bytes
            self.attention_bytes = self._confirmed_bytes + self._options.max_unconfirmed_bytes // 4


class Probe:
    """The server's side of an upgrade, on the new WebSocket (Upgrade).

    The client probes with a ping, the server answers; the client completes with an upgrade packet.
    """

    __slots__ = ("_is_probed",)

    def __init__(self) -> None:
        self._is_probed = False

    def receive(self, packet: Packet) -> bool:
        """Return whether ``packet`` completes the upgrade; if not, the probe has to be answered.

        Raises:
            UnexpectedPacket: anything else; the WebSocket is closed, the session stays on long-polling.
        """
        if not self._is_probed and packet == PROBE:
            self._is_probed = True
            return False
        if self._is_probed and packet.type is PacketType.UPGRADE:
            return True
        raise UnexpectedPacket("not an upgrade")


class PollQueue:
    """What waits for the next poll of a session, bounded."""

    __slots__ = ("_bytes", "_frames", "_options")

    def __init__(self, options: Options) -> None:
        self._options = options
        self._frames: deque[Frame] = deque()
        self._bytes = 0

    def __bool__(self) -> bool:
        return bool(self._frames)

    def push(self, frames: Iterable[Frame]) -> None:
        """Append ``frames``.

        Raises:
            LimitExceeded: the client has not polled for too long.
        """
        for frame in frames:
            self._frames.append(frame)
            self._bytes += len(frame)
        if len(self._frames) > self._options.max_outbox_frames or self._bytes > self._options.max_outbox_bytes:
            raise LimitExceeded("outbox full")

    def take(self) -> list[Frame]:
        """Return what one payload may hold of what waits, and forget it."""
        frames = [self._frames.popleft() for _ in range(min(len(self._frames), MAX_PACKETS_PER_POLL))]
        self._bytes -= sum(map(len, frames))
        return frames

    def take_all(self) -> list[Frame]:
        """Return everything that waits, and forget it."""
        frames = list(self._frames)
        self._frames.clear()
        self._bytes = 0
        return frames
