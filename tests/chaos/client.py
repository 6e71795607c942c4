"""A client that follows docs/contract.md, "How a client stays right", and logs what it does and sees."""

import asyncio
import itertools
import json
import random
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

ANSWER_S = 10.0
PAUSE_S = 0.3
VERSIONED = ("room_updated", "room_closed", "member_joined", "member_left", "member_updated")


class Gone(Exception):
    """No answer: what was asked for may have been done or not."""


@dataclass
class Operation:
    """What a client asked for, and the answer; without one it may have been done or not."""

    event: str
    content: str
    client_id: str | None = None
    answer: dict[str, Any] | None = None


@dataclass
class History:
    """The log of one client in one room."""

    operations: list[Operation] = field(default_factory=list)
    births: list[int] = field(default_factory=list)
    unknown_updates: list[int] = field(default_factory=list)
    held: dict[int, dict[str, Any]] = field(default_factory=dict)
    version: int | None = None


class Client:
    """A person in one room, by WebSocket; comes back after every interruption."""

    def __init__(self, name: str, url: str, cookie: str, room_id: int):
        self.name, self.room_id = name, room_id
        self.history = History()
        self.is_slow = False
        self._url = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
        self._headers = {"Cookie": f"sessionid={cookie}"}
        self._socket: ClientConnection | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._early: list[tuple[str, dict[str, Any]]] | None = None
        self._joining: asyncio.Task[None] | None = None
        self._numbers = itertools.count()
        self.here = asyncio.Event()

    # The connection

    async def stay(self) -> None:
        """Be connected, again and again, until cancelled."""
        while True:
            with suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError, EOFError):
                await self._visit()
            self._leave()
            await asyncio.sleep(random.uniform(0.05, PAUSE_S))

    def reset(self) -> None:
        """Lose the connection as by a TCP reset."""
        if self._socket:
            self._socket.transport.abort()

    async def _visit(self) -> None:
        async with connect(
            self._url, additional_headers=self._headers, compression=None, max_size=None, ping_interval=None
        ) as self._socket:
            await self._socket.recv()
            await self._socket.send("40")
            async for frame in self._socket:
                while self.is_slow:  # noqa: ASYNC110 - a reader who does not read
                    await asyncio.sleep(0.1)
                await self._receive(str(frame))

    def _leave(self) -> None:
        self.here.clear()
        self._early = None
        if self._joining:
            self._joining.cancel()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Gone())
                answer.exception()  # some have no one who waits
        self._answers.clear()

    async def _receive(self, frame: str) -> None:
        if frame == "2":
            await self._socket.send("3")
        elif frame.startswith("40"):
            self.join_again()
        elif frame.startswith("43"):
            number, _, data = frame[2:].partition("[")
            answer = self._answers.pop(int(number), None)
            if answer and not answer.done():
                answer.set_result(json.loads(f"[{data}")[0])
        elif frame.startswith("42"):
            event, payload = json.loads(frame[2:])
            if event in ("new_message", "message_updated", *VERSIONED) and "prev_version" in payload:
                self._receive_event(event, payload)

    async def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        """Send an event and return its acknowledgement.

        Raises:
            Gone: none came.
        """
        number, answer = next(self._numbers), asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            await self._socket.send(f"42{number}{json.dumps([event, payload])}")
            return await asyncio.wait_for(answer, ANSWER_S)
        except (ConnectionClosed, TimeoutError) as error:
            self._answers.pop(number, None)
            raise Gone from error

    # The room

    def join_again(self) -> None:
        """Join the room, or catch up; events are kept until it is done."""
        self.here.clear()
        if self._joining:
            self._joining.cancel()
        self._early = []
        self._joining = asyncio.create_task(self._join())

    async def _join(self) -> None:
        complete = False
        while not complete:
            since = {} if self.history.version is None else {"since": self.history.version}
            try:
                answer = await self.ask("join_room", room_id=self.room_id, **since)
            except Gone:
                self.reset()
                return
            if not answer["ok"]:
                await asyncio.sleep(PAUSE_S)
                continue
            for message in answer["messages"]:
                self._put(message)
            self.history.version, complete = answer["version"], answer["complete"]
        early, self._early = self._early or [], None
        self.here.set()
        for event, payload in early:
            self._receive_event(event, payload)

    def _receive_event(self, event: str, payload: dict[str, Any]) -> None:
        if self._early is not None:
            self._early.append((event, payload))
            return
        message, history = payload.get("message"), self.history
        version = (message or payload.get("room") or payload)["version"]
        if version <= history.version:
            return
        if payload["prev_version"] > history.version:
            self.join_again()
            return
        history.version = version
        if event == "new_message":
            history.births.append(message["seq"])
        elif event == "message_updated" and message["seq"] not in history.held:
            if message["seq"] > min(history.held, default=0):
                history.unknown_updates.append(message["seq"])
            return
        if message:
            self._put(message)

    def _put(self, message: dict[str, Any]) -> None:
        known = self.history.held.get(message["seq"])
        if known is None or known["version"] <= message["version"]:
            self.history.held[message["seq"]] = message

    # What it does

    async def act(self) -> None:
        """Do something, as people do."""
        await self.here.wait()
        mine = [seq for seq, one in self.history.held.items() if self._is_mine(one)]
        verb = random.choices(["send", "send once", "edit", "delete", "rejoin"], [8, 3, 3, 1, 1])[0]
        if verb == "send":
            await self._send(str(uuid.uuid4()))
        elif verb == "rejoin":
            with suppress(Gone):
                await self.ask("leave_room", room_id=self.room_id)
            self.join_again()
        elif verb == "send once" or not mine:
            await self._send(None)
        elif verb == "edit":
            await self._once("edit_message", seq=random.choice(mine), content=f"{self._token()} edited")
        else:
            await self._once("delete_message", seq=random.choice(mine))

    def _is_mine(self, message: dict[str, Any]) -> bool:
        return bool(message["author"]) and message["author"]["name"] == self.name and not message["deleted_at"]

    def _token(self) -> str:
        return f"{self.name} {uuid.uuid4().hex[:12]}"

    async def _send(self, client_id: str | None) -> None:
        """Send a message; with a ``client_id`` again until it is acknowledged."""
        operation = Operation("send_message", self._token(), client_id)
        self.history.operations.append(operation)
        fields = {"client_id": client_id} if client_id else {}
        while operation.answer is None:
            with suppress(Gone):
                answer = await self.ask("send_message", room_id=self.room_id, content=operation.content, **fields)
                if answer["ok"] or answer["error"]["code"] != "unavailable":
                    operation.answer = answer
            if client_id is None:
                return
            if operation.answer is None:
                await asyncio.sleep(PAUSE_S)
                await self.here.wait()

    async def _once(self, event: str, **fields: Any) -> None:
        operation = Operation(event, str(fields["seq"]))
        self.history.operations.append(operation)
        with suppress(Gone):
            operation.answer = await self.ask(event, room_id=self.room_id, **fields)
