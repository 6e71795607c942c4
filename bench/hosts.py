"""Two machines, one of which is cut off: ``python -m bench.hosts`` (as root; docs/live.md).

Network namespaces stand for machines: one has MariaDB and Redis, two serve the chat. People on both talk; then the
second one's line to the database and Redis is cut, for a minute, and mended. Afterwards everyone must have everything
that was acknowledged, once and in order. Meanwhile three people of the second machine lose a right on the first: one
ends all sessions, one is deactivated, one leaves a room. The mended machine must cut them. Ends with 1 when any of this
fails.

The machines speak in 10.77.0.0/24, clients in 10.77.1.0/24: addresses of these namespaces, which are gone afterwards.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import httpx
import uvloop

from bench.chat import CAST, NO_LIMITS
from tests.support.crowd import Crowd
from tests.support.server import Server
from tests.support.services import MariaDB, Redis
from tests.support.sockets import Listener

STORE, STORE_ADDRESS = "chat-store", "10.77.0.10"
MACHINES = {"chat-a": 1, "chat-b": 2}
PORT = 5000
CUT_WITHIN_S = 60.0
AROUND_S = 10.0  # how long they talk before the cut, and after the mending


def inside(namespace: str, command: list[object]) -> list[object]:
    """Return the command line that runs ``command`` on a machine."""
    return ["ip", "netns", "exec", namespace, *command]


def ip(arguments: str) -> None:
    """Run ``ip`` with ``arguments``."""
    subprocess.run(["ip", *arguments.split()], check=True, capture_output=True)


@contextmanager
def machines() -> Iterator[None]:
    """Have the namespaces and the two nets."""
    remove()  # of a run that was killed
    try:
        ip(f"netns add {STORE}")
        ip(f"-n {STORE} link add back type bridge")
        ip(f"-n {STORE} address add {STORE_ADDRESS}/24 dev back")
        ip(f"-n {STORE} link set back up")
        ip("link add chat-front type bridge")
        ip("address add 10.77.1.254/24 dev chat-front")
        ip("link set chat-front up")
        for name, number in MACHINES.items():
            ip(f"netns add {name}")
            ip(f"-n {name} link set lo up")
            connect(name, number, net=0, near=f"back-{number}", bridge=f"-n {STORE}")
            connect(name, number, net=1, near=f"chat-front-{number}", bridge="")
        yield
    finally:
        remove()


def remove() -> None:
    """Take away what is there of the namespaces and nets."""
    for name in (STORE, *MACHINES):
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
    subprocess.run(["ip", "link", "delete", "chat-front"], check=False, capture_output=True)


def connect(name: str, number: int, *, net: int, near: str, bridge: str) -> None:
    """Plug a machine into a net: 0 behind it, 1 in front."""
    far = ("back", "front")[net]
    ip(f"{bridge} link add {near} type veth peer name {far} netns {name}")
    ip(f"{bridge} link set {near} master {'back' if bridge else 'chat-front'} up")
    ip(f"-n {name} address add 10.77.{net}.{number}/24 dev {far}")
    ip(f"-n {name} link set {far} up")


class DistantMariaDB(MariaDB):
    """A MariaDB on the store machine."""

    def command(self) -> list[object]:
        """Return its command line."""
        options = [part for part in super().command() if part != "--skip-networking"]
        return inside(STORE, [*options, f"--bind-address={STORE_ADDRESS}", "--skip-name-resolve"])

    def url(self, name: str) -> str:
        """Return the ``DATABASE_URL`` of the database ``name``, after letting the other machines in."""
        self.execute(f"CREATE USER {self.user}@'10.77.0.%' IDENTIFIED BY '{self.password}'")
        self.execute(f"GRANT ALL ON *.* TO {self.user}@'10.77.0.%'")
        return f"mysql://{self.user}:{self.password}@{STORE_ADDRESS}:3306/{name}"


class DistantRedis(Redis):
    """A Redis on the store machine."""

    def command(self) -> list[object]:
        """Return its command line."""
        reachable = ["--port", "6379", "--bind", STORE_ADDRESS, "--protected-mode", "no"]
        return inside(STORE, [*super().command(), *reachable])


class Machine(Server):
    """A machine that serves the chat."""

    def __init__(self, name: str, **options: object):
        super().__init__(redis_url=f"redis://{STORE_ADDRESS}:6379", **options)
        self.name, self.port = name, PORT
        self.host = f"10.77.1.{MACHINES[name]}"
        self.url = f"http://{self.host}:{PORT}"
        self.prefix = inside(name, [])
        self.env["ALLOWED_HOSTS"] = self.host

    def is_ready(self) -> bool:
        """Tell whether it answers that it can serve."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def cut_off(self) -> None:
        """Pull the plug of the net behind it."""
        ip(f"-n {self.name} link set back down")

    def mend(self) -> None:
        """Put it in again."""
        ip(f"-n {self.name} link set back up")


@dataclass
class Leavers:
    """People at ``there`` who lose a right at ``here``."""

    ended: Listener
    deactivated: Listener
    left: Listener
    left_at: int = 0

    @classmethod
    async def gather(cls, there: Machine, room_id: int) -> Self:
        """Connect them; the one who will leave receives the room."""
        callers = [await asyncio.to_thread(there.register, name) for name in ("Ended", "Deactivated", "Left")]
        await asyncio.to_thread(callers[2].post, f"/rooms/{room_id}/join")
        leavers = cls(*[await Listener(caller).connect() for caller in callers])
        await leavers.left.succeeds("join_room", room_id=room_id)
        return leavers

    def lose(self, here: Machine, room_id: int) -> None:
        """End their rights, as they would themselves or an administrator would."""
        elsewhere = here.caller().sign_in(self.ended.caller.user["email"])
        assert elsewhere.delete("/auth/sessions").is_success
        here.run(
            "from accounts.actors import SYSTEM; from accounts.moderation.administration import deactivate;"
            "from accounts.models import User;"
            f"deactivate(User.objects.get(pk={self.deactivated.user_id}), by=SYSTEM)"
        )
        leaving = here.caller().sign_in(self.left.caller.user["email"])
        assert leaving.post(f"/rooms/{room_id}/leave").is_success
        self.left_at = leaving.get(f"/rooms/{room_id}").json()["room"]["version"]

    async def are_cut(self) -> float:
        """Return how many seconds it takes until all have lost what they no longer may receive."""
        began = time.monotonic()
        await self.left.receives("member_left", lambda event: event["user"]["id"] == self.left.user_id, CUT_WITHIN_S)
        for listener in (self.ended, self.deactivated):
            await listener.receives("session_ended", within_s=CUT_WITHIN_S)
            await listener.receives("disconnect", within_s=CUT_WITHIN_S)
        return time.monotonic() - began

    def overheard(self) -> int:
        """Return how many messages reached the one who had left, that were written later."""
        return sum(event["message"]["seq"] > self.left_at for event in self.left.all_of("new_message"))


async def until_ready(machine: Machine) -> float:
    """Return how many seconds it takes."""
    began = time.monotonic()
    while not await asyncio.to_thread(machine.is_ready):  # noqa: ASYNC110 - another process makes it so
        await asyncio.sleep(0.2)
    return time.monotonic() - began


async def measure(here: Machine, there: Machine, crowd: Crowd, options: argparse.Namespace) -> int:
    """Print what happened; return how many things went wrong."""
    room_id = crowd.members[0].room_id
    await crowd.gather()
    leavers = await Leavers.gather(there, room_id)
    over = asyncio.Event()
    talking = asyncio.create_task(crowd.talk(per_s=options.rate, until=over))
    await asyncio.sleep(AROUND_S)
    there.cut_off()
    losing = asyncio.create_task(asyncio.to_thread(leavers.lose, here, room_id))
    await asyncio.sleep(options.cut)
    await losing
    before = sum(map(len, crowd.sent.values()))
    there.mend()
    ready_s, cut_s = await asyncio.gather(until_ready(there), leavers.are_cut())
    await asyncio.sleep(AROUND_S)
    over.set()
    began = time.monotonic()
    await talking
    await crowd.settle()
    settled_s = time.monotonic() - began
    faults = crowd.faults() | {"overheard": leavers.overheard()}
    away = faults.pop("offline events")
    await crowd.leave()
    await leavers.left.close()
    sent = sum(map(len, crowd.sent.values()))
    print(
        f"two machines, {options.clients} people, one cut off for {options.cut:.0f} s; ready {ready_s:.1f} s after it"
    )
    print(f"{before:,} messages until then, {sent:,} in the end; everyone had all {settled_s:.1f} s after the last one")
    print(f"who had lost a right was cut {cut_s:.1f} s after the mending")
    print(
        ", ".join(f"{count} {name}" for name, count in faults.items()),
        f"({away} times someone was notified of an absence)",
    )
    return sum(faults.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cut", type=float, default=60, help="seconds")
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--rooms", type=int, default=4)
    parser.add_argument("--rate", type=float, default=20, help="messages a second, of all together")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("bench.hosts: making network namespaces needs root.")
    with machines(), DistantMariaDB() as mariadb, DistantRedis():
        shared = NO_LIMITS | {"DATABASE_URL": mariadb.create_database("bench")}
        here = Machine("chat-a", env=shared)
        same = {name: here.env[name] for name in ("SECRET_KEY", "REDIS_PREFIX", "MEDIA_ROOT")}
        with here, Machine("chat-b", env=shared | same) as there:
            words = here.run(CAST.format(people=options.clients, rooms=options.rooms))
            cast = json.loads(words.strip().splitlines()[-1])
            urls = [here.url, there.url]
            crowd = Crowd(urls, cast["cookies"], cast["rooms"], outage_s=options.cut)
            return min(1, uvloop.run(measure(here, there, crowd, options)))


if __name__ == "__main__":
    sys.exit(main())
