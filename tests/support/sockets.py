"""People at the other end of a real Socket.IO connection, with the stock Python client."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

import socketio

from tests.support.callers import Caller

PATIENCE_S = 10.0


class Listener:
    """A connection of a person, and everything it received, in order."""

    def __init__(self, caller: Caller, **options: Any):
        self.caller = caller
        self.client = socketio.AsyncClient(**{"reconnection": False} | options)
        self.received: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self.client.on("*", self._receive)
        self.client.on("disconnect", self._disconnected)

    @property
    def user_id(self) -> int:
        """Return the person's id."""
        return self.caller.user["id"]

    async def connect(self, *, headers: dict[str, str] | None = None, **options: Any) -> Self:
        """Connect, and wait for the greeting."""
        await self.client.connect(
            str(self.caller.base_url),
            headers={"Cookie": self.caller.cookie_header()} | (headers or {}),
            **{"transports": ["websocket"], "wait_timeout": PATIENCE_S} | options,
        )
        await self.receives("online_users")
        return self

    def _receive(self, event: str, *args: Any) -> None:
        self.received.append((event, args[0] if args else None))
        self._news.set()

    def _disconnected(self, *_args: Any) -> None:
        self._receive("disconnect")

    async def call(self, event: str, **payload: Any) -> dict[str, Any]:
        """Send an event and return its acknowledgement."""
        return await self.client.call(event, payload, timeout=PATIENCE_S)

    async def succeeds(self, event: str, **payload: Any) -> dict[str, Any]:
        """Send an event whose acknowledgement must be ``ok``, and return that."""
        answer = await self.call(event, **payload)
        assert answer["ok"], answer
        return answer

    async def refused(self, event: str, **payload: Any) -> str:
        """Send an event that must be refused, and return the error's code."""
        answer = await self.call(event, **payload)
        assert not answer["ok"], answer
        return answer["error"]["code"]

    async def says(self, room_id: int, content: str, **fields: Any) -> dict[str, Any]:
        """Send a message and return it as stored."""
        fields = {"client_id": str(uuid.uuid4())} | fields
        return (await self.succeeds("send_message", room_id=room_id, content=content, **fields))["message"]

    def all_of(self, event: str) -> list[Any]:
        """Return the payloads of one event, in the order received."""
        return [payload for name, payload in self.received if name == event]

    async def receives(
        self, event: str, where: Callable[[Any], bool] = lambda _payload: True, within_s: float = PATIENCE_S
    ) -> Any:
        """Return the payload of the first ``event`` received so far or within ``within_s`` seconds that fits."""
        try:
            async with asyncio.timeout(within_s):
                while True:
                    for payload in self.all_of(event):
                        if where(payload):
                            return payload
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"no {event} that fits within {within_s} s; received {self.received}") from None

    async def is_quiet(self, event: str, seconds: float, where: Callable[[Any], bool] = lambda _payload: True) -> bool:
        """Tell whether no further ``event`` that fits is received for a while."""
        before = len(self.received)
        await asyncio.sleep(seconds)
        return not any(name == event and where(payload) for name, payload in self.received[before:])

    def forget(self) -> None:
        """Start with an empty memory."""
        self.received.clear()

    async def close(self) -> None:
        """Leave."""
        await self.client.disconnect()
        await self.client.shutdown()


@asynccontextmanager
async def listening(*callers: Caller, **options: Any) -> AsyncIterator[list[Listener]]:
    """Connect each of ``callers``, and leave together."""
    listeners: list[Listener] = []
    try:
        for caller in callers:
            listener = Listener(caller)
            listeners.append(listener)
            await listener.connect(**options)
        yield listeners
    finally:
        for listener in listeners:
            await listener.close()
