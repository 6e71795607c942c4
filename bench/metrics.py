"""What the metrics cost: ``python -m bench.metrics`` (docs/metrics.md).

An installation gets the same load again and again, in turns with its metrics and with metrics that do nothing: in the
same processes, over the same connections. The unit is server CPU, by the kernel's account, for each message and for
each HTTP request. Ends with 1 when the metrics add more than they may.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
from collections.abc import Awaitable, Callable

import httpx
import uvloop

from bench.chat import CAST, NO_LIMITS, Client, message
from bench.metrics_switch import OFF, ON
from tests.support.server import ROOT, Server
from tests.support.services import MariaDB, Redis

MOST_ADDED = 0.03
PEOPLE = 64
ROOMS = 4
CALLERS = 8
SCRAPES = 50
ENV = NO_LIMITS | {"METRICS_HOSTS": "127.0.0.1/32", "DJANGO_SETTINGS_MODULE": "bench.metrics_switch"}


async def talk(places: list[tuple[Client, int]], count: int) -> None:
    """Let everyone say something in their room, again and again, as soon as the last message is acknowledged."""

    async def say(client: Client, room_id: int) -> None:
        for _ in range(count // len(places)):
            answer = await client.call("send_message", message(room_id))
            assert answer["ok"], answer
        client.received.clear()

    await asyncio.gather(*(say(*place) for place in places))


async def ask(callers: list[httpx.AsyncClient], path: str, count: int) -> None:
    """Let all callers fetch ``path``, again and again."""

    async def fetch(caller: httpx.AsyncClient) -> None:
        for _ in range(count // len(callers)):
            (await caller.get(path)).raise_for_status()

    await asyncio.gather(*map(fetch, callers))


async def added(
    server: Server, load: Callable[[int], Awaitable[None]], *, turns: int, count: int
) -> tuple[float, float]:
    """Return the server CPU seconds of one of ``count`` things without metrics, and the part that metrics add."""
    costs: dict[int, list[float]] = {ON: [], OFF: []}
    await load(count)
    for turn in range(turns):
        for switch in (ON, OFF) if turn % 2 else (OFF, ON):
            for pid in server.pids()[1:]:
                os.kill(pid, switch)
            before_s = server.cpu_seconds()
            await load(count)
            costs[switch].append((server.cpu_seconds() - before_s) / count)
    return statistics.median(costs[OFF]), statistics.median(map(lambda on, off: on / off - 1, costs[ON], costs[OFF]))


async def measure(server: Server, cast: dict, options: argparse.Namespace) -> bool:
    """Print what the metrics add; tell whether that is too much."""
    rooms, cookies = cast["rooms"], cast["cookies"]
    places = [
        (await Client.open(server.port, cookie), rooms[number % len(rooms)]) for number, cookie in enumerate(cookies)
    ]
    for client, room_id in places:
        assert (await client.call("join_room", {"room_id": room_id}))["ok"]
    callers = [httpx.AsyncClient(base_url=server.url, cookies={"sessionid": cookie}) for cookie in cookies[:CALLERS]]
    loads: dict[str, tuple[Callable[[int], Awaitable[None]], int]] = {
        f"a message to {PEOPLE // ROOMS} people": (lambda count: talk(places, count), options.messages),
        "a list of rooms over HTTP": (lambda count: ask(callers, "/rooms", count), options.requests),
    }
    parts = []
    for name, (load, count) in loads.items():
        cost_s, part = await added(server, load, turns=options.turns, count=count)
        print(f"{name}: {cost_s * 1e6:,.0f} µs of server CPU, metrics add {part:+.1%}", flush=True)
        parts.append(part)
    before_s = server.cpu_seconds()
    await ask(callers, "/metrics", SCRAPES)
    print(f"a look at /metrics: {(server.cpu_seconds() - before_s) / SCRAPES * 1e3:.0f} ms of server CPU")
    await asyncio.gather(*(client.close() for client, _ in places), *(caller.aclose() for caller in callers))
    return max(parts) > MOST_ADDED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--turns", type=int, default=100, help="pairs of turns, with metrics and without")
    parser.add_argument("--messages", type=int, default=256, help="in each turn")
    parser.add_argument("--requests", type=int, default=64, help="in each turn")
    options = parser.parse_args()
    with MariaDB() as mariadb, Redis() as redis:
        url = mariadb.create_database("bench")
        with Server(database_url=url, redis_url=redis.url, workers=options.workers, env=ENV, root=ROOT) as server:
            words = server.run(CAST.format(people=PEOPLE, rooms=ROOMS))
            return int(uvloop.run(measure(server, json.loads(words.strip().splitlines()[-1]), options)))


if __name__ == "__main__":
    sys.exit(main())
