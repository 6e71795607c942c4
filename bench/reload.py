"""Rolling reloads under load: ``python -m bench.reload`` (docs/live.md).

People talk in rooms over two workers, MariaDB and Redis, while the workers are replaced again and again, by SIGHUP and
by touching ``RELOAD_FILE`` in turn. Nothing may fail, get lost, come twice or out of order; no one may seem to go
offline; each worker must be gone within 15 seconds. Ends with 1 when something did.
"""

import argparse
import asyncio
import json
import re
import signal
import sys
import time

import uvloop

from bench.chat import CAST, NO_LIMITS
from tests.support.crowd import Crowd
from tests.support.server import ROOT, Server
from tests.support.services import MariaDB, Redis

LEAVE_WITHIN_S = 15.0
RELOAD_WITHIN_S = 120.0
PAUSE_S = 1.0


async def reload_under_load(server: Server, crowd: Crowd, *, reloads: int, per_s: float) -> list[float]:
    """Reload while ``crowd`` talks; return how many seconds each worker took to leave."""
    await crowd.gather()
    begins_at = server.log_position()
    over = asyncio.Event()
    talking = asyncio.create_task(crowd.talk(per_s=per_s, until=over))
    for number in range(reloads):
        await asyncio.sleep(PAUSE_S)
        position = server.log_position()
        if number % 2:
            server.reload_file.touch()
        else:
            server.process.send_signal(signal.SIGHUP)
        await logged(server, " reloaded", since=position)
    await asyncio.sleep(PAUSE_S)
    over.set()
    await talking
    await crowd.settle()
    return [float(seconds) for seconds in re.findall(r"exited within ([\d.]+) s", server.log_since(begins_at))]


async def logged(server: Server, words: str, *, since: int) -> None:
    """Wait until the server says so."""
    async with asyncio.timeout(RELOAD_WITHIN_S):
        while words not in server.log_since(since):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.1)


async def measure(server: Server, cast: dict, options: argparse.Namespace) -> int:
    """Print what happened; return how many things went wrong."""
    crowd = Crowd([server.url], cast["cookies"], cast["rooms"])
    began = time.monotonic()
    times = await reload_under_load(server, crowd, reloads=options.reloads, per_s=options.rate)
    took = time.monotonic() - began
    faults = crowd.faults() | {"workers that left late": sum(seconds > LEAVE_WITHIN_S for seconds in times)}
    await crowd.leave()
    sent = sum(map(len, crowd.sent.values()))
    visits = sum(member.visits for member in crowd.members)
    print(f"{options.reloads} reloads of {options.workers} workers, {options.clients} people, {took:.0f} s")
    print(f"{sent:,} messages ({sent / took:.0f}/s), {sum(len(m.seen) for m in crowd.members):,} deliveries")
    print(f"{visits - options.clients:,} reconnections; {len(times)} workers left, the slowest within {max(times)} s")
    print(", ".join(f"{count} {name}" for name, count in faults.items()))
    return sum(faults.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reloads", type=int, default=10)
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--rooms", type=int, default=10)
    parser.add_argument("--rate", type=float, default=100, help="messages a second, of all together")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with MariaDB() as mariadb, Redis() as redis:
        server = Server(
            database_url=mariadb.create_database("bench"),
            redis_url=redis.url,
            workers=options.workers,
            env=NO_LIMITS | {"LOG_LEVEL": "INFO"},
            root=ROOT,
        )
        with server:
            words = server.run(CAST.format(people=options.clients, rooms=options.rooms))
            cast = json.loads(words.strip().splitlines()[-1])
            return min(1, uvloop.run(measure(server, cast, options)))


if __name__ == "__main__":
    sys.exit(main())
