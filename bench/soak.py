"""Does anything grow? ``python -m bench.soak --minutes 60`` (docs/live.md).

People talk, come and go, and read over HTTP on a running installation while its memory, open files, threads, database
and Redis connections are noted. Ends with 1 when one of them grew by more than a tenth between the first third and the
last, or when anything failed, got lost or came twice.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvloop

from bench.chat import CAST, NO_LIMITS
from tests.support.crowd import Crowd
from tests.support.server import ROOT, Server
from tests.support.services import MariaDB, Redis

GROWTH = 0.10
SLACK = {"memory MB": 8, "files": 12, "threads": 4, "database connections": 4, "Redis connections": 4}
LEAVES_EVERY_S = 1.0
READS_EVERY_S = 1.0
ENV = NO_LIMITS | {"METRICS_HOSTS": "127.0.0.1/32"}


@dataclass(frozen=True)
class Installation:
    """What is measured."""

    server: Server
    mariadb: MariaDB
    redis: Redis

    def sample(self) -> dict[str, float]:
        """Return what all serving processes hold together."""
        pids = self.server.pids()
        return {
            "memory MB": sum(map(resident_bytes, pids)) / 1e6,
            "files": sum(entries(f"/proc/{pid}/fd") for pid in pids),
            "threads": sum(entries(f"/proc/{pid}/task") for pid in pids),
            "database connections": float(self.mariadb.execute("SHOW STATUS LIKE 'Threads_connected'").split()[-1]),
            "Redis connections": float(self.redis.execute("INFO", "clients")["connected_clients"]),
            "CPU s": self.server.cpu_seconds(),
        }


def entries(folder: str) -> int:
    """Return how much is listed in a folder."""
    return sum(1 for _ in Path(folder).iterdir())


def resident_bytes(pid: int) -> int:
    """Return how much memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def come_and_go(crowd: Crowd, over: asyncio.Event) -> None:
    """Cut someone's connection every second: they return and resume."""
    while not over.is_set():
        await asyncio.sleep(LEAVES_EVERY_S)
        await random.choice(crowd.members).cut()


async def read(url: str, cookies: list[str], crowd: Crowd, over: asyncio.Event) -> None:
    """Let people look at their rooms and at what was said, and a monitor at the metrics."""
    async with httpx.AsyncClient(base_url=url) as http:
        while not over.is_set():
            await asyncio.sleep(READS_EVERY_S)
            member = random.randrange(len(cookies))
            headers = {"Cookie": f"sessionid={cookies[member]}"}
            for path in ("/rooms", f"/rooms/{crowd.members[member].room_id}/messages", "/metrics"):
                answer = await http.get(path, headers=headers)
                if not answer.is_success:
                    crowd.failed.append(f"{path}: {answer.status_code}")


async def soak(
    installation: Installation, crowd: Crowd, cookies: list[str], options: argparse.Namespace
) -> list[dict[str, float]]:
    """Let them talk; return a sample for each interval."""
    await crowd.gather()
    over = asyncio.Event()
    busy = [
        asyncio.create_task(crowd.talk(per_s=options.rate, until=over)),
        asyncio.create_task(come_and_go(crowd, over)),
        asyncio.create_task(read(installation.server.url, cookies, crowd, over)),
    ]
    samples = []
    interval_s = options.minutes * 60 / options.samples
    began = time.monotonic()
    for number in range(1, options.samples + 1):
        await asyncio.sleep(max(0, began + number * interval_s - time.monotonic()))
        samples.append(await asyncio.to_thread(installation.sample))
        numbers = {name: round(value) for name, value in samples[-1].items()}
        print(f"{number * interval_s / 60:5.1f} min ", numbers, flush=True)
    over.set()
    await asyncio.gather(*busy)
    await crowd.settle()
    return samples


def grown(samples: list[dict[str, float]]) -> list[str]:
    """Return what is held more of at the end than at the beginning."""
    third = max(1, len(samples) // 3)
    found = []
    for name, slack in SLACK.items():
        early, late = (
            statistics.median(sample[name] for sample in part) for part in (samples[:third], samples[-third:])
        )
        if late > early * (1 + GROWTH) + slack:
            found.append(f"{name} grew from {early:.0f} to {late:.0f}")
    return found


async def measure(installation: Installation, cast: dict, options: argparse.Namespace) -> int:
    """Print what happened; return how many things went wrong."""
    crowd = Crowd([installation.server.url], cast["cookies"], cast["rooms"])
    samples = await soak(installation, crowd, cast["cookies"], options)
    faults, growth = crowd.faults(), grown(samples)
    del faults["offline events"]  # people do leave here
    await crowd.leave()
    print(
        f"{sum(map(len, crowd.sent.values())):,} messages, {sum(len(m.seen) for m in crowd.members):,} deliveries, ",
        end="",
    )
    print(f"{sum(member.visits for member in crowd.members):,} connections")
    print(", ".join([*(f"{count} {name}" for name, count in faults.items()), *(growth or ["nothing grew"])]))
    return sum(faults.values()) + len(growth)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--samples", type=int, default=30, help="how often to look")
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--rooms", type=int, default=5)
    parser.add_argument("--rate", type=float, default=50, help="messages a second, of all together")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with MariaDB() as mariadb, Redis() as redis:
        url = mariadb.create_database("bench")
        with Server(database_url=url, redis_url=redis.url, workers=options.workers, env=ENV, root=ROOT) as server:
            words = server.run(CAST.format(people=options.clients, rooms=options.rooms))
            cast = json.loads(words.strip().splitlines()[-1])
            return min(1, uvloop.run(measure(Installation(server, mariadb, redis), cast, options)))


if __name__ == "__main__":
    sys.exit(main())
