"""Long-polling over connections that break behind an answer: what it held comes again with the repeated request."""

import asyncio
import json
import socket
import struct
from contextlib import asynccontextmanager

import pytest
import socketio
from hypothesis import given
from hypothesis import strategies as st

from chatsite.socketio.engineio import Engine
from chatsite.socketio.links import Delivery, PollingLink
from chatsite.socketio.options import Options
from tests.chatsite.socketio.asgi import request
from tests.chatsite.socketio.test_connection import make_server, namespace

__all__ = ["make_server", "namespace"]

RESET = struct.pack("ii", 1, 0)


@given(st.lists(st.tuples(st.integers(0, 40), st.lists(st.booleans(), max_size=3)), max_size=30))
def test_whatever_answers_are_lost_every_packet_arrives_once_and_in_order(rounds):
    """Each round: so many packets, then a poll whose answers are lost (true) or arrive."""

    async def play():
        link = PollingLink(Engine("sid", Options(), 0), Options(), lambda: None)
        received, sent = [], 0
        for stamp, (count, losses) in enumerate([*rounds, (0, [])]):
            for _ in range(count):
                link.transmit(Delivery((f"4{sent}",)))
                sent += 1
            for lost in [*losses, False]:
                payload = link.repeated(f"t{stamp}")
                if not payload:
                    link.begin_poll(f"t{stamp}")
                    payload = link.finish_poll()
                if not lost:
                    received += payload.split("\x1e")
                    break
        while link.has_news:
            link.begin_poll(f"end {len(received)}")
            received += link.finish_poll().split("\x1e")
        return [frame for frame in received if frame != "6"], [f"4{number}" for number in range(sent)]

    received, sent = asyncio.run(play())
    assert received == sent


@asynccontextmanager
async def losing_proxy(port, loses):
    """Pass bytes on to ``port``, but reset a connection in place of an answer for which ``loses(bytes)`` holds."""

    async def passing(reader, writer):
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", port)
        upward = asyncio.create_task(pump(reader, server_writer))
        try:
            while data := await server_reader.read(65536):
                if loses(data):
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    break
                writer.write(data)
        except ConnectionError:
            pass
        finally:
            upward.cancel()
            writer.close()
            server_writer.close()

    proxy = await asyncio.start_server(passing, "127.0.0.1", 0)
    try:
        yield proxy.sockets[0].getsockname()[1]
    finally:
        proxy.close()


async def pump(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)


@pytest.mark.parametrize("asgi_server", ["uvicorn"], indirect=True)
async def test_the_stock_python_client_misses_nothing_when_answers_are_lost(asgi_server):
    lost, received, disconnects = set(), asyncio.Queue(), []

    def loses(data):
        found = {text for text in wanted if f'"{text}"'.encode() in data} - lost
        lost.update(found)
        return bool(found)

    wanted = [f"lose {number}" for number in range(4)]
    client = socketio.AsyncClient(reconnection=False)
    client.on("message-back", received.put_nowait)
    client.on("disconnect", disconnects.append)
    async with losing_proxy(int(asgi_server.port), loses) as port:
        await client.connect(f"http://127.0.0.1:{port}", transports=["polling"])
        for text in wanted:
            await client.emit("message", text)
            async with asyncio.timeout(8):
                assert await received.get() == text
        await client.disconnect()
    assert sorted(lost) == wanted
    assert len(disconnects) == 1


async def open_session(server, *, cookie=b"sessionid=own"):
    headers = [(b"cookie", cookie)]
    sid = json.loads((await request(server, headers=headers))[2][1:])["sid"]
    query = f"EIO=4&transport=polling&sid={sid}".encode()
    await request(server, "POST", query, body=b"40", headers=headers)
    return query, headers


async def test_a_repeated_poll_brings_the_answer_again_and_only_to_the_owner(make_server):
    server = make_server()
    query, own = await open_session(server)
    first = await request(server, "GET", query + b"&t=one", headers=own)
    assert first[2].startswith("40")
    assert (await request(server, "GET", query + b"&t=one", headers=own))[2] == first[2]
    for other in ([], [(b"cookie", b"sessionid=other")]):
        assert (await request(server, "GET", query + b"&t=one", headers=other))[0] == 400


@pytest.mark.parametrize("stamp", ["", "&t=", "&t=" + "x" * 65])
async def test_without_a_usable_stamp_every_poll_is_a_new_one(make_server, stamp):
    server = make_server()
    query, own = await open_session(server)
    query += stamp.encode()
    assert (await request(server, "GET", query, headers=own))[2].startswith("40")
    await request(server, "POST", query, body=b'421["echo"]', headers=own)
    assert (await request(server, "GET", query, headers=own))[2] == "431[]"


async def test_another_stamp_says_that_the_answer_has_arrived(make_server):
    server = make_server()
    query, own = await open_session(server)
    await request(server, "GET", query + b"&t=one", headers=own)
    for text in ("one", "two"):
        await request(server, "POST", query, body=f'421["echo","{text}"]'.encode(), headers=own)
        assert (await request(server, "GET", query + b"&t=" + text.encode() * 2, headers=own))[2] == f'431["{text}"]'
    await request(server, "POST", query, body=b'421["echo","three"]', headers=own)
    assert (await request(server, "GET", query + b"&t=one", headers=own))[2] == '431["three"]'
