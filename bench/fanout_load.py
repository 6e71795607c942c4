"""Clients for the benchmark: raw sockets that count frames, as light as Python allows."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
AT_ONCE = 50
"""Handshakes under way at the same time."""


@dataclass(frozen=True)
class Dialect:
    """How a server's clients talk: Socket.IO, or plain JSON over WebSocket."""

    path: str
    connect: bytes | None
    ready: bytes
    prefix: str
    suffix: str

    def say(self, payload):
        return (self.prefix + json.dumps(payload, separators=(",", ":")) + self.suffix).encode()


SOCKETIO = Dialect("/socket.io/?EIO=4&transport=websocket", b"40", b"40", '42["say",', "]")
PLAIN = Dialect("/", None, b'{"event"', "", "")


def masked(body):
    """Return a client's frame: masked with zeros, which the specification allows and costs nothing here."""
    head = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + len(body).to_bytes(2, "big")
    return b"\x81" + head + b"\0\0\0\0" + body


class Crowd:
    """Many clients of one server, and how much they have received together."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.clients = []
        self.received = 0
        self.received_bytes = 0
        self._wanted = None
        self._awaited = 0

    async def join(self, port, count):
        """Connect ``count`` clients, each through to its namespace."""
        loop = asyncio.get_running_loop()
        places = asyncio.Semaphore(AT_ONCE)

        async def one():
            async with places:
                _, client = await loop.create_connection(lambda: Client(self, port), "127.0.0.1", port)
                await asyncio.wait_for(client.ready, 60)
                self.clients.append(client)

        await asyncio.gather(*(one() for _ in range(count)))

    async def say(self, payload):
        """Let the first client say something, and wait until everyone has received it."""
        self._awaited = self.received + len(self.clients)
        self._wanted = asyncio.get_running_loop().create_future()
        self.clients[0].transport.write(masked(self.dialect.say(payload)))
        await asyncio.wait_for(self._wanted, 60)

    def count(self, size):
        self.received += 1
        self.received_bytes += size
        if self.received == self._awaited and not self._wanted.done():
            self._wanted.set_result(None)

    async def leave(self):
        """Close every client."""
        clients, self.clients = self.clients, []
        for client in clients:
            client.transport.abort()
        await asyncio.sleep(0)


class Client(asyncio.Protocol):
    """One WebSocket. Answers pings, counts the rest."""

    def __init__(self, crowd, port):
        self.crowd = crowd
        self.port = port
        self.buffer = b""
        self.is_open = False
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(HANDSHAKE.format(path=self.crowd.dialect.path, port=self.port).encode())

    def data_received(self, data):
        buffer = self.buffer + data if self.buffer else data
        if not self.is_open:
            head, separator, buffer = buffer.partition(b"\r\n\r\n")
            if not separator:
                self.buffer = head
                return
            if b" 101 " not in head:
                self.ready.set_exception(ConnectionError(head[:100].decode()))
                return
            self.is_open = True
        self.buffer = self._read(buffer)

    def _read(self, buffer):
        position, available = 0, len(buffer)
        while available - position >= 2:
            size, start = buffer[position + 1] & 127, position + 2
            if size == 126:
                size, start = int.from_bytes(buffer[position + 2 : position + 4], "big"), position + 4
            if available < start + size:
                break
            self._take(buffer[position] & 15, buffer[start : start + size])
            position = start + size
        return buffer[position:]

    def _take(self, opcode, body):
        if opcode == 9:
            self.transport.write(b"\x8a" + masked(body)[1:])
        elif body == b"2":
            self.transport.write(masked(b"3"))
        elif self.ready.done():
            self.crowd.count(len(body))
        elif body.startswith(self.crowd.dialect.ready):
            self.ready.set_result(None)
        elif body.startswith(b"0") and self.crowd.dialect.connect:
            self.transport.write(masked(self.crowd.dialect.connect))

    def connection_lost(self, error):
        if not self.ready.done():
            self.ready.set_exception(error or ConnectionError("closed before it was ready"))


def payload_of_about(size, number):
    """Return an event's payload that makes a packet of about ``size`` bytes."""
    payload = {"room_id": 7, "prev_version": number, "message": {"id": number, "author": {"id": 3, "name": "Alice"}}}
    payload["message"]["content"] = "x" * (size - len(json.dumps(payload)) - 40)
    return payload


def memory_kb(pid):
    """Return the memory that a process has for itself (private pages, clean and dirty)."""
    with Path(f"/proc/{pid}/smaps_rollup").open() as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Private_"))
