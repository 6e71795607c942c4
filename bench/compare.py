"""What a message and a request cost beside another commit: ``python -m bench.compare COMMIT`` (docs/contributing.md).

Both versions run at the same time, each on SQLite in a process of its own, and take turns under the same load, so that
whatever else the machine does falls on both. The unit is server CPU, by the kernel's account.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvloop

from bench.chat import CAST, NO_LIMITS, Client
from bench.metrics import CALLERS, PEOPLE, ROOMS, ask, talk
from tests.support.server import ROOT, Server


@dataclass
class Version:
    """A running version of the product, and what each of its turns cost."""

    server: Server
    people: list[tuple[Client, int]] = field(default_factory=list)
    callers: list[httpx.AsyncClient] = field(default_factory=list)
    costs: dict[str, list[float]] = field(default_factory=lambda: {"message": [], "request": []})

    async def connect(self, cast: dict) -> None:
        """Let people join their rooms."""
        for number, cookie in enumerate(cast["cookies"]):
            seat = await Client.open(self.server.port, cookie), cast["rooms"][number % ROOMS]
            assert (await seat[0].call("join_room", {"room_id": seat[1]}))["ok"]
            self.people.append(seat)
        cookies = [{"sessionid": cookie} for cookie in cast["cookies"][:CALLERS]]
        self.callers = [httpx.AsyncClient(base_url=self.server.url, cookies=cookie, timeout=60) for cookie in cookies]

    async def take_turn(self, count: int) -> None:
        """Send ``count`` messages and half as many requests, and note what they cost."""
        await self._note("message", talk(self.people, count), count)
        await self._note("request", ask(self.callers, "/rooms", count // 2), count // 2)

    async def _note(self, name: str, load: Awaitable[None], count: int) -> None:
        before_s = self.server.cpu_seconds()
        await load
        self.costs[name].append((self.server.cpu_seconds() - before_s) / count)


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Yield a folder with the files of ``commit``."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        yield Path(folder)


@contextmanager
def running(root: Path) -> Iterator[tuple[Version, dict]]:
    """Yield a version that is served from ``root``, and its people and rooms."""
    with Server(env=NO_LIMITS, root=root) as server:
        words = server.run(CAST.format(people=PEOPLE, rooms=ROOMS))
        yield Version(server), json.loads(words.strip().splitlines()[-1])


async def take_turns(versions: list[tuple[Version, dict]], turns: int, count: int) -> None:
    """Let both warm up, then take turns, each first every other time."""
    for version, cast in versions:
        await version.connect(cast)
        await version.take_turn(count)
        for costs in version.costs.values():
            costs.clear()
    for turn in range(turns):
        for version, _ in versions if turn % 2 else reversed(versions):
            await version.take_turn(count)


def show(name: str, before: list[float], now: list[float]) -> None:
    """Print the ratio of the turns, with its quartiles."""
    low, middle, high = statistics.quantiles([late / early for late, early in zip(now, before, strict=True)], n=4)
    costs = f"{statistics.median(before) * 1e6:,.0f} µs before, {statistics.median(now) * 1e6:,.0f} µs now"
    print(f"a {name}: {costs} of server CPU; × {middle:.3f} (quartiles {low:.3f} to {high:.3f}, {len(now)} turns)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit")
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--messages", type=int, default=512, help="in each turn")
    options = parser.parse_args()
    with ExitStack() as stack:
        before = stack.enter_context(running(stack.enter_context(checked_out(options.commit))))
        now = stack.enter_context(running(ROOT))
        uvloop.run(take_turns([before, now], options.turns, options.messages))
    for name in before[0].costs:
        show(name, before[0].costs[name], now[0].costs[name])


if __name__ == "__main__":
    sys.exit(main())
