"""The line between processes, over a real Redis that comes and goes."""

import asyncio
import secrets
import time
from contextlib import asynccontextmanager

import pytest
from channels.layers import get_channel_layer
from django.test import override_settings

from chatsite.socketio import Hub, Namespace, SocketIOServer
from tests.chatsite.socketio.asgi import WebSocket, until

LAYERS = {"pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer", "core": "channels_redis.core.RedisChannelLayer"}
BACK_S = 6
"""How long the line may take to come back: its silence, and one start."""


@pytest.fixture(params=LAYERS)
def layers(request, redis_server):
    """Two names for two processes' channel layers, on one Redis."""
    config = {
        "BACKEND": LAYERS[request.param],
        "CONFIG": {"hosts": [redis_server.url], "prefix": secrets.token_hex(4)},
    }
    with override_settings(CHANNEL_LAYERS={"default": config, "other": config}):
        yield redis_server


class Line:
    """Two hubs, as in two processes, and what the second receives."""

    def __init__(self):
        self.here, self.there = Hub(), Hub(layer_alias="other")
        self.received, self.restored = asyncio.Queue(), asyncio.Queue()
        self.there.subscribe("topic", lambda payload, sender: self.received.put_nowait((payload, sender)))
        self.there.on_reconnected(lambda: self.restored.put_nowait("there"))
        self.here.on_reconnected(lambda: self.restored.put_nowait("here"))

    async def both_up(self, within_s=BACK_S):
        async with asyncio.timeout(within_s):
            assert {await self.restored.get(), await self.restored.get()} == {"here", "there"}

    async def receives(self):
        async with asyncio.timeout(BACK_S):
            return await self.received.get()


@asynccontextmanager
async def line():
    both = Line()
    both.here.start()
    both.there.start()
    try:
        await both.both_up()
        yield both
    finally:
        await both.here.stop()
        await both.there.stop()
        for alias in ("default", "other"):
            layer = get_channel_layer(alias)
            await getattr(layer, "close_pools", layer.flush)()


@pytest.mark.parametrize("loss", ["kill", "pause"])
async def test_a_process_ends_also_without_redis(layers, loss):
    bus = Hub()
    restored = asyncio.Event()
    bus.on_reconnected(restored.set)
    bus.start()
    await restored.wait()
    getattr(layers, loss)()
    try:
        async with asyncio.timeout(30):
            await bus.stop()
    finally:
        layers.resume() if loss == "pause" else layers.start()
        layer = get_channel_layer("default")
        await getattr(layer, "close_pools", layer.flush)()


async def test_what_is_published_is_received_elsewhere_only(layers):
    async with line() as both:
        own = []
        both.here.subscribe("topic", lambda payload, sender: own.append(payload))
        both.here.publish("other topic", 1)
        both.here.publish("topic", {"a": [1, None, "é"]})
        assert await both.receives() == ({"a": [1, None, "é"]}, both.here.id)
        assert own == []


async def test_order_is_kept_and_a_burst_is_one_message_of_the_layer(layers):
    async with line() as both:
        for number in range(1000):
            both.here.publish("topic", number)
        assert [(await both.receives())[0] for _ in range(1000)] == list(range(1000))


async def test_publishing_from_a_thread(layers):
    async with line() as both:
        await asyncio.to_thread(both.here.publish_soon, "topic", 1)
        assert (await both.receives())[0] == 1


async def test_publishing_from_a_process_without_a_loop(layers):
    async with line() as both:
        command = Hub()
        await asyncio.to_thread(command.publish_soon, "topic", 1)
        assert await both.receives() == (1, command.id)


async def test_a_broadcast_reaches_sockets_elsewhere(layers):
    class Joining(Namespace):
        async def on_connect(self, socket, auth):
            socket.join("all")

    async with line() as both:
        here, there = SocketIOServer([Joining()], hub=both.here), SocketIOServer([Joining()], hub=both.there)
        async with WebSocket(here) as alice, WebSocket(there) as bob, WebSocket(there) as charlie:
            assert both.here.broadcast("all", "news", {"a": b"x"}, skip={charlie.sid}) == 1
            for client in (alice, bob):
                assert await client.recv() == '451-["news",{"a":{"_placeholder":true,"num":0}}]'
                assert await client.recv() == b"x"
            both.here.deliver("all", "local")
            both.here.broadcast("all", "last")
            assert await charlie.recv() == '42["last"]'


async def test_a_failing_subscriber_does_not_deafen_the_others(layers, caplog):
    async with line() as both:

        def crash(payload, sender):
            raise RuntimeError("on purpose")

        async def crash_later(payload, sender):
            raise RuntimeError("on purpose")

        both.there.subscribe("crash", crash)
        both.there.subscribe("crash", crash_later)
        both.here.publish("crash", 1)
        both.here.publish("topic", 2)
        assert (await both.receives())[0] == 2
        await until(lambda: caplog.text.count("a subscriber failed") == 2)


@pytest.mark.filterwarnings("ignore:.*unclosed.*:ResourceWarning")
async def test_the_line_survives_a_restart_of_redis(layers):
    async with line() as both:
        layers.kill()
        both.here.publish("topic", "lost")
        await until(lambda: not both.here.is_connected and not both.there.is_connected, within_s=10)
        both.here.publish("topic", "lost too")
        layers.start()
        await both.both_up(15)
        both.here.publish("topic", "found")
        received = [await both.receives()]
        while received[-1][0] != "found":
            received.append(await both.receives())


async def test_the_line_survives_a_redis_that_hangs(layers):
    async with line() as both:
        layers.pause()
        await until(lambda: not both.here.is_connected and not both.there.is_connected, within_s=10)
        layers.resume()
        await both.both_up(15)
        both.here.publish("topic", "found")
        while (await both.receives())[0] != "found":
            pass


async def test_a_short_restart_that_no_one_was_notified_of(layers):
    async with line() as both:
        layers.kill()
        layers.start()
        deadline = asyncio.get_running_loop().time() + 20
        while asyncio.get_running_loop().time() < deadline:
            both.here.publish("topic", "again")
            try:
                async with asyncio.timeout(0.2):
                    await both.received.get()
            except TimeoutError:
                continue
            return
        pytest.fail("the line never came back")


async def test_a_dead_line_costs_the_callers_nothing(layers):
    async with line() as both:
        layers.kill()
        started = time.thread_time()
        for number in range(20_000):
            both.here.publish("topic", number)
        assert time.thread_time() - started < 1
        await asyncio.to_thread(Hub().publish_soon, "topic", 1)
        layers.start()
