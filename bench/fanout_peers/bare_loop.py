"""The limit: uvloop, a finished frame, one `transport.write` for each socket. No protocol, no limits, no care."""

import asyncio
import base64
import hashlib
import json
import os

import uvloop

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
transports = set()


class Bare(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.buffer = b""
        self.is_open = False

    def data_received(self, data):
        self.buffer += data
        if not self.is_open:
            self.shake_hands()
        while len(self.buffer) > 6:
            size, start = self.buffer[1] & 127, 6
            if size == 126:
                size, start = int.from_bytes(self.buffer[2:4], "big"), 8
            if len(self.buffer) < start + size:
                return
            mask, body = self.buffer[start - 4 : start], self.buffer[start : start + size]
            self.buffer = self.buffer[start + size :]
            self.say(bytes(byte ^ mask[index % 4] for index, byte in enumerate(body)))

    def shake_hands(self):
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        key = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key:"))
        accept = base64.b64encode(hashlib.sha1(key.split(b":")[1].strip() + MAGIC).digest())
        self.transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + frame_of({"event": "ready"})
        )
        self.is_open = True
        transports.add(self.transport)

    def say(self, body):
        frame = frame_of({"event": "new_message", "data": json.loads(body)})
        for transport in transports:
            transport.write(frame)

    def connection_lost(self, error):
        transports.discard(self.transport)


def frame_of(value):
    body = json.dumps(value, separators=(",", ":")).encode()
    head = bytes([0x81, len(body)]) if len(body) < 126 else b"\x81\x7e" + len(body).to_bytes(2, "big")
    return head + body


async def main():
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", int(os.environ["PORT"]), backlog=2048)
    await server.serve_forever()


uvloop.run(main())
