"""Bad guests of a server: what they do on raw TCP connections, each to its end. None of them waits to be understood."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.chatsite.socketio.frames import Frames

PATH = "/socket.io/?EIO=4&transport="
TEXT, BINARY, CONTINUATION, CLOSE, PING = 1, 2, 0, 8, 9
FINAL = 0x80
PATIENCE_S = 60
ANSWERED = [b"\r\n\r\n", b'42["auth",{}]', b'42["message-back","in parts"]', b""]
"""How the answers end: to the request for a WebSocket, to a CONNECT, to the event of ``fragments``."""
TOLERATED = ['42["unknown"]', '421["one-argument"]', '4399["nobody asked"]', "40", "6", "3"]
"""Frames that mean nothing, or are answered with an error; the connection goes on."""
UNTIDY = [
    bytes([0x81, 0x01]) + b"4",  # not masked
    bytes([0xF1, 0x80]) + bytes(4),  # reserved bits
    bytes([0x8B, 0x80]) + bytes(4),  # reserved opcode
    bytes([0x80, 0x80]) + bytes(4),  # goes on with nothing
    bytes([0x09, 0x80]) + bytes(4),  # a control frame in parts
    bytes([0x89, 0xFE, 0x01, 0x00]) + bytes(4 + 256),  # a control frame too long
    bytes([0x81, 0xFF]) + b"\x7f" + b"\xff" * 7 + bytes(4),  # longer than memory
    bytes([0x81, 0xFF]) + b"\xff" * 8 + bytes(4),  # negative length
    bytes([0x81, 0x82]) + bytes(4) + b"\xff\xfe",  # not UTF-8
    bytes([0x88, 0x81]) + bytes(4) + b"x",  # half a close code
    bytes([0x88, 0x82]) + bytes(4) + b"\x00\x00",  # no close code
    b"GET / HTTP/1.1\r\n\r\n",
]


def frame(data: str | bytes, *, opcode: int | None = None, final: bool = True) -> bytes:
    """Return a client's frame, masked with zeros."""
    body = data.encode() if isinstance(data, str) else data
    opcode = (TEXT if isinstance(data, str) else BINARY) if opcode is None else opcode
    size = len(body)
    if size < 126:
        length = bytes([FINAL | size])
    else:
        length = b"\xfe" + size.to_bytes(2, "big") if size < 65536 else b"\xff" + size.to_bytes(8, "big")
    return bytes([FINAL * final | opcode]) + length + bytes(4) + body


FAREWELL = frame(b"\x03\xe8", opcode=CLOSE)
"""Without it the server would wait ten seconds for a polite end."""


def upgrade_request(sid: str = "", cookie: str = "") -> bytes:
    """Return the request that opens a WebSocket."""
    return (
        f"GET {PATH}websocket{sid and f'&sid={sid}'} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"Cookie: {cookie}\r\n\r\n"
    ).encode()


def poll_request(sid: str = "", body: bytes | None = None, *, length: int | None = None, cookie: str = "") -> bytes:
    """Return the request of a poll, or of a post if there is a body."""
    method, size = ("GET", 0) if body is None else ("POST", len(body) if length is None else length)
    head = f"{method} {PATH}polling{sid and f'&sid={sid}'} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n"
    return f"{head}Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode() + (body or b"")


class Guests:
    """Everything that can be done to the server on ``port``; counts what was sent."""

    def __init__(self, port: int, seed: int) -> None:
        self.bad_frames = 0
        self.connections = 0
        self._port = port
        self._random = random.Random(seed)
        self._frames = Frames(seed)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        self.connections += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            yield reader, writer
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The server may well hang up.
        finally:
            writer.transport.abort()

    async def _ask(self, *words: bytes) -> bytes:
        """Return all that the server says to ``words``, each said when the one before is answered, until it closes."""
        answer = b""
        async with self._connection() as (reader, writer), asyncio.timeout(PATIENCE_S):
            for word, mark in zip(words, ANSWERED, strict=False):
                writer.write(word)
                answer += await (reader.read(-1) if word is words[-1] else reader.readuntil(mark))
        return answer

    async def _sid(self) -> str:
        """Return the id of a new long-polling session, asking again while the server has too many from here."""
        answer = await self._ask(poll_request())
        async with asyncio.timeout(PATIENCE_S):
            while answer.startswith(b"HTTP/1.1 429"):
                await asyncio.sleep(0.1)  # Nothing tells that there is room.
                answer = await self._ask(poll_request())
        return str(json.loads(answer.partition(b"\r\n\r\n")[2][1:])["sid"])

    # Over WebSocket

    async def bad_frames_in_a_namespace(self) -> None:
        """Connect, say what is tolerated, then something that isn't; the server must hang up."""
        tolerated = self._random.choices(TOLERATED, k=9)
        self.bad_frames += len(tolerated) + 1
        end = self._random.choice(["4", "2", "0{}", "5", "4abc", '42["disconnect"]', "42[]", "44{}", b"\0", "bé"])
        await self._ask(upgrade_request(), frame("40"), b"".join(map(frame, [*tolerated, end])) + FAREWELL)

    async def bent_frames(self) -> None:
        """Send packets that random hands have bent. Some are fine, so the guest leaves by itself at the end."""
        packets = [packet for packet in self._frames.socketio(10) if packet]
        self.bad_frames += sum(map(len, packets))
        data = b"".join(frame(f"4{part}" if isinstance(part, str) else part) for packet in packets for part in packet)
        await self._ask(upgrade_request(), frame("40"), data + FAREWELL)

    async def untidy_frames(self) -> None:
        """Break the WebSocket protocol itself."""
        self.bad_frames += 1
        await self._ask(upgrade_request(), frame("40"), self._random.choice(UNTIDY) + FAREWELL)

    async def fragments(self) -> None:
        """Send one event in single bytes with pings between them, then a message that is never finished."""
        parts = [frame(byte, opcode=CONTINUATION, final=False) for byte in '2["message","in parts"]']
        middle = [part for byte in parts for part in (byte, frame(b"", opcode=PING))]
        self.bad_frames += len(middle)
        whole = frame("4", final=False) + b"".join(middle) + frame("", opcode=CONTINUATION)
        await self._ask(upgrade_request(), frame("40"), whole, frame("42[", final=False) + FAREWELL)

    async def flood(self) -> None:
        """Send more events at once than anyone may; they are not counted as bad frames."""
        await self._ask(upgrade_request(), frame("40"), frame('421["nothing"]') * 1500 + FAREWELL)

    async def deafness(self) -> None:
        """Ask for megabytes and read none of them, until the server has had enough and hangs up."""
        async with self._connection() as (reader, writer), asyncio.timeout(PATIENCE_S):
            for word, mark in zip([upgrade_request(), frame("40")], ANSWERED, strict=False):
                writer.write(word)
                await reader.readuntil(mark)
            writer.transport.pause_reading()
            writer.write(frame('42["flood-me",400,30000]') * 3)
            await asyncio.sleep(1)  # Nothing tells that the server waits.
            writer.transport.resume_reading()
            await reader.read(-1)

    # Over HTTP

    async def half_open(self) -> None:
        """Begin a request and vanish in the middle."""
        request = self._random.choice([upgrade_request(), poll_request(), poll_request("x", b"4" * 99, length=999)])
        async with self._connection() as (_, writer):
            writer.write(request[: self._random.randrange(len(request))])
            with suppress(ConnectionError):
                await writer.drain()

    async def abandoned_session(self) -> None:
        """Shake hands and never come back."""
        await self._sid()

    async def duplicate_polls(self) -> None:
        """Poll and post twice at the same time."""
        sid = await self._sid()
        await self._ask(poll_request(sid, b"40"))
        requests = [poll_request(sid), poll_request(sid), poll_request(sid, b"6"), poll_request(sid, b"6")]
        await asyncio.gather(*map(self._ask, [*requests, poll_request(sid, b"1")]))

    async def bad_posts(self) -> None:
        """Post what is no payload, or less than announced."""
        bent = next(self._frames.payloads(1)).encode()
        body = self._random.choice([b"", b"\xff", b"4" + b"x" * 70_000, b"\x1e".join([b"6"] * 600), bent, bent])
        self.bad_frames += 1
        sid = await self._sid()
        await self._ask(poll_request(sid, body))
        async with self._connection() as (_, writer):
            writer.write(poll_request(await self._sid(), body, length=len(body) + 10))

    async def foreign_sids(self) -> None:
        """Use ids that don't exist, and one that belongs to another cookie."""
        sid = await self._sid()
        for guess, cookie in [("x", ""), (sid[:-1], ""), (sid, "sessionid=thief"), ("%00", ""), ("é" * 500, "")]:
            for request in (poll_request, upgrade_request):
                answer = await self._ask(request(guess, cookie=cookie))
                assert answer[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 403"}, answer

    async def upgrade_race(self) -> None:
        """Upgrade one session over several WebSockets at once while it is being polled, and vanish half-way."""
        sid = await self._sid()
        probes = [frame("2probe"), frame("2probe") + frame("5"), frame("5"), frame("2probe") * 2]
        self._random.shuffle(probes)
        upgrades = (self._ask(upgrade_request(sid), probe + FAREWELL) for probe in probes)
        await asyncio.gather(*upgrades, self._ask(poll_request(sid)), self._ask(poll_request(sid, b"40")))


CROWD = {
    Guests.bad_frames_in_a_namespace: 250,
    Guests.bent_frames: 180,
    Guests.untidy_frames: 60,
    Guests.fragments: 10,
    Guests.flood: 4,
    Guests.deafness: 4,
    Guests.half_open: 200,
    Guests.abandoned_session: 100,
    Guests.duplicate_polls: 50,
    Guests.bad_posts: 60,
    Guests.foreign_sids: 20,
    Guests.upgrade_race: 50,
}
"""How often each comes."""


async def attack(guests: Guests, *, at_once: int) -> None:
    """Let the whole crowd in, shuffled, ``at_once`` at a time."""
    visits = [visit for visit, count in CROWD.items() for _ in range(count)]
    random.Random(len(visits)).shuffle(visits)

    async def come_and_go() -> None:
        while visits:
            await visits.pop()(guests)

    await asyncio.gather(*(come_and_go() for _ in range(at_once)))
