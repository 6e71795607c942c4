"""Thousands of bad frames and requests at once: the server keeps its log clean and its honest clients happy."""

import asyncio

import pytest
import socketio

from tests.chatsite.socketio.conftest import ASGI_SERVERS, assert_no_surprise, running
from tests.chatsite.socketio.hostile import Guests, attack

TRANSPORTS = [None, ["polling"], ["websocket"], None]


class Honest:
    """A stock client in a group: what it has received, and whether it was ever cut off."""

    def __init__(self):
        self.received = []
        self.losses = []
        self.client = socketio.AsyncClient()
        self.client.on("said", self._receive)
        self.client.on("disconnect", self._lose)

    async def _receive(self, number):
        self.received.append(number)

    async def _lose(self, reason):
        self.losses.append(reason)

    async def join(self, url, transports):
        await self.client.connect(url, transports=transports)
        await self.client.call("join", "honest")

    async def count_until(self, done):
        """Say a number after the other, each acknowledged, no faster than anyone may."""
        number = 0
        while not done.is_set() or number < 20:
            assert await self.client.call("say", ("honest", number), timeout=10) == len(TRANSPORTS)
            number += 1
            await asyncio.sleep(0.03)
        return number


@pytest.mark.slow
@pytest.mark.parametrize("kind", ASGI_SERVERS)
async def test_honest_clients_do_not_notice(kind, tmp_path):
    with running(kind, "app", tmp_path) as server:
        clients = [Honest() for _ in TRANSPORTS]
        for client, transports in zip(clients, TRANSPORTS, strict=True):
            await client.join(server.url, transports)
        guests, done = Guests(server.port, seed=5), asyncio.Event()
        counting = asyncio.ensure_future(clients[0].count_until(done))
        await attack(guests, at_once=20)
        done.set()
        said = await counting
        await asyncio.gather(*(client.client.call("nothing") for client in clients))
        assert guests.bad_frames >= 5_000
        assert [client.received for client in clients] == [list(range(said))] * len(clients)
        assert [client.losses for client in clients] == [[]] * len(clients)
        for client in clients:
            await client.client.disconnect()
    assert_no_surprise(server.log)
    # uvicorn's word for a refusal that was cut short
    assert "returned without completing handshake" not in server.log.read_text()
