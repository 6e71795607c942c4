"""What the live chat carries: ``python -m bench.chat [acks|room|return] [--database sqlite|mariadb]`` (docs/live.md).

- ``acks``: acknowledged, durable messages a second of one process with 64 senders, and the server CPU of each, in turns
  with the same job on the stack of the product's predecessor (Flask-SocketIO in threads, SQLAlchemy, one commit per
  message), and on MariaDB with Node, socket.io and mysql2 (counter, rights, unique index, one transaction per message).
- ``room``: 500 people in one room at 50 messages a second: the time from emit to receipt.
- ``return``: server CPU of an authorised connection that joins three rooms; 2,000 clients that come back at once while
  others go on talking.

Everything is bounded in count and time, on loopback, and stopped at the end.
"""

import argparse
import asyncio
import json
import statistics
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import uvloop
from websockets.asyncio.client import ClientConnection, connect

from bench.node_peer import NodePeer
from bench.predecessor import Predecessor
from chatsite.db.databases import use_mysql_driver
from tests.support.server import ROOT, Server
from tests.support.services import MariaDB

SENDERS = 64
# Two thousand who connect at once take their time on two cores.
CONNECT_OPTIONS: dict = {"compression": None, "max_size": None, "ping_interval": None, "open_timeout": 120}
ROUNDS = 3
WARM_UP_S = 1.0
MEASURED_S = 5.0
NO_LIMITS = {
    "RATE_CONNECTION": "100000/100000",
    "RATE_SEND": "100000/100000",
    "RATE_JOIN": "100000/100000",
    "MAX_CONNECTIONS_PER_ADDRESS": "100000",
    "LOG_LEVEL": "WARNING",
}
CAST = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import User
from rooms.models import Membership, Room, RoomCounter
from rooms.services import create_room
Store = import_module(settings.SESSION_ENGINE).SessionStore
User.objects.bulk_create(
    [User(email=f"p{{n}}@example.org", name=f"Person {{n}}", password="!unusable") for n in range({people})]
)
people = list(User.objects.filter(email__startswith="p").order_by("pk"))
rooms = [create_room(by=people[0], name=f"Bench {{n}}") for n in range({rooms})]
for room in rooms:
    Membership.objects.bulk_create([
        Membership(room=room, user=user, version=2, joined_version=2, joined_at=room.created_at) for user in people[1:]
    ])
    RoomCounter.objects.filter(pk=room.pk).update(version=2, member_count=len(people))
cookies = []
for user in people:
    session = Store()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    cookies.append(session.session_key)
print(json.dumps({{"cookies": cookies, "rooms": [room.pk for room in rooms]}}))
"""


class Client:
    """The least Socket.IO client that can acknowledge and measure."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket
        self.received: list[tuple[float, str]] = []
        self._acks: dict[int, asyncio.Future[object]] = {}
        self._next_ack = 0
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, port: int, cookie: str = "") -> "Client":
        """Connect and wait for the answer to CONNECT."""
        headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
        url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        socket = await connect(url, additional_headers=headers, **CONNECT_OPTIONS)
        await socket.recv()
        await socket.send("40")
        answer = str(await socket.recv())
        assert answer.startswith("40"), answer
        return cls(socket)

    async def _read(self) -> None:
        async for frame in self.socket:
            text = str(frame)
            if text == "2":
                await self.socket.send("3")
            elif text.startswith("43"):
                number, _, data = text[2:].partition("[")
                self._acks.pop(int(number)).set_result(json.loads("[" + data)[0])
            elif text.startswith('42["new_message"'):
                self.received.append((time.perf_counter(), text))

    async def call(self, event: str, payload: object) -> dict:
        """Send an event and return its acknowledgement."""
        number, self._next_ack = self._next_ack, self._next_ack + 1
        answer = self._acks[number] = asyncio.get_running_loop().create_future()
        await self.socket.send(f"42{number}" + json.dumps([event, payload]))
        return await answer

    async def close(self) -> None:
        """Leave."""
        self._reader.cancel()
        await self.socket.close()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Yield the URL of a fresh database server of ``kind``, or nothing for SQLite's file."""
    if kind == "sqlite":
        yield ""
        return
    with MariaDB() as mariadb:
        yield mariadb.create_database("bench")


@contextmanager
def product(url: str, *, people: int, rooms: int) -> Iterator[tuple[Server, dict]]:
    """Yield the running product with people in rooms."""
    with Server(database_url=url, env=NO_LIMITS, root=ROOT) as server:
        yield server, json.loads(server.run(CAST.format(people=people, rooms=rooms)).strip().splitlines()[-1])


def message(room_id: int, content: str = "a message of about the usual length, nothing special in it") -> dict:
    """Return a new message's payload."""
    return {"room_id": room_id, "content": content, "client_id": str(uuid.uuid4())}


async def acks_per_second(clients: list[Client], room_id: int) -> float:
    """Return how many messages a second all ``clients`` together get acknowledged, each waiting for its own."""
    count = 0
    ends_at = time.perf_counter() + WARM_UP_S + MEASURED_S
    counts_from = time.perf_counter() + WARM_UP_S

    async def send(client: Client) -> None:
        nonlocal count
        while (now := time.perf_counter()) < ends_at:
            answer = await client.call("send_message", message(room_id))
            assert answer["ok"], answer
            count += now >= counts_from

    await asyncio.gather(*map(send, clients))
    return count / MEASURED_S


async def measure_acks(port: int, cookies: list[str], room_id: int) -> float:
    clients = [await Client.open(port, cookie) for cookie in cookies]
    rate = await acks_per_second(clients, room_id)
    await asyncio.gather(*(client.close() for client in clients))
    return rate


@dataclass
class Writer:
    """A server that acknowledges messages, and what each of its rounds gave."""

    name: str
    server: Server | NodePeer | Predecessor
    room_id: int = 1
    cookies: list[str] = field(default_factory=lambda: [""] * SENDERS)
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Write for a while."""
        before = self.server.cpu_seconds()
        rate = uvloop.run(measure_acks(self.server.port, self.cookies, self.room_id))
        self.rates.append(rate)
        self.costs.append((self.server.cpu_seconds() - before) / (rate * (WARM_UP_S + MEASURED_S)) * 1e6)

    def medians(self) -> tuple[float, float]:
        """Return messages a second, and µs of server CPU for each."""
        return statistics.median(self.rates), statistics.median(self.costs)


def acks(kind: str) -> None:
    """Compare acknowledged messages a second, and what each costs; the servers take turns."""
    with database(kind) as url, ExitStack() as running:
        server, cast = running.enter_context(product(url, people=SENDERS, rooms=1))
        writers = [Writer("the product", server, cast["rooms"][0], cast["cookies"])]
        if url:
            writers.append(Writer("Node, socket.io, mysql2", running.enter_context(NodePeer(url))))
        writers.append(Writer("the predecessor's stack", running.enter_context(Predecessor(url))))
        for _ in range(ROUNDS):
            for writer in writers:
                writer.run()
    driver = f" ({use_mysql_driver()})" if url else ""
    print(f"{kind}{driver}: acknowledged messages with {SENDERS} senders, median of {ROUNDS} rounds in turns")
    ours = writers[0]
    for writer in writers:
        rate, cost = writer.medians()
        ratios = f"{rate / ours.medians()[0]:.2f} × the rate, {cost / ours.medians()[1]:.2f} × the CPU"
        print(f"{kind}: {rate:6,.0f}/s at {cost:5.0f} µs of server CPU each: {writer.name} ({ratios})")


async def measure_room(port: int, cookies: list[str], room_id: int, *, per_s: int, seconds: int) -> list[float]:
    """Return the milliseconds from emit to receipt of every delivery."""
    clients = [await Client.open(port, cookie) for cookie in cookies]
    for client in clients:
        assert (await client.call("join_room", {"room_id": room_id}))["ok"]
    started: dict[str, float] = {}
    pending = []
    for number in range(per_s * seconds):
        content = f"number {number:06}"
        started[content] = time.perf_counter()
        sender = clients[number % 50]
        pending.append(asyncio.ensure_future(sender.call("send_message", message(room_id, content))))
        await asyncio.sleep(max(0, started["number 000000"] + (number + 1) / per_s - time.perf_counter()))
    assert all(answer["ok"] for answer in await asyncio.gather(*pending))
    await asyncio.sleep(1)
    latencies = []
    for client in clients:
        assert len(client.received) == per_s * seconds, len(client.received)
        for when, text in client.received:
            start = text.index("number ")
            latencies.append((when - started[text[start : start + 13]]) * 1000)
    await asyncio.gather(*(client.close() for client in clients))
    return latencies


def room(kind: str) -> None:
    """Measure 25,000 deliveries a second."""
    with database(kind) as url, product(url, people=500, rooms=1) as (server, cast):
        before = server.cpu_seconds()
        times = uvloop.run(measure_room(server.port, cast["cookies"], cast["rooms"][0], per_s=50, seconds=10))
        busy = (server.cpu_seconds() - before) / 10
    marks = statistics.quantiles(times, n=100)
    print(f"{kind}: 500 people, 50 messages/s: {len(times):,} deliveries, emit to receipt", end=" ")
    print(f"p50 {marks[49]:.1f} ms, p99 {marks[98]:.1f} ms, worst {max(times):.1f} ms; {busy:.0%} of a core with joins")


async def measure_return(server: Server, cast: dict) -> tuple[float, float, float]:
    """Return the CPU ms of a join of three rooms, the seconds until all are back, and others' worst latency in ms."""
    cookies, rooms = cast["cookies"], cast["rooms"]
    talker = await Client.open(server.port, cookies[0])
    before = server.cpu_seconds()
    clients = await asyncio.gather(*(arrive(server.port, cookie, rooms) for cookie in cookies[1:201]))
    cost_ms = (server.cpu_seconds() - before) / 200 * 1000
    await asyncio.gather(*(client.close() for client in clients))

    worst = 0.0
    is_over = False

    async def talk() -> None:
        nonlocal worst
        while not is_over:
            began = time.perf_counter()
            assert (await talker.call("send_message", message(rooms[0])))["ok"]
            worst = max(worst, time.perf_counter() - began)
            await asyncio.sleep(0.05)

    talking = asyncio.create_task(talk())
    began = time.perf_counter()
    clients = await asyncio.gather(*(arrive(server.port, cookie, rooms, since=2) for cookie in cookies[1:]))
    took = time.perf_counter() - began
    is_over = True
    await talking
    await asyncio.gather(*(client.close() for client in clients), talker.close())
    return cost_ms, took, worst * 1000


async def arrive(port: int, cookie: str, rooms: list[int], since: int | None = None) -> Client:
    """Connect and join every room, catching up completely."""
    client = await Client.open(port, cookie)
    for room_id in rooms:
        version = since
        while True:
            payload = {"room_id": room_id} | ({} if version is None else {"since": version})
            answer = await client.call("join_room", payload)
            assert answer["ok"], answer
            version = answer["version"]
            if answer["complete"]:
                break
    return client


def come_back(kind: str) -> None:
    """Measure arrivals."""
    with database(kind) as url, product(url, people=2_001, rooms=3) as (server, cast):
        cost_ms, took_s, worst_ms = uvloop.run(measure_return(server, cast))
    print(f"{kind}: connect and join three rooms: {cost_ms:.1f} ms of server CPU")
    print(f"{kind}: 2,000 clients back and complete in {took_s:.1f} s; worst latency of others {worst_ms:.0f} ms")


def main() -> None:
    jobs = {"acks": acks, "room": room, "return": come_back}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="*", choices=[*jobs, []], help="which measurements (all)")
    parser.add_argument("--database", choices=["sqlite", "mariadb"], action="append")
    options = parser.parse_args()
    for kind in options.database or ["sqlite", "mariadb"]:
        for name in options.jobs or jobs:
            jobs[name](kind)


if __name__ == "__main__":
    main()
