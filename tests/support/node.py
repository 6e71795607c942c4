"""Stock JavaScript clients, each in a Node.js of its own."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.support.callers import Caller

SCRIPT = Path(__file__).parent / "node_client.mjs"
PATIENCE_S = 20


class NodeClient:
    """A stock ``socket.io-client`` under Node.js."""

    def __init__(self, process: asyncio.subprocess.Process):
        self.process = process
        self.received: list[tuple[str, Any]] = []

    async def listen(self) -> tuple[str, Any]:
        """Return the next event, and its payload."""
        async with asyncio.timeout(PATIENCE_S):
            line = await self.process.stdout.readline()
        assert line, f"the client ended; received {self.received}"
        self.received.append(tuple(json.loads(line)))
        return self.received[-1]

    async def receives(self, event: str) -> Any:
        """Return the payload of the next ``event``."""
        while True:
            name, payload = await self.listen()
            if name == event:
                return payload

    def all_of(self, event: str) -> list[Any]:
        """Return the payloads of each ``event`` so far."""
        return [payload for name, payload in self.received if name == event]

    async def says(self, content: str) -> None:
        """Send a message."""
        self.process.stdin.write(content.encode() + b"\n")
        await self.process.stdin.drain()

    async def sends(self, events: Sequence[tuple[str, Any]]) -> None:
        """Send events with their payloads, none waiting for the one before."""
        await self.says(json.dumps(events))


@asynccontextmanager
async def node_client(
    caller: Caller, room_id: int, *, transports: Sequence[str] = (), trusted: Path | None = None
) -> AsyncIterator[NodeClient]:
    """Run a client that joins a room; ``trusted`` is the certificate of a site that no one else vouches for.

    Without ``transports`` it does what it does by default: long-polling, then the upgrade to WebSocket.
    """
    process = await asyncio.create_subprocess_exec(
        "node",
        str(SCRIPT),
        str(caller.base_url),
        caller.cookie_header(),
        str(room_id),
        *transports,
        env=os.environ | ({"NODE_EXTRA_CA_CERTS": str(trusted)} if trusted else {}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        client = NodeClient(process)
        answer = await client.receives("joined")
        assert answer["ok"], answer
        yield client
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), PATIENCE_S)
