"""Run pytest in a lane: ``python -m tests.support.lane sqlite|mariadb [--fast] [pytest arguments…]``.

The lanes are the two ways a host runs the product: SQLite with the in-process layer, and MariaDB with Redis, for which
this starts private servers and stops them again, also when it is interrupted. tests.support.selection says which tests
run in which lane.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack

from tests.support.processes import SYSTEM_PATH, program
from tests.support.services import MariaDB, Redis

PROCESSES = 3  # on two cores: much of a test is waiting
# Asking for one of these is asking for one process.
ALONE = {"--pdb", "--trace", "-s", "--capture=no", "--collect-only", "--co"}
NO_TESTS_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Run the lane named first; return pytest's exit code."""
    lane, *rest = arguments
    fast = "--fast" in rest
    rest = [argument for argument in rest if argument != "--fast"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as servers:
        environment = {"sqlite": on_sqlite, "mariadb": on_mariadb}[lane](servers)
        if environment is None:
            return 1 if os.environ.get("CI") else 0
        environment |= {"TEST_LANE": lane, "TEST_FAST": "1" if fast else ""}
        return run_pytest(rest, os.environ | {"PATH": SYSTEM_PATH} | environment)


def on_sqlite(_servers: ExitStack) -> dict[str, str] | None:
    """Return the environment of the default installation."""
    engine = f"SQLite {sqlite3.sqlite_version} with the in-process layer"
    return {"DATABASE_URL": "", "REDIS_URL": "", "TEST_ENGINE": engine}


def on_mariadb(servers: ExitStack) -> dict[str, str] | None:
    """Start MariaDB and Redis and return their environment; nothing when they are not installed."""
    missing = [kind.program for kind in (MariaDB, Redis) if not program(kind.program)]
    if missing:
        sys.stderr.write(f"Not installed: {', '.join(missing)}; no test runs on MariaDB with Redis.\n")
        return None
    mariadb, redis = servers.enter_context(MariaDB()), servers.enter_context(Redis())
    url = mariadb.create_database("chatsite")
    return {"DATABASE_URL": url, "REDIS_URL": redis.url, "TEST_ENGINE": f"{mariadb.name} with {redis.name}"}


def run_pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest in several processes, unless the caller decides."""
    decided = any(argument.startswith("-n") or argument in ALONE for argument in arguments)
    spread = [] if decided else ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder"]
    process = subprocess.Popen([sys.executable, "-m", "pytest", *spread, *arguments], env=environment)
    try:
        code = process.wait()
    except (KeyboardInterrupt, SystemExit):
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    # A selection by name may leave nothing for one of the lanes; the whole suite may not.
    return 0 if code == NO_TESTS_COLLECTED and arguments else code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
