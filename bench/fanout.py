"""What a delivered event costs, here and elsewhere: ``python -m bench.fanout`` (docs/socketio.md, Measurements).

The unit is server CPU per delivered message, by the kernel's account, with every server under the same load in the same
run: one client says something, everyone receives it, then the next. Ratios hold on any machine; absolute numbers don't.
"""

import argparse
import asyncio
from contextlib import ExitStack

import uvloop

from bench.fanout_load import Crowd, memory_kb, payload_of_about
from bench.fanout_servers import (
    BARE,
    FLASK,
    NODE,
    OURS,
    OURS_DAPHNE,
    PYTHON_SOCKETIO,
    TEXTBOOK,
    install,
    running,
)
from tests.support.processes import cpu_seconds
from tests.support.services import Redis

EVENT_BYTES = 170
DELIVERIES = 200_000
WARM_UP = 3
ROUNDS = 10


class Contestant:
    """One kind of server with its clients, and what its deliveries have cost so far."""

    def __init__(self, kind, processes):
        self.kind = kind
        self._processes = processes
        self._crowd = Crowd(kind.dialect)
        self._cpu_s = self._deliveries = 0

    async def gather(self, sockets):
        """Connect the clients, spread over the processes."""
        for process in self._processes:
            await self._crowd.join(process.port, sockets // len(self._processes))

    async def run(self, deliveries):
        """Say something as often as it takes. The first words after a pause only warm up."""
        await self._say(WARM_UP)
        before, received = self._used_s(), self._crowd.received
        await self._say(max(1, deliveries // len(self._crowd.clients)))
        self._cpu_s += self._used_s() - before
        self._deliveries += self._crowd.received - received

    @property
    def cost_us(self):
        """Server CPU for each delivery."""
        return self._cpu_s / self._deliveries * 1e6

    async def _say(self, count):
        for number in range(count):
            await self._crowd.say(payload_of_about(EVENT_BYTES, number))

    def _used_s(self):
        return cpu_seconds(*(process.pid for process in self._processes))


def measure(kinds, sockets, *, redis=None, rounds=ROUNDS, deliveries=DELIVERIES):
    """Return the cost of each kind. All are up at once and take short turns, so that a busy minute hits all alike."""
    with ExitStack() as stack:
        contestants = []
        for kind in kinds:
            places = [redis, redis] if redis else [None]
            processes = [stack.enter_context(running(kind, redis=place)) for place in places]
            contestants.append(Contestant(kind, processes))
        uvloop.run(take_turns(contestants, sockets, rounds, deliveries // rounds))
    return {contestant.kind.name: contestant.cost_us for contestant in contestants}


async def take_turns(contestants, sockets, rounds, deliveries):
    for contestant in contestants:
        await contestant.gather(sockets)
    for _ in range(rounds):
        for contestant in contestants:
            await contestant.run(deliveries // contestant.kind.weight)


def report(title, costs):
    """Print costs and their ratio to ours."""
    ours = costs[OURS.name]
    print(f"\n{title}: server CPU per delivery")
    for name, cost in sorted(costs.items(), key=lambda item: item[1]):
        print(f"  {name:30} {cost:8.2f} µs   ours / this = {ours / cost:5.2f}")


def fan_out(options):
    """500 and 2,000 sockets in one process."""
    kinds = [OURS, NODE, BARE, OURS_DAPHNE, PYTHON_SOCKETIO, FLASK, TEXTBOOK]
    if options.quick:
        kinds = [OURS, NODE, BARE]
    for sockets in options.sockets:
        report(f"{sockets} sockets", measure(kinds, sockets, rounds=options.rounds))


def fan_out_through_redis(options):
    """The same, with the sockets spread over two processes joined by Redis."""
    with Redis() as redis:
        for sockets in options.sockets:
            costs = measure([OURS, NODE], sockets, redis=redis, rounds=options.rounds)
            report(f"{sockets} sockets on two processes through Redis", costs)


def connects(options):
    """What a connection costs: handshake, CONNECT, and its end."""
    for kind in (OURS, NODE):
        with running(kind) as process:
            cost = uvloop.run(cost_of_connects(process, 2_000))
            print(f"\n{kind.name}: connect + CONNECT {cost * 1e3:.2f} ms of CPU each")


async def cost_of_connects(process, count):
    crowd = Crowd(process.kind.dialect)
    await crowd.join(process.port, 200)
    before = cpu_seconds(process.pid)
    await crowd.join(process.port, count)
    cost = (cpu_seconds(process.pid) - before) / count
    await crowd.leave()
    return cost


def idle(options):
    """10,000 sockets that do nothing but answer pings."""
    with running(OURS) as process:
        kilobytes, load = uvloop.run(cost_of_idling(process, options.idle_sockets, options.idle_s))
        print(f"\n{options.idle_sockets} idle sockets: {kilobytes:.1f} KB each, heartbeats {load:.2%} of a core")


async def cost_of_idling(process, count, seconds):
    crowd = Crowd(process.kind.dialect)
    await crowd.join(process.port, 100)
    empty_kb = memory_kb(process.pid)
    await crowd.join(process.port, count)
    kilobytes = (memory_kb(process.pid) - empty_kb) / count
    before = cpu_seconds(process.pid)
    await asyncio.sleep(seconds)
    load = (cpu_seconds(process.pid) - before) / seconds
    await crowd.leave()
    return kilobytes, load


def flat(options):
    """Memory over many deliveries and many connections."""
    with running(OURS) as process:
        uvloop.run(memory_over_time(process, options))


async def memory_over_time(process, options):
    crowd = Crowd(process.kind.dialect)
    await crowd.join(process.port, 500)
    for number in range(200):
        await crowd.say(payload_of_about(EVENT_BYTES, number))
    start_kb = memory_kb(process.pid)
    for number in range(options.flat_deliveries // 500):
        await crowd.say(payload_of_about(EVENT_BYTES, number))
    after_kb = memory_kb(process.pid)
    print(f"\n{options.flat_deliveries} deliveries: {start_kb} -> {after_kb} KB ({after_kb / start_kb - 1:+.1%})")
    await crowd.leave()
    crowd = Crowd(process.kind.dialect)
    for cycle in range(options.flat_cycles // 500 + 4):
        if cycle == 4:
            start_kb = memory_kb(process.pid)
        await crowd.join(process.port, 500)
        await crowd.leave()
    after_kb = memory_kb(process.pid)
    print(f"{options.flat_cycles} connections: {start_kb} -> {after_kb} KB ({after_kb / start_kb - 1:+.1%})")


PARTS = {"fan-out": fan_out, "redis": fan_out_through_redis, "connects": connects, "idle": idle, "flat": flat}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--sockets", type=int, nargs="+", default=[500, 2_000])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--idle-sockets", type=int, default=10_000)
    parser.add_argument("--idle-s", type=float, default=60)
    parser.add_argument("--flat-deliveries", type=int, default=1_000_000)
    parser.add_argument("--flat-cycles", type=int, default=20_000)
    parser.add_argument("--quick", action="store_true", help="only Node and the bare loop as peers")
    options = parser.parse_args()
    install()
    for part in options.parts or PARTS:
        PARTS[part](options)


if __name__ == "__main__":
    main()
