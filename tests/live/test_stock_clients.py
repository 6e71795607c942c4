"""People with different stock clients in one room: the same messages in the same order for all."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.callers import Caller
from tests.support.sockets import listening

pytestmark = pytest.mark.node
SCRIPT = Path(__file__).parent / "client.mjs"
PATIENCE_S = 20


class NodeClient:
    """A stock ``socket.io-client`` under Node.js, with default options: long-polling, then the upgrade."""

    def __init__(self, process: asyncio.subprocess.Process):
        self.process = process
        self.heard: list[tuple[str, Any]] = []

    async def hears(self, event: str) -> Any:
        """Return the payload of the next ``event``."""
        async with asyncio.timeout(PATIENCE_S):
            while line := await self.process.stdout.readline():
                name, payload = json.loads(line)
                self.heard.append((name, payload))
                if name == event:
                    return payload
        raise AssertionError(f"the client ended; heard {self.heard}")

    async def says(self, content: str) -> None:
        """Send a message."""
        self.process.stdin.write(content.encode() + b"\n")
        await self.process.stdin.drain()


@asynccontextmanager
async def node_client(caller: Caller, room_id: int) -> AsyncIterator[NodeClient]:
    """Run a client that joins a room."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(SCRIPT),
        str(caller.base_url),
        caller.cookie_header(),
        str(room_id),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        client = NodeClient(process)
        answer = await client.hears("joined")
        assert answer["ok"], answer
        yield client
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), PATIENCE_S)


async def test_a_node_client_and_a_python_client_hear_the_same_in_the_same_order(cast):
    async with listening(cast.alice) as [alice], node_client(cast.bob, cast.room_id) as bob:
        await alice.succeeds("join_room", room_id=cast.room_id)
        for number in range(10):
            await asyncio.gather(alice.says(cast.room_id, f"python {number}"), bob.says(f"node {number}"))
        await alice.hears("new_message", lambda _: len(alice.all_of("new_message")) == 20)
        heard = [event for name, event in bob.heard if name == "new_message"]
        while len(heard) < 20:
            heard.append(await bob.hears("new_message"))
        assert heard == alice.all_of("new_message")
        await alice.succeeds("typing", room_id=cast.room_id)
        assert (await bob.hears("typing"))["user"]["id"] == alice.user_id
        await asyncio.to_thread(cast.alice.post, f"/rooms/{cast.room_id}/close")
        assert (await bob.hears("room_closed"))["room_id"] == cast.room_id
        await asyncio.to_thread(cast.alice.delete, f"/rooms/{cast.room_id}")
        assert (await bob.hears("room_deleted"))["room_id"] == cast.room_id
