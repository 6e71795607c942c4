"""What tabs of the chat page cost the server, in turns as the page is and as it was: ``python -m bench.chat_pages``.

As it was, each ``room_activity`` made the tab fetch that room, and each new connection four lists over HTTP. As it is,
the event says it all, and one ``sync`` over the connection answers what changed.
"""

import argparse
import asyncio
import http.client
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import uvloop

from bench.chat import Client, database, message, product
from tests.support.server import Server

TABS_ELSEWHERE = 500
MESSAGES, PACE_S = 10, 1.0
TABS_BACK = 2_000
MEMBERS_SHOWN = 500
# As many browsers' requests as are under way at once on the way through nginx.
REQUESTS_AT_ONCE = 64
SETTLE_S = 15


@dataclass
class Http:
    """The HTTP requests of many tabs: how many, and how many were refused because the server was busy."""

    port: int
    asked: int = 0
    refused: int = 0
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(REQUESTS_AT_ONCE))
    _local: threading.local = field(default_factory=threading.local)

    async def get(self, cookie: str, path: str) -> None:
        """Ask until it is answered, as a page does."""
        run = asyncio.get_running_loop().run_in_executor
        while not await run(self._pool, self._get, cookie, path):  # noqa: ASYNC110 - the server says when no more
            await asyncio.sleep(1)

    def _get(self, cookie: str, path: str) -> bool:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._local.connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
        answer = self._local.connection.getresponse()
        answer.read()
        self.asked += 1
        self.refused += answer.status != http.client.OK
        return answer.status == http.client.OK


class Tab(Client):
    """A tab that shows one room and lists others."""

    def listen(self, receive: Callable[[str], None]) -> None:
        """Hand every event that is no message of an open room to ``receive``."""
        self.receive = receive

    async def _read(self) -> None:
        async for frame in self.socket:
            text = str(frame)
            if text == "2":
                await self.socket.send("3")
            elif text.startswith("43"):
                number, _, data = text[2:].partition("[")
                self._acks.pop(int(number)).set_result(json.loads("[" + data)[0])
            elif text.startswith('42["room_activity"'):
                self.receive(text)

    receive: Callable[[str], None] = staticmethod(lambda _text: None)


@dataclass
class Result:
    """What one way of doing it took."""

    requests: int
    refused: int
    cpu_s: float
    took_s: float
    worst_ms: float = 0.0


async def elsewhere(server: Server, cast: dict, *, fetches: bool) -> Result:
    """Let messages be written in a room that 500 tabs list and none shows; return what they asked for."""
    cookies, (busy, shown, *_) = cast["cookies"][: TABS_ELSEWHERE + 1], cast["rooms"]
    web, pending, received = Http(server.port), set(), 0
    writer, *tabs = [await Tab.open(server.port, cookie) for cookie in cookies]

    def receive(cookie: str) -> None:
        nonlocal received
        received += 1
        if fetches:
            pending.add(asyncio.ensure_future(web.get(cookie, f"/rooms/{busy}")))

    for tab, cookie in zip(tabs, cookies[1:], strict=True):
        assert (await tab.call("join_room", {"room_id": shown}))["ok"]
        tab.listen(lambda _text, cookie=cookie: receive(cookie))
    before, began = server.cpu_seconds(), time.perf_counter()
    for number in range(MESSAGES):
        assert (await writer.call("send_message", message(busy)))["ok"]
        await asyncio.sleep(max(0, began + (number + 1) * PACE_S - time.perf_counter()))
    await asyncio.sleep(1.5)  # the last tick
    await asyncio.gather(*pending)
    took = time.perf_counter() - began
    assert received >= len(tabs) * MESSAGES / 2, received  # those of one second come as one
    cpu = server.cpu_seconds() - before
    await asyncio.gather(*(tab.close() for tab in (writer, *tabs)))
    return Result(web.asked, web.refused, cpu, took)


async def back_at_once(server: Server, cast: dict, *, fetches: bool) -> Result:
    """Let 2,000 tabs connect at once and bring their list and room up to date, while one person goes on talking."""
    talker_cookie, *cookies = cast["cookies"]
    rooms, web = cast["rooms"], Http(server.port)
    talker = await Tab.open(server.port, talker_cookie)
    version = (await talker.call("join_room", {"room_id": rooms[0]}))["version"]
    known = await listed(talker)
    lists = [
        f"/rooms/{rooms[0]}/members?limit={MEMBERS_SHOWN}",
        "/rooms?closed=1",
        "/rooms?joined=1",
        "/auth/sanctions",
    ]

    async def come(cookie: str) -> Tab:
        tab = await Tab.open(server.port, cookie)
        joined = tab.call("join_room", {"room_id": rooms[0], "since": version})
        if fetches:
            await asyncio.gather(joined, *(web.get(cookie, path) for path in lists))
        else:
            answers = await asyncio.gather(joined, tab.call("sync", known))
            assert all(answer["ok"] for answer in answers), answers
        return tab

    async def talk() -> None:
        nonlocal worst_s
        while True:
            said_at = time.perf_counter()
            assert (await talker.call("send_message", message(rooms[1])))["ok"]
            worst_s = max(worst_s, time.perf_counter() - said_at)
            await asyncio.sleep(0.05)

    worst_s, talking = 0.0, asyncio.create_task(talk())
    before, began = server.cpu_seconds(), time.perf_counter()
    tabs = await asyncio.gather(*map(come, cookies))
    took, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    talking.cancel()
    await asyncio.gather(*(tab.close() for tab in (talker, *tabs)))
    return Result(web.asked, web.refused, cpu, took, worst_s * 1000)


async def listed(tab: Tab) -> dict:
    """Return what a tab that was there a moment ago knows of its list."""
    rooms = (await tab.call("sync", {}))["rooms"]
    return {
        "rooms": {str(room["id"]): room["version"] for room in rooms},
        "read": {str(room["id"]): room["membership"]["last_read_seq"] for room in rooms},
    }


def measure(kind: str) -> None:
    """Print both, as it was and as it is, one after the other on the same server."""
    for name, work, people in (
        (f"{TABS_ELSEWHERE} tabs, {MESSAGES} messages elsewhere", elsewhere, TABS_ELSEWHERE + 1),
        (f"{TABS_BACK:,} tabs back at once", back_at_once, TABS_BACK + 1),
    ):
        with database(kind) as url, product(url, people=people, rooms=10) as (server, cast):
            for how, fetches in (("as it was", True), ("as it is", False)):
                result = uvloop.run(work(server, cast, fetches=fetches))
                print(
                    f"{kind}: {name}, {how}: {result.requests:,} HTTP requests ({result.refused:,} refused), "
                    f"{result.cpu_s:.1f} s of server CPU, {result.took_s:.1f} s, "
                    f"others at worst {result.worst_ms:.0f} ms"
                )
                time.sleep(SETTLE_S)  # until all have left


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "mariadb"], action="append")
    for kind in parser.parse_args().database or ["sqlite", "mariadb"]:
        measure(kind)


if __name__ == "__main__":
    main()
