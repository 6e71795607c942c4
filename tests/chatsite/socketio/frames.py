"""Frames to read: what clients write, and the same bent in every way that has ever fooled a parser.

Everything follows from a seed, so that a frame that was found once is found again.
"""

import base64
import json
import random
import re
from collections.abc import Iterator

from chatsite.socketio.packets import RESERVED_EVENTS, Data, Packet, PacketType, encode

NAMESPACES = ["/", "/", "/", "/a", "/admin", "/é", "/a/b", "/a?b=c", "/1", "/-", "/ "]
WORDS = ["", "a", "message", "é🍺", "\u2028", "\x00", '"', "\\", "/", "1", "_placeholder", "\ud83d", "[[{", "x" * 40]
KEYS = ["", "a", "num", "_placeholder", "1", "é", "constructor", "toString", "b" * 20]
NUMBERS = [0, 1, -1, 7, 0.5, -2.5e-8, 1e21, 2**31, 2**53 - 1, 2**53 + 1, -(2**63), 10**40, 5e-324]
# Scraps and values that languages read differently.
SCRAPS = [
    "0", "1", "9", "-", "+", ".", ",", "/", "[", "]", "{", "}", '"', "\\", ":", "e", "b", " ", "\t", "\n", "\r",
    "\x00", "\x0b", "\x1e", "\x85", "\xa0", "\u2028", "\u3000", "\ufeff", "²", "١", "３", "é", "🍺", "0x1", "1e0",
    "1.0", "1_0", "9007199254740991", "9007199254740992", "1" * 101, "1" * 400, "[" * 33, "\\ud83d", "''", "/*", "?",
]  # fmt: skip
VALUES = [
    "null", "true", "[]", "{}", "NaN", "Infinity", "-Infinity", "1e999", "-0", "01", "1.", ".5", "1e0", "1" * 101,
    "1" * 400, "1" * 5000, "[" * 33 + "]" * 33, '"\\ud83d"', '"\\u12"', '"\\x"', '"\t"', "'a'", '{"__proto__":{"a":1}}',
    '{"_placeholder":true,"num":0}', '{"_placeholder":true,"num":5}', '{"_placeholder":true,"num":-1}',
    '{"_placeholder":true,"num":0.5}', '{"_placeholder":true,"num":0.0}', '{"_placeholder":true,"num":"0"}',
    '{"_placeholder":1,"num":0}', '{"_placeholder":true}', '{"_placeholder":true,"num":true}', '{"num":0}',
    *sorted(f'"{name}"' for name in RESERVED_EVENTS),
]  # fmt: skip
VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[0-9.]+|true|null|\{"_placeholder"[^}]*\}')


class Frames:
    """Makes frames out of ``seed``."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def packets(self, count: int) -> Iterator[Packet]:
        """Yield ``count`` packets."""
        for _ in range(count):
            yield self._packet()

    def socketio(self, count: int) -> Iterator[tuple[Data, ...]]:
        """Yield the messages of ``count`` packets, more than half of them bent."""
        for _ in range(count):
            messages = self._spelled(self._packet())
            for _ in range(self._random.choice([0, 0, 1, 1, 1, 2, 3])):
                messages = self._bent(messages)
            yield messages

    def engineio(self, count: int) -> Iterator[Data]:
        """Yield ``count`` frames."""
        for _ in range(count):
            frame = self._engine_frame()
            if isinstance(frame, str) and self._random.random() < 0.5:
                frame = self._bent_text(frame)
            yield frame

    def payloads(self, count: int) -> Iterator[str]:
        """Yield ``count`` payloads of long-polling."""
        for _ in range(count):
            frames = (self._engine_frame() for _ in range(self._random.choice([1, 1, 2, 3, 16])))
            payload = "\x1e".join(frame if isinstance(frame, str) else _base64(frame) for frame in frames)
            yield self._bent_text(payload) if self._random.random() < 0.3 else payload

    # As clients write

    def _packet(self) -> Packet:
        pick = self._random
        kind = PacketType(pick.choice([0, 1, 2, 2, 2, 2, 3, 3, 4]))
        namespace = pick.choice(NAMESPACES)
        match kind:
            case PacketType.CONNECT:
                return Packet(kind, namespace, pick.choice([None, {}, {"token": self._value(2, binary=False)}]))
            case PacketType.DISCONNECT:
                return Packet(kind, namespace)
            case PacketType.CONNECT_ERROR:
                return Packet(kind, namespace, pick.choice(["no", {"message": self._value(1, binary=False)}]))
        binary = pick.random() < 0.3
        args = [self._value(3, binary=binary) for _ in range(pick.randrange(4))]
        name = [pick.choice(["message", "é", "", 7, 0.5])] if kind is PacketType.EVENT else []
        return Packet(kind, namespace, name + args, pick.choice([None, 0, 7, 12, 2**53 - 1]))

    def _value(self, depth: int, *, binary: bool) -> object:
        pick = self._random
        kind = pick.randrange(8 if depth else 5)
        if binary and pick.random() < 0.4:
            return pick.randbytes(pick.randrange(4))
        if kind < 3:
            return pick.choice([None, True, False, *WORDS])
        if kind < 5:
            return pick.choice(NUMBERS)
        size = pick.randrange(4)
        if kind < 7:
            return [self._value(depth - 1, binary=binary) for _ in range(size)]
        return {pick.choice(KEYS): self._value(depth - 1, binary=binary) for _ in range(size)}

    def _spelled(self, packet: Packet) -> tuple[Data, ...]:
        text, *attachments = encode(packet)
        assert isinstance(text, str)
        if packet.data is not None and self._random.random() < 0.2:  # as a client that escapes or spaces writes
            start = min(text.find(mark) % (len(text) + 1) for mark in '[{"')
            loose = json.dumps(json.loads(text[start:]), indent=self._random.choice([None, 1]))
            text = text[:start] + loose
        return (text, *attachments)

    def _engine_frame(self) -> Data:
        pick = self._random
        if pick.random() < 0.25:
            data = pick.randbytes(pick.randrange(9))
            return data if pick.random() < 0.5 else _base64(data)
        text = pick.choice(["", "probe", "€\n", *WORDS, str(self._spelled(self._packet())[0])])
        return pick.choice("0123444444456") + text.replace("\ud83d", "?")

    # And bent

    def _bent(self, messages: tuple[Data, ...]) -> tuple[Data, ...]:
        pick, parts = self._random, list(messages)
        place = pick.randrange(len(parts))
        part = parts[place]
        what = pick.random()
        if what < 0.8 and isinstance(part, str):
            parts[place] = self._bent_text(part)
        elif what < 0.85 and len(parts) > 1:
            del parts[place]
        elif what < 0.9:
            parts.insert(place, pick.randbytes(2))
        elif what < 0.95:
            parts.insert(place + 1, part)
        else:
            parts += self._spelled(self._packet())
        return tuple(parts)

    def _bent_text(self, text: str) -> str:
        pick = self._random
        # Most of what can go wrong is decided in the first characters.
        start = pick.randrange(min(len(text), 8) + 1) if pick.random() < 0.6 else pick.randrange(len(text) + 1)
        end = min(len(text), start + pick.choice([0, 0, 1, 1, 2, 5]))
        match pick.randrange(8):
            case 0:
                middle = ""
            case 1:
                middle = text[start:end] * 2
            case 2:
                return text[:start]
            case 3:
                return text[start:]
            case 4:
                middle = chr(
                    pick.choice([pick.randrange(128), pick.randrange(0xD800), pick.randrange(0xE000, 0x110000)])
                )
            case 5:
                start, end = pick.choice([match.span() for match in VALUE.finditer(text)] or [(start, end)])
                middle = pick.choice(VALUES)
            case _:
                middle = pick.choice(SCRAPS)
        return text[:start] + middle + text[end:]


def _base64(data: bytes) -> str:
    return "b" + base64.b64encode(data).decode()
