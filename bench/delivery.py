"""What a delivered message costs in a private room, and before there were any: ``python -m bench.delivery [COMMIT]``.

Everyone is in a public and in a private room, with a connection that joined both. Messages go to one and the other in
turns, so that a busy minute falls on both; with a commit, that version serves a public room at the same time. The unit
is server CPU for each delivery, by the kernel's account.
"""

import argparse
import json
import statistics
from contextlib import ExitStack
from pathlib import Path

import uvloop

from bench.chat import CAST, NO_LIMITS, Client
from bench.compare import checked_out
from tests.support.server import ROOT, Server

PEOPLE, SENDERS = 100, 4
PRIVATE = """
from rooms.models import Room
Room.objects.filter(pk={room}).update(visibility="private", active_name_key=None)
"""


class Place:
    """A room on a server, the people in it, and what each delivery of a turn cost."""

    def __init__(self, name: str, server: Server, room_id: int, people: list[Client]):
        self.name, self.server, self.room_id, self.people = name, server, room_id, people
        self.costs: list[float] = []

    async def join(self) -> None:
        for one in self.people:
            assert (await one.call("join_room", {"room_id": self.room_id}))["ok"]

    async def take_turn(self, count: int) -> None:
        before_s = self.server.cpu_seconds()
        for number in range(count):
            words = {"room_id": self.room_id, "content": f"message {number}"}
            assert (await self.people[number % SENDERS].call("send_message", words))["ok"]
        self.costs.append((self.server.cpu_seconds() - before_s) / (count * len(self.people)))


async def places(name: str, server: Server, cast: dict, kinds: list[str]) -> list[Place]:
    """Connect everyone to a server once, and let them join a room of each kind."""
    people = [await Client.open(server.port, cookie) for cookie in cast["cookies"]]
    found = [Place(f"{name}{kind}", server, room, people) for kind, room in zip(kinds, cast["rooms"], strict=True)]
    for place in found:
        await place.join()
    return found


def serve(stack: ExitStack, root: Path, rooms: int) -> tuple[Server, dict]:
    server = stack.enter_context(Server(env=NO_LIMITS, root=root))
    words = server.run(CAST.format(people=PEOPLE, rooms=rooms))
    cast = json.loads(words.strip().splitlines()[-1])
    if rooms > 1:
        server.run(PRIVATE.format(room=cast["rooms"][1]))
    return server, cast


async def measure(served: dict[str, tuple[Server, dict, list[str]]], turns: int, count: int) -> None:
    found = [
        place for name, (server, cast, kinds) in served.items() for place in await places(name, server, cast, kinds)
    ]
    for turn in range(turns + 1):
        for place in found if turn % 2 else found[::-1]:
            await place.take_turn(count)
    first = found[0].costs[1:]
    for place in found:
        ratios = [cost / other for cost, other in zip(place.costs[1:], first, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        cost = f"{statistics.median(place.costs[1:]) * 1e6:.1f} µs"
        print(f"{place.name}: {cost} a delivery; × {middle:.3f} of {found[0].name} (quartiles {low:.3f} to {high:.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit", nargs="?")
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--messages", type=int, default=40, help="in each turn")
    options = parser.parse_args()
    with ExitStack() as stack:
        served = {}
        if options.commit:
            root = stack.enter_context(checked_out(options.commit))
            served["before, "] = (*serve(stack, root, 1), ["public"])
        served["now, "] = (*serve(stack, ROOT, 2), ["public", "private"])
        uvloop.run(measure(served, options.turns, options.messages))


if __name__ == "__main__":
    main()
