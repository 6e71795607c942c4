"""Connections that keep a server waiting end, and no network has more than its share of them."""

import asyncio
import json
import logging
import socket
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uvicorn.server import ServerState
from websockets.asyncio.client import connect
from websockets.sync.client import connect as connect_websocket

from chatsite.serve import uvicorn_protocols
from chatsite.serve.proxies import TrustedProxies
from chatsite.serve.uvicorn_protocols import HTTPProtocol, Peers, WebSocketProtocol
from chatsite.web.bodies import ClientGone, read_body
from tests.chatsite.socketio.asgi import until
from tests.support.processes import wait_until
from tests.support.server import Server

DEADLINE_S = 0.15
REQUESTS = [
    b"GET / HTTP/1.1\r\nHost: chat\r\nConnection: close\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: chat\r\nConnection: close\r\nContent-Length: 12\r\n\r\nhello, world",
    b"POST / HTTP/1.1\r\nHost: chat\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
]


async def application(scope, receive, send):
    """Answer with the length of the body; echo over a WebSocket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    try:
        body = await read_body(scope, receive, 1000)
    except ClientGone:
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"%2d" % len(body.read())})
    body.close()


@asynccontextmanager
async def serving(*, most=100, trusted=()):
    """Serve on a free port; yield it and the count of each network's connections."""
    config = uvicorn.Config(application, ws=WebSocketProtocol, log_config=None, ws_ping_interval=None)
    config.load()
    peers, state = Peers(most=most, trusted=TrustedProxies(trusted)), ServerState()
    make = partial(HTTPProtocol, config=config, server_state=state, app_state={}, peers=peers)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], peers
    finally:
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()


@pytest.fixture(autouse=True)
def _short_deadlines(monkeypatch):
    monkeypatch.setattr(uvicorn_protocols, "HEAD_S", DEADLINE_S)
    monkeypatch.setattr(uvicorn_protocols, "BODY_S", DEADLINE_S)


async def exchange(port, *parts, pause_s=0.0):
    """Send ``parts``, and return what comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause_s)
            if reader.at_eof():
                break
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


@given(st.sampled_from(REQUESTS), st.floats(0, 1))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_request_that_stops_anywhere_is_answered_408_and_a_silent_connection_ends(request_bytes, share):
    stops_at = round(share * len(request_bytes))

    async def stop():
        async with serving() as (port, peers):
            answer = await exchange(port, request_bytes[:stops_at])
            return answer.partition(b"\r\n")[0], dict(peers.open)

    expected = b"HTTP/1.1 408 Request Timeout"
    if stops_at in {0, len(request_bytes)}:
        expected = b"HTTP/1.1 200 OK" if stops_at else b""
    assert asyncio.run(stop()) == (expected, {})


@pytest.mark.parametrize("request_bytes", REQUESTS)
async def test_a_request_that_drips_ends_too(request_bytes):
    async with serving() as (port, _):
        answer = await exchange(port, *(bytes([byte]) for byte in request_bytes), pause_s=0.02)
        assert not answer.startswith(b"HTTP/1.1 200")


async def test_the_answer_is_an_error_like_every_other():
    async with serving() as (port, _):
        head, _, body = (await exchange(port, REQUESTS[1][:-3])).partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head
    assert json.loads(body)["error"]["code"] == "timeout"


async def test_a_body_may_take_longer_the_longer_it_is(monkeypatch):
    monkeypatch.setattr(uvicorn_protocols, "BODY_BYTES_PER_S", 100)
    async with serving() as (port, _):
        head = b"POST / HTTP/1.1\r\nHost: chat\r\nConnection: close\r\nContent-Length: 100\r\n\r\n"
        answer = await exchange(port, head, *[b"x" * 10] * 10, pause_s=DEADLINE_S / 5)
        assert answer.startswith(b"HTTP/1.1 200")


async def test_the_second_request_of_a_connection_has_a_deadline_too():
    async with serving() as (port, _):
        first = REQUESTS[0].replace(b"Connection: close\r\n", b"")
        answer = await exchange(port, first, REQUESTS[0][:10], pause_s=0.05)
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"HTTP/1.1 408" in answer


async def test_a_slow_answer_is_not_a_slow_request():
    async with serving() as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUESTS[0].replace(b"Connection: close\r\n", b""))
        assert await reader.readuntil(b" 0") != b""
        await asyncio.sleep(2 * DEADLINE_S)  # idle between two requests: the keep-alive time is another
        writer.write(REQUESTS[0])
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_a_websocket_stays_however_long_it_says_nothing():
    async with serving() as (port, peers):
        async with connect(f"ws://127.0.0.1:{port}/", proxy=None) as websocket:
            await asyncio.sleep(2 * DEADLINE_S)
            await websocket.send("still here")
            assert await websocket.recv() == "still here"
            assert peers.open == {"127.0.0.1": 1}
        await until(lambda: not peers.open)


async def test_connections_of_one_network_are_limited_and_the_log_says_so_once(caplog):
    async with serving(most=3) as (port, peers):
        kept = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        refused = [await exchange(port, REQUESTS[0]) for _ in range(5)]
        assert refused == [b""] * 5
        warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert warnings == ["refusing more connections from 127.0.0.1: 3 are open"]
        for _, writer in kept:
            writer.close()
        await until(lambda: not peers.open)
        assert (await exchange(port, REQUESTS[0])).startswith(b"HTTP/1.1 200")


async def test_a_trusted_proxy_is_not_limited():
    async with serving(most=1, trusted=["127.0.0.1"]) as (port, _):
        kept = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        assert (await exchange(port, REQUESTS[0])).startswith(b"HTTP/1.1 200")
        for _, writer in kept:
            writer.close()


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 2**64 - 1)), max_size=60))
def test_whatever_comes_and_goes_a_network_has_at_most_its_share(steps):
    peers, kept = Peers(most=4, trusted=TrustedProxies([])), []
    for comes, network, interface in steps:
        if comes:
            release = peers.admit(f"2001:db8:0:{network}::{interface >> 48:x}", 0)
            kept += [release] if release else []
        elif kept:
            kept.pop(interface % len(kept))()
        assert sum(peers.open.values()) == len(kept)
        assert all(count <= 4 for count in peers.open.values())
    for release in kept:
        release()
    assert not peers.open


@pytest.mark.parametrize(
    ("origins", "opens"), [(["http://a"], True), (["http://a"] * 2, True), (["http://a", "http://b"], False)]
)
async def test_an_origin_that_is_sent_twice_is_one_origin(origins, opens):
    async with serving() as (port, _):
        lines = "".join(f"Origin: {origin}\r\n" for origin in origins)
        handshake = (
            f"GET / HTTP/1.1\r\nHost: chat\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{lines}"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(handshake.encode())
        assert (b"101" in await reader.readline()) == opens
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.close()


def test_the_product_serves_with_these_protocols():
    with Server(env={"MAX_CONNECTIONS_PER_ADDRESS": "5"}) as server:
        kept = [socket.create_connection((server.host, server.port), timeout=5) for _ in range(15)]
        wait_until(lambda: "refusing more connections" in server.log_since(), server.process, log=server.log)
        still_open = [connection for connection in kept if not is_ended(connection)]
        assert len(still_open) <= 10
        assert server.log_since().count("refusing more connections from 127.0.0.1: 10 are open") == 1
        for connection in kept:
            connection.close()
        answer = httpx.get(f"{server.url}/healthz", headers=[("Origin", server.url), ("Origin", server.url)])
        assert answer.status_code == 200
        twice = [("Origin", server.url), ("Origin", server.url)]
        address = f"ws://{server.host}:{server.port}/socket.io/?EIO=4&transport=websocket"
        with connect_websocket(address, additional_headers=twice, proxy=None) as websocket:
            assert websocket.recv(timeout=5).startswith("0{")


def is_ended(connection):
    connection.settimeout(0.2)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True
