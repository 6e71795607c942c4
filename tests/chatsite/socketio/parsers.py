"""What three implementations make of the same frames: this package, python-socketio, and the reference for Node.

A verdict is None for what is refused, and otherwise what was read, in the words of JSON; bytes are ``{"$bytes": …}``.
"""

import base64
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import engineio.packet
import engineio.payload
import socketio.packet

from chatsite.socketio import engineio as our_engineio
from chatsite.socketio.errors import ProtocolError
from chatsite.socketio.options import Options
from chatsite.socketio.packets import Data, Decoder, Packet

ROOT = Path(__file__).parents[3]
TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"]
OPTIONS = Options()


@dataclass
class Reading:
    """The packets of some messages: type, namespace, id, data; and whether attachments are still to come."""

    packets: list[Any]
    waiting: bool
    written: list[list[Data]] = field(default_factory=list, compare=False)
    """Each packet as the same implementation writes it."""


def plain(value: Any) -> Any:
    """Return ``value`` with its bytes in the words of JSON."""
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def same(left: Any, right: Any) -> bool:
    """Tell whether two values are the same to JavaScript, which has one kind of number."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    numbers = (int, float)
    if type(left) in numbers and type(right) in numbers:
        return float(left) == float(right)
    return type(left) is type(right) and bool(left == right)


class Ours:
    """This package. Anything but the protocol's own exception goes through, and fails the test."""

    def socketio(self, messages: Iterable[Data]) -> Reading | None:
        decoder = Decoder(OPTIONS)
        try:
            read = [packet for message in messages if (packet := decoder.receive(message)) is not None]
        except ProtocolError:
            return None
        return Reading([plain([int(p.type), p.namespace, p.id, p.data]) for p in read], decoder._unfinished is not None)

    def engineio(self, frame: Data) -> Any:
        try:
            return self._spelled(our_engineio.decode_packet(frame))
        except ProtocolError:
            return None

    def payload(self, body: str) -> Any:
        try:
            packets = our_engineio.decode_payload(body.encode(), max_packets=OPTIONS.max_packets_per_payload)
        except ProtocolError:
            return None
        return [self._spelled(packet) for packet in packets]

    def _spelled(self, packet: our_engineio.Packet) -> Any:
        return [TYPES[int(packet.type)], plain(packet.data)]


class Python:
    """The packet classes of python-socketio and python-engineio, which know no order of messages: that is added."""

    def socketio(self, messages: Iterable[Data]) -> Reading | None:
        try:
            return self._read(messages)
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError):
            return None

    def _read(self, messages: Iterable[Data]) -> Reading:
        read, waiting = [], None
        for message in messages:
            if (waiting is None) == isinstance(message, bytes):
                raise ValueError("out of turn")
            if waiting is None:
                packet = socketio.packet.Packet(encoded_packet=message)
                waiting = packet if packet.attachment_count else None
                if waiting is None:
                    read.append(packet)
            elif waiting.add_attachment(message):
                read.append(waiting)
                waiting = None
        return Reading([self._packet(packet) for packet in read], waiting is not None)

    def _packet(self, packet: Any) -> Any:
        kind = packet.packet_type - 3 if packet.packet_type in {5, 6} else packet.packet_type
        return plain([kind, packet.namespace or "/", packet.id, packet.data])

    def engineio(self, frame: Data) -> Any:
        try:
            return self._spelled(engineio.packet.Packet(encoded_packet=frame), frame)
        except ValueError:
            return None

    def payload(self, body: str) -> Any:
        try:
            packets = engineio.payload.Payload(encoded_payload=body).packets
        except (ValueError, KeyError):
            return None
        return [self._spelled(packet, frame) for packet, frame in zip(packets, body.split("\x1e"), strict=False)]

    def _spelled(self, packet: Any, frame: Data) -> Any:
        """Its class also parses text that looks like JSON, for the sake of the open packet: that is undone."""
        kind = TYPES[packet.packet_type] if packet.packet_type < len(TYPES) else None
        return [kind, plain(packet.data) if packet.binary else frame[1:]]


class Node:
    """socket.io-parser and engine.io-parser: one child process reads everything at once."""

    def read_all(self, questions: Iterable[tuple[str, Any]]) -> list[Any]:
        """Return the verdict on each ``(kind of frame, frame)``."""
        lines = "\n".join(json.dumps(plain(question)) for question in questions)
        node = ["node", "tests/chatsite/socketio/parsers.mjs"]
        done = subprocess.run(node, cwd=ROOT, input=lines, capture_output=True, text=True, timeout=100, check=False)
        assert not done.stderr, done.stderr
        return [self._verdict(json.loads(line)) for line in done.stdout.split("\n")[:-1]]

    def _verdict(self, read: Any) -> Any:
        if isinstance(read, dict):
            return Reading(read["packets"], read["waiting"], [list(map(unplain, each)) for each in read["written"]])
        return read


def unplain(value: Any) -> Data:
    """Return a message that Node wrote."""
    return base64.b64decode(value["$bytes"]) if isinstance(value, dict) else value


def encoded_by_python(packet: Packet) -> list[Data]:
    """Return the messages that python-socketio makes of ``packet``."""
    namespace = None if packet.namespace == "/" else packet.namespace
    written = socketio.packet.Packet(packet.type, packet.data, namespace, packet.id).encode()
    return written if isinstance(written, list) else [written]
