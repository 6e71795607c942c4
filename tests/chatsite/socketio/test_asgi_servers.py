"""The short cut to uvicorn's transport: it must fit the uvicorn that is installed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from chatsite.socketio.asgi_servers import frame_writer, websocket_frame


class Transport(asyncio.Transport):
    """Notes what is written, and holds as much of it back as a client that doesn't read."""

    def __init__(self):
        super().__init__()
        self.written = b""
        self.held_back = 0
        self.is_closed = False

    def write(self, data):
        self.written += data

    def get_write_buffer_limits(self):
        return 16, 64

    def get_write_buffer_size(self):
        return self.held_back

    def is_closing(self):
        return self.is_closed

    def close(self):
        self.is_closed = True


HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.fixture
async def protocol() -> AsyncIterator[WebSocketsSansIOProtocol]:
    """uvicorn's side of a WebSocket that has been accepted."""
    accepted = asyncio.Event()

    async def accept(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        accepted.set()
        await asyncio.Event().wait()

    config = Config(app=accept, ws="websockets-sansio", ws_per_message_deflate=False)
    config.load()
    protocol = WebSocketsSansIOProtocol(config, ServerState(), {})
    protocol.connection_made(Transport())
    protocol.data_received(HANDSHAKE)
    await accepted.wait()
    protocol.transport.written = b""
    yield protocol
    for task in protocol.tasks:
        task.cancel()


@pytest.mark.parametrize("data", ["", "42[]", "é" * 60, "x" * 126, "x" * 70_000, b"\x00\xff"])
def test_a_finished_frame_is_what_the_library_would_send(data):
    opcode, body = (Opcode.TEXT, data.encode()) if isinstance(data, str) else (Opcode.BINARY, data)
    assert websocket_frame(data) == Frame(opcode, body).serialize(mask=False)


async def test_frames_go_straight_to_the_transport(protocol):
    writer = frame_writer(protocol.send)
    assert writer.write(b"frame")
    assert protocol.transport.written == b"frame"


async def test_nothing_is_written_while_the_client_does_not_read(protocol):
    writer = frame_writer(protocol.send)
    protocol.transport.held_back = 65
    assert not writer.write(b"frame")
    protocol.transport.held_back = 64
    assert writer.write(b"frame")


def client_closes(protocol):
    protocol.data_received(Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True))


def client_breaks_the_protocol(protocol):
    protocol.data_received(Frame(Opcode.TEXT, b"\xff").serialize(mask=False))


def server_stops(protocol):
    protocol.shutdown()


@pytest.mark.parametrize("end", [client_closes, client_breaks_the_protocol, server_stops])
async def test_nothing_is_written_after_the_close(protocol, end):
    writer = frame_writer(protocol.send)
    end(protocol)
    assert protocol.conn.state is not State.OPEN
    assert not writer.write(b"frame")
    assert b"frame" not in protocol.transport.written


def test_another_server_has_no_short_cut():
    assert frame_writer(lambda message: None) is None
