"""People who talk while parts of the server die, and what their logs say afterwards of promises P1 to P5."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import socketio

from tests.support.callers import Caller

# A crowd says in seconds what people say in an hour.
NO_LIMITS = {"RATE_SEND": "10000/10000", "RATE_CONNECTION": "10000/10000", "RATE_JOIN": "1000/1000"}
ANSWER_S = 5
PATIENCE_S = 60


class Talker:
    """Someone with a stock client that reconnects: sends until acknowledged, and logs what they see of one room.

    ``seen`` are the messages in the order in which they appeared, whether live or from catching up; ``seen_at`` when.
    """

    def __init__(self, caller: Caller, room_id: int, news: asyncio.Event):
        self.caller = caller
        self.room_id = room_id
        self.news = news
        self.client = socketio.AsyncClient(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.version: int | None = None
        self.seen: list[dict[str, Any]] = []
        self.seen_at: dict[str, float] = {}
        self.sent_at: dict[str, float] = {}
        self.acknowledged: dict[str, list[dict[str, Any]]] = {}
        self.failures: list[object] = []
        self.gaps: list[tuple[int | None, int, int]] = []
        self.joins = 0
        self._held: list[tuple[int, int, dict[str, Any] | None]] | None = []
        self.client.on("connect", self._join)
        self.client.on("*", self._receive)

    async def connect(self) -> None:
        """Connect by WebSocket; joining the room follows."""
        await self.client.connect(
            str(self.caller.base_url),
            # A function: the client takes the cookie out of a dict at its first connection, and has none to reconnect.
            headers=lambda: {"Cookie": self.caller.cookie_header()},
            transports=["websocket"],
        )

    async def _join(self) -> None:
        """Catch up from the cursor; what is received meanwhile waits."""
        self._held, complete = [], False
        with suppress(socketio.exceptions.SocketIOError):  # cut again: the next connection joins again
            while not complete:
                since = {} if self.version is None else {"since": self.version}
                answer = await self.client.call("join_room", {"room_id": self.room_id, **since}, timeout=ANSWER_S)
                assert answer["ok"], answer
                for message in answer["messages"]:
                    self._see(message)
                self.version, complete = answer["version"], answer["complete"]
            held, self._held = self._held, None
            self.joins += 1
            self.news.set()
            for change in held:
                self._apply(*change)

    def _receive(self, event: str, payload: Any) -> None:
        if "prev_version" not in payload:
            return
        message = payload.get("message")
        change = payload["prev_version"], message["version"] if message else payload["version"], message
        if self._held is None:
            self._apply(*change)
        else:
            self._held.append(change)

    def _apply(self, prev_version: int, version: int, message: dict[str, Any] | None) -> None:
        if self.version is not None and version <= self.version:
            return
        if prev_version != self.version:
            self.gaps.append((self.version, prev_version, version))
        self.version = version
        if message:
            self._see(message)

    def _see(self, message: dict[str, Any]) -> None:
        self.seen.append(message)
        self.seen_at[message["client_id"]] = time.monotonic()
        self.news.set()

    async def say(self, content: str) -> dict[str, Any]:
        """Send a message, again and again until it is acknowledged; return it as stored."""
        client_id = str(uuid.uuid4())
        payload = {"room_id": self.room_id, "content": content, "client_id": client_id}
        self.sent_at[client_id] = time.monotonic()
        async with asyncio.timeout(PATIENCE_S):
            while client_id not in self.acknowledged:
                await self._try(payload)
        return self.acknowledged[client_id][0]

    async def _try(self, payload: dict[str, Any]) -> None:
        try:
            answer = await self.client.call("send_message", payload, timeout=ANSWER_S)
        except socketio.exceptions.SocketIOError as error:
            self.failures.append(error)
            await asyncio.sleep(0.05)
            return
        if answer["ok"]:
            self.acknowledged.setdefault(payload["client_id"], []).append(answer["message"])
            self.news.set()
        else:
            self.failures.append(answer)
            await asyncio.sleep(answer["error"].get("retry_after_s", 0.05))

    async def talk(self, count: int, pause_s: float = 0) -> None:
        """Say ``count`` things, each when the one before is acknowledged."""
        for number in range(count):
            await self.say(f"{self.caller.user['id']}/{number}")
            await asyncio.sleep(pause_s)

    async def close(self) -> None:
        """Leave."""
        await self.client.disconnect()
        await self.client.shutdown()


class Crowd:
    """Talkers in one room."""

    def __init__(self, callers: Sequence[Caller], room_id: int):
        self.room_id = room_id
        self._news = asyncio.Event()
        self.talkers = [Talker(caller, room_id, self._news) for caller in callers]

    async def until(self, condition: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
        """Wait for something to be true of the talkers."""
        async with asyncio.timeout(within_s):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def talk(self, count: int, pause_s: float = 0) -> None:
        """Let them say ``count`` things together."""
        await asyncio.gather(*(talker.talk(count // len(self.talkers), pause_s) for talker in self.talkers))

    async def acknowledged(self, count: int) -> None:
        """Wait until so many messages are acknowledged."""
        await self.until(lambda: sum(len(talker.acknowledged) for talker in self.talkers) >= count)

    async def everything_seen(self, count: int, within_s: float) -> None:
        """Wait until everyone has seen so many messages."""
        await self.until(lambda: all(len(talker.seen) >= count for talker in self.talkers), within_s)

    def slowest_delivery_s(self) -> float:
        """Return the longest time from sending a message to its arrival at someone."""
        return max(
            listener.seen_at[client_id] - sent_at
            for sender in self.talkers
            for client_id, sent_at in sender.sent_at.items()
            for listener in self.talkers
        )

    async def assert_promises(self, count: int) -> None:
        """Compare everyone's log with the record: P1 durable, P2 once, P3 in order, P4 complete, P5 without a gap."""
        stored = await asyncio.to_thread(stored_messages, self.talkers[0].caller, self.room_id)
        by_client_id = {message["client_id"]: message for message in stored}
        assert len(by_client_id) == len(stored) == count, "P2"
        for talker in self.talkers:
            for client_id, answers in talker.acknowledged.items():
                assert answers == [by_client_id.get(client_id)] * len(answers), "P1, P2"
            assert talker.gaps == [], "P5"
            assert [message["seq"] for message in talker.seen] == [message["seq"] for message in stored], "P3, P4"
            assert talker.seen == stored


@asynccontextmanager
async def talking(callers: Sequence[Caller], room_id: int) -> AsyncIterator[Crowd]:
    """Connect everyone, and leave together."""
    crowd = Crowd(callers, room_id)
    try:
        await asyncio.gather(*(talker.connect() for talker in crowd.talkers))
        await crowd.until(lambda: all(talker.joins for talker in crowd.talkers))
        yield crowd
    finally:
        await asyncio.gather(*(talker.close() for talker in crowd.talkers))


def stored_messages(caller: Caller, room_id: int) -> list[dict[str, Any]]:
    """Return the whole conversation, page by page."""
    messages: list[dict[str, Any]] = []
    more = True
    while more:
        after = messages[-1]["seq"] if messages else 0
        page = caller.get(f"/rooms/{room_id}/messages", params={"after": after, "limit": 100}).json()
        messages, more = messages + page["messages"], page["has_more_after"]
    return messages
