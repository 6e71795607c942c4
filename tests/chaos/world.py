"""An installation under faults: its servers, the people in it, and everything that can happen to them."""

import asyncio
import json
import os
import random
import signal
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bench.chat import CAST
from tests.chaos.checker import Messages, verdict
from tests.chaos.client import Client
from tests.messaging.live.crowd import NO_LIMITS
from tests.support.commit_proxy import Break, CommitProxy
from tests.support.processes import children
from tests.support.server import Server
from tests.support.services import MariaDB, Redis

PEOPLE = 8
SETTLE_S = 30.0


@dataclass
class World:
    """One installation: two workers on MariaDB and Redis, or one process on SQLite."""

    server: Server
    cookies: list[str]
    room_id: int
    mariadb: MariaDB | None = None
    redis: Redis | None = None
    proxy: CommitProxy | None = None

    async def suffer(self, fault: "Fault", *, before_s: float = 2, after_s: float = 3) -> dict[str, list[str]]:
        """Let people talk while ``fault`` happens, and return what the checker says of their logs."""
        clients = [
            Client(f"Person {n}", self.server.url, cookie, self.room_id) for n, cookie in enumerate(self.cookies)
        ]
        staying = [asyncio.create_task(client.stay()) for client in clients]
        over = asyncio.Event()
        acting = [asyncio.create_task(_act(client, over)) for client in clients]
        await asyncio.sleep(before_s)
        await fault(self, clients)
        await asyncio.sleep(after_s)
        over.set()
        await asyncio.wait_for(asyncio.gather(*acting), SETTLE_S + 60)
        record = await self._settled(clients)
        for task in staying:
            task.cancel()
        await asyncio.gather(*staying, return_exceptions=True)
        return verdict([client.history for client in clients], record)

    async def _settled(self, clients: list[Client]) -> Messages:
        """Return the room's messages, once everyone is up to date or has had the time to be."""
        deadline = asyncio.get_running_loop().time() + SETTLE_S
        while True:
            record, version = await asyncio.to_thread(self.fetch)
            if all(client.here.is_set() and client.history.version == version for client in clients):
                return record
            if asyncio.get_running_loop().time() > deadline:
                return record
            await asyncio.sleep(0.2)

    def fetch(self) -> tuple[Messages, int]:
        """Return the room's messages and its version, as a newcomer gets them."""
        record: Messages = {}
        after: int | None = 0
        with httpx.Client(base_url=self.server.url, cookies={"sessionid": self.cookies[0]}, timeout=60) as http:
            while after is not None:
                page: dict[str, Any] = (
                    http.get(f"/rooms/{self.room_id}/messages", params={"after": after, "limit": 100})
                    .raise_for_status()
                    .json()
                )
                record |= {message["seq"]: message for message in page["messages"]}
                after = page["messages"][-1]["seq"] if page["has_more_after"] else None
        return record, page["version"]


async def _act(client: Client, over: asyncio.Event) -> None:
    while not over.is_set():
        await client.act()
        await asyncio.sleep(random.uniform(0, 0.1))


@contextmanager
def on_mariadb() -> Iterator[World]:
    """Two workers, MariaDB behind a proxy that can break commits, and Redis."""
    with ExitStack() as stack:
        mariadb, redis = stack.enter_context(MariaDB()), stack.enter_context(Redis())
        proxy = stack.enter_context(CommitProxy(mariadb.socket, mariadb.folder / "proxy"))
        url = mariadb.create_database("chaos").replace(str(mariadb.socket), str(proxy.path))
        server = stack.enter_context(Server(database_url=url, redis_url=redis.url, workers=2, env=NO_LIMITS))
        yield World(server, *_cast(server), mariadb, redis, proxy)


@contextmanager
def on_sqlite() -> Iterator[World]:
    """One process."""
    with Server(env=NO_LIMITS) as server:
        yield World(server, *_cast(server))


def _cast(server: Server) -> tuple[list[str], int]:
    cast = json.loads(server.run(CAST.format(people=PEOPLE, rooms=1)).strip().splitlines()[-1])
    return cast["cookies"], cast["rooms"][0]


# What can happen

Fault = Callable[[World, list[Client]], Awaitable[None]]


async def nothing(_world: World, _clients: list[Client]) -> None:
    """Let people talk."""


async def resets(_world: World, clients: list[Client]) -> None:
    """Connections are reset, one after the other."""
    for client in clients:
        client.reset()
        await asyncio.sleep(0.1)


async def slow_readers(_world: World, clients: list[Client]) -> None:
    """Two people read nothing for a while."""
    for client in clients[:2]:
        client.is_slow = True
    await asyncio.sleep(4)
    for client in clients[:2]:
        client.is_slow = False


async def reload(world: World, _clients: list[Client]) -> None:
    """The workers are replaced, one after the other."""
    position = world.server.log_position()
    world.server.process.send_signal(signal.SIGHUP)
    done = " reloaded" if world.server.workers > 1 else "Serving Chatsite"
    await asyncio.to_thread(world.server.lines_with, done, since=position)


async def server_killed(world: World, _clients: list[Client]) -> None:
    """Power is cut; the installation starts again."""
    await asyncio.to_thread(world.server.kill)
    await asyncio.to_thread(world.server.start)


async def worker_killed(world: World, _clients: list[Client]) -> None:
    """One of the workers is killed; its supervisor starts another."""
    killed = random.choice(children(world.server.process.pid))
    os.kill(killed, signal.SIGKILL)


async def redis_killed(world: World, _clients: list[Client]) -> None:
    """Redis is away for three seconds."""
    await asyncio.to_thread(world.redis.kill)
    await asyncio.sleep(3)
    await asyncio.to_thread(world.redis.start)


async def redis_frozen(world: World, _clients: list[Client]) -> None:
    """Redis hangs for three seconds."""
    world.redis.pause()
    await asyncio.sleep(3)
    world.redis.resume()


async def reload_without_redis(world: World, clients: list[Client]) -> None:
    """The workers are replaced while Redis is away."""
    await asyncio.to_thread(world.redis.kill)
    try:
        await reload(world, clients)
    finally:
        await asyncio.to_thread(world.redis.start)


async def mariadb_killed(world: World, _clients: list[Client]) -> None:
    """MariaDB is killed and starts again."""
    await asyncio.to_thread(world.mariadb.kill)
    await asyncio.to_thread(world.mariadb.start)


async def answers_lost(world: World, _clients: list[Client]) -> None:
    """For three seconds every tenth COMMIT is done, and its answer lost."""
    with world.proxy.breaking(Break.AFTER, every=10):
        await asyncio.sleep(3)


async def commits_lost(world: World, _clients: list[Client]) -> None:
    """For three seconds every tenth COMMIT is lost on its way."""
    with world.proxy.breaking(Break.BEFORE, every=10):
        await asyncio.sleep(3)


async def database_locked(world: World, _clients: list[Client]) -> None:
    """Another program holds SQLite's write lock for three seconds."""
    with sqlite3.connect(world.server.folder / "data" / "chatsite.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(3)
        other.execute("ROLLBACK")


ANYWHERE: list[Fault] = [nothing, resets, slow_readers, reload, server_killed]
FAULTS: dict[str, list[Fault]] = {
    "sqlite": [*ANYWHERE, database_locked],
    "mariadb": [
        *ANYWHERE,
        worker_killed,
        redis_killed,
        redis_frozen,
        reload_without_redis,
        mariadb_killed,
        answers_lost,
        commits_lost,
    ],
}
WORLDS = {"sqlite": on_sqlite, "mariadb": on_mariadb}
