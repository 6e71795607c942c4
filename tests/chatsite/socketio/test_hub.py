"""Groups, and topics between processes. With one process there is no line, and everything works."""

import asyncio

import pytest

from chatsite.socketio import Hub, Namespace, SocketIOServer
from tests.chatsite.socketio.asgi import WebSocket


class Joining(Namespace):
    async def on_connect(self, socket, auth):
        socket.join("all")


@pytest.fixture
def server():
    return SocketIOServer([Joining()])


async def test_a_delivery_reaches_members_once(server):
    async with WebSocket(server) as alice, WebSocket(server) as bob:
        assert server.hub.deliver("all", "news", {"a": 1}) == 2
        assert server.hub.deliver("nobody", "news") == 0
        assert server.hub.deliver("all", "psst", skip={alice.sid}) == 1
        assert [await alice.recv()] == ['42["news",{"a":1}]']
        assert [await bob.recv(), await bob.recv()] == ['42["news",{"a":1}]', '42["psst"]']
        assert alice.frames.empty()


async def test_a_delivery_may_be_binary(server):
    async with WebSocket(server) as alice:
        server.hub.deliver("all", "news", b"x", b"")
        assert [await alice.recv() for _ in range(3)] == [
            '452-["news",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
            b"x",
            "b",  # nothing, in base64: Daphne drops empty messages
        ]


async def test_groups_belong_to_a_namespace(server):
    async with WebSocket(server):
        assert server.hub.deliver("all", "news", namespace="/other") == 0


async def test_what_cannot_be_sent_is_the_callers_error_and_reaches_no_one(server):
    async with WebSocket(server) as alice:
        with pytest.raises(TypeError):
            server.hub.deliver("all", "news", object())
        assert alice.frames.empty()


async def test_groups_can_be_listed_and_vanish_when_empty(server):
    async with WebSocket(server):
        assert list(server.hub.groups()) == ["all"]
        assert len(server.hub.in_group("all")) == 1
    assert list(server.hub.groups()) == []
    assert server.hub.in_group("all") == frozenset()


async def test_joining_and_leaving_may_be_repeated(server):
    async with WebSocket(server) as alice:
        (socket,) = server.hub.in_group("all")
        socket.join("all")
        socket.join("more")
        socket.leave("all")
        socket.leave("all")
        assert socket.groups == {"more"}
        assert server.hub.deliver("all", "news") == 0
        assert server.hub.deliver("more", "news") == 1
        assert await alice.recv() == '42["news"]'


async def test_a_client_that_fails_in_the_middle_of_a_delivery_harms_no_one(server, caplog):
    async with WebSocket(server) as alice, WebSocket(server) as bob:

        async def failing(message):
            raise ValueError("on purpose")

        broken = next(s for s in server.hub.in_group("all") if s.id == alice.sid)
        broken.transmit.__self__._send = failing
        assert server.hub.deliver("all", "news") == 2
        assert await bob.recv() == '42["news"]'
    assert "the server refused a message" in caplog.text


async def test_publishing_alone_changes_nothing():
    hub = Hub()
    received = []
    hub.subscribe("topic", lambda payload, sender: received.append(payload))
    hub.publish("topic", 1)
    hub.start()
    hub.publish("topic", 2)
    await asyncio.to_thread(hub.publish_soon, "topic", 3)
    await asyncio.sleep(0)
    assert hub.is_connected
    await hub.stop()
    assert received == []


def test_the_hub_has_its_names_of_0_1_too():
    hub, calls = Hub(), []
    with pytest.deprecated_call(match="is_connected"):
        assert hub.is_line_up == hub.is_connected
    with pytest.deprecated_call(match="on_reconnected"):
        hub.on_line_restored(lambda: calls.append("again"))
    hub._on_reconnected()
    assert calls == ["again"]
