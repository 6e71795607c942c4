"""People who talk while the ground moves: they reconnect and resume, and everything that goes wrong is written down."""

import asyncio
import itertools
import json
import random
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

RETURN_S = 0.5
RETRY_S = 1.0
PATIENCE_S = 20.0


class Gone(Exception):
    """The connection ended before the acknowledgement came."""


class Member:
    """A person in one room, by WebSocket."""

    def __init__(self, crowd: "Crowd", cookie: str, url: str, room_id: int):
        self._crowd = crowd
        self._url = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        self._headers = {"Cookie": f"sessionid={cookie}"}
        self.room_id = room_id
        self.version: int | None = None
        self.seen: list[int] = []
        self.online: set[int] = set()
        self.visits = 0
        self._socket: ClientConnection | None = None
        self._waiting: dict[int, Callable[[Any], None]] = {}
        self._futures: set[asyncio.Future[Any]] = set()
        self._numbers = itertools.count()
        self._early: list[dict[str, Any]] = []
        self._here = asyncio.Event()

    async def stay(self) -> None:
        """Be connected, again and again, until cancelled."""
        while True:
            with suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                await self._visit()
            self._leave()
            await asyncio.sleep(random.uniform(0, RETURN_S))

    async def arrive(self) -> None:
        """Wait until the room is joined."""
        await self._here.wait()

    async def cut(self) -> None:
        """Lose the connection, if there is one; :meth:`stay` makes another."""
        if self._socket:
            await self._socket.close()

    async def say(self, content: str) -> None:
        """Send a message, the same one after each reconnection, until it is acknowledged."""
        payload = {"room_id": self.room_id, "content": content, "client_id": str(uuid.uuid4())}
        try:
            async with asyncio.timeout(self._crowd.patience_s):
                answer = await self._until_answered(payload)
        except TimeoutError:
            answer = {"ok": False, "error": "never acknowledged"}
        self._crowd.answered(self.room_id, answer)

    async def _until_answered(self, payload: dict[str, Any]) -> dict[str, Any]:
        while True:
            await self._here.wait()
            answered = asyncio.get_running_loop().create_future()
            self._futures.add(answered)
            with suppress(Gone, ConnectionClosed):
                await self._send(
                    "send_message", payload, lambda answer, its=answered: its.done() or its.set_result(answer)
                )
                answer: dict[str, Any] = await answered
                if not self._is_forgiven(answer):
                    return answer
                await asyncio.sleep(RETRY_S)

    def _is_forgiven(self, answer: dict[str, Any]) -> bool:
        return self._crowd.forgives_unavailable and not answer["ok"] and answer["error"]["code"] == "unavailable"

    async def _send(self, event: str, payload: object, on_answer: Callable[[Any], None]) -> None:
        number = next(self._numbers)
        self._waiting[number] = on_answer
        await self._socket.send(f"42{number}{json.dumps([event, payload])}")

    async def _visit(self) -> None:
        async with connect(
            self._url, additional_headers=self._headers, compression=None, max_size=None, ping_interval=None
        ) as self._socket:
            await self._socket.recv()
            await self._socket.send("40")
            async for frame in self._socket:
                await self._receive(str(frame))

    def _leave(self) -> None:
        self._here.clear()
        self.online = set()
        self._waiting.clear()
        self._early.clear()
        for future in self._futures:
            if not future.done():
                future.set_exception(Gone())
                future.exception()  # no one may be left to ask
        self._futures.clear()

    async def _receive(self, frame: str) -> None:
        if frame == "2":
            await self._socket.send("3")
        elif frame.startswith("40"):
            self.visits += 1
            await self._join()
        elif frame.startswith("43"):
            number, _, data = frame[2:].partition("[")
            self._waiting.pop(int(number))(json.loads(f"[{data}")[0])
        elif frame.startswith('42["new_message"'):
            message = json.loads(frame[2:])[1]["message"]
            # What is written meanwhile may come before the answer to join_room (docs/contract.md).
            self._take(message) if self._here.is_set() else self._early.append(message)
        elif frame.startswith('42["online_users"'):
            self._look({user["id"] for user in json.loads(frame[2:])[1]["users"]})
        elif frame.startswith('42["user_online"'):
            self._look(self.online | {json.loads(frame[2:])[1]["user"]["id"]})
        elif frame.startswith('42["user_offline"'):
            self._look(self.online - {json.loads(frame[2:])[1]["user_id"]})

    def _look(self, online: set[int]) -> None:
        """Notice who is online now, and who is not any more: announced one by one, or left out of a list."""
        self._crowd.offline += self.online - online
        self.online = online

    async def _join(self) -> None:
        since = {} if self.version is None else {"since": self.version}
        await self._send("join_room", {"room_id": self.room_id} | since, self._joined)

    async def _join_later(self) -> None:
        await asyncio.sleep(RETRY_S)
        with suppress(ConnectionClosed):
            await self._join()

    def _joined(self, answer: dict[str, Any]) -> None:
        if self._is_forgiven(answer):
            self._crowd.spawn(self._join_later())
            return
        if not answer["ok"]:
            self._crowd.failed.append(answer["error"])
            return
        if self.version is not None:
            for message in answer["messages"]:
                self._take(message)
        self.version = answer["version"]
        if answer["complete"]:
            for message in self._early:
                if message["version"] > self.version:
                    self._take(message)
            self._early.clear()
            self._here.set()
        else:
            self._crowd.spawn(self._join())

    def _take(self, message: dict[str, Any]) -> None:
        self.seen.append(message["seq"])
        self.version = max(self.version or 0, message["version"])


class Crowd:
    """Members of several rooms, and what went wrong for any of them.

    With ``outage_s`` they know that their server may be unavailable for that long, and ask again, as clients do.
    """

    def __init__(self, urls: list[str], cookies: list[str], room_ids: list[int], *, outage_s: float = 0):
        places = itertools.cycle(itertools.product(urls, room_ids))  # each room has members at each server
        self.members = [Member(self, cookie, *next(places)) for cookie in cookies]
        self.patience_s = PATIENCE_S + 3 * outage_s
        self.forgives_unavailable = outage_s > 0
        self.sent: dict[int, list[int]] = {room_id: [] for room_id in room_ids}
        self.failed: list[object] = []
        self.offline: list[int] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._staying: list[asyncio.Task[None]] = []

    async def gather(self) -> None:
        """Let everyone connect and join."""
        self._staying = [asyncio.create_task(member.stay()) for member in self.members]
        async with asyncio.timeout(60):
            for member in self.members:
                await member.arrive()

    async def talk(self, *, per_s: float, until: asyncio.Event) -> None:
        """Send so many messages a second, from one member after the other, until it is stopped."""
        began = time.monotonic()
        for number, member in enumerate(itertools.cycle(self.members)):
            if until.is_set():
                break
            self.spawn(member.say(f"number {number}"))
            await asyncio.sleep(max(0, began + (number + 1) / per_s - time.monotonic()))
        await asyncio.gather(*self._tasks)

    def spawn(self, work: Any) -> None:
        """Run ``work`` beside the rest."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def answered(self, room_id: int, answer: dict[str, Any]) -> None:
        """Note what became of a message."""
        if answer["ok"]:
            self.sent[room_id].append(answer["message"]["seq"])
        else:
            self.failed.append(answer["error"])

    async def settle(self) -> None:
        """Wait until everyone has seen everything, for a few seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(10):
                while self.lost():  # noqa: ASYNC110 - not worth an event for each delivery
                    await asyncio.sleep(0.1)

    async def leave(self) -> None:
        """Go home."""
        for task in self._staying:
            task.cancel()
        await asyncio.gather(*self._staying, return_exceptions=True)

    def lost(self) -> int:
        """Return how many deliveries of acknowledged messages are missing."""
        return sum(len(set(self.sent[member.room_id]) - set(member.seen)) for member in self.members)

    def doubled(self) -> int:
        """Return how many deliveries came twice, and how many messages were stored that no one received."""
        again = sum(len(member.seen) - len(set(member.seen)) for member in self.members)
        return again + sum(len(set(member.seen) - set(self.sent[member.room_id])) for member in self.members)

    def disordered(self) -> int:
        """Return how many members saw a later message before an earlier one."""
        return sum(member.seen != sorted(member.seen) for member in self.members)

    def faults(self) -> dict[str, int]:
        """Return how often each thing went wrong that never may."""
        return {
            "failed sends": len(self.failed),
            "lost": self.lost(),
            "doubled": self.doubled(),
            "out of order": self.disordered(),
            "offline events": len(self.offline),
        }
