"""Every fault, again and again, on both engines: ``bin/chaos [--rounds 3] [--engine ENGINE] [--fault NAME]``."""

import argparse
import asyncio
import sys
import time

from tests.chaos.checker import KINDS
from tests.chaos.world import FAULTS, WORLDS, Fault, World

ROW = "{:<9} {:<22} {:>5} {:>6}" + " {:>9}" * len(KINDS)
SHOWN = 5  # cases of each kind


def main() -> int:
    """Run the faults that were asked for; return 1 when a promise was broken."""
    options = parse()
    say(ROW.format("engine", "fault", "round", "s", *KINDS))
    broken = 0
    for engine in [options.engine] if options.engine else FAULTS:
        with WORLDS[engine]() as world:
            for number in range(1, options.rounds + 1):
                for fault in FAULTS[engine]:
                    if options.fault in (None, fault.__name__):
                        broken += run(engine, world, fault, number)
    say(f"chaos: {broken} broken promises")
    return 1 if broken else 0


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=FAULTS)
    parser.add_argument("--fault", choices=sorted({fault.__name__ for of in FAULTS.values() for fault in of}))
    return parser.parse_args()


def run(engine: str, world: World, fault: Fault, number: int) -> int:
    """Run one fault, print its row and the first cases, and return how many promises were broken."""
    began = time.monotonic()
    found = asyncio.run(world.suffer(fault))
    counts = [len(found[kind]) for kind in KINDS]
    say(ROW.format(engine, fault.__name__, number, round(time.monotonic() - began), *counts))
    for kind in KINDS:
        for line in found[kind][:SHOWN]:
            say(f"    {kind}: {line}")
    return sum(counts)


if __name__ == "__main__":
    sys.exit(main())
