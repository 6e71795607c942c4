"""Which tests run where (a pytest plugin).

- Lane ``sqlite`` runs everything, except tests that bring a MariaDB, Redis or nginx of their own.
- Lane ``mariadb`` runs what touches the engine: tests that use the database or a server, whatever the folder, and
  those that bring servers of their own. Browser tests run in the first lane only, unless marked ``both_lanes``, and
  so does what is marked ``one_engine``: it is refused before the engine is asked for anything but who is calling.
- What is marked ``mysql`` runs where the database is one.
- ``--fast`` leaves out what needs a browser, Node or own servers, and what is marked ``slow``.
- Without a lane (plain ``pytest``), everything that was asked for runs.

A test whose program is not installed is skipped with its name; with CI=true it fails.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsers import CHROMIUM
from tests.support.processes import program

ROOT = Path(__file__).parent.parent.parent
LANE = os.environ.get("TEST_LANE", "")
FAST = bool(os.environ.get("TEST_FAST"))
ON_MYSQL = os.environ.get("DATABASE_URL", "").startswith("mysql")
ENGINE_FIXTURES = {"db", "transactional_db", "server", "make_server"}
# What marks a test that brings its own servers, and the program that each needs; the fixtures count as marks.
SERVICES = {"mariadb": "mariadbd", "redis": "redis-server", "nginx": "nginx"}
PROGRAMS = {
    "browser": CHROMIUM,
    "notifications": CHROMIUM[-1:],
    "node": ("node",),
    **{mark: (name,) for mark, name in SERVICES.items()},
}


def marks_of(item: pytest.Item) -> set[str]:
    """Return the names of the test's marks, those that its fixtures imply included."""
    marks = {mark.name for mark in item.iter_markers()}
    fixtures = set(getattr(item, "fixturenames", ()))
    marks |= {name for name in SERVICES if f"{name}_server" in fixtures}
    if "whole_chromium" in fixtures:
        marks.add("notifications")
    if "django_db" in marks or fixtures & ENGINE_FIXTURES:
        marks.add("engine")
    return marks


def belongs(marks: set[str], *, lane: str, fast: bool) -> bool:
    """Tell whether a test with ``marks`` runs in ``lane``."""
    own_servers = bool(marks & SERVICES.keys())
    if "mysql" in marks and not ON_MYSQL:
        return False
    if fast and marks & {"slow", *PROGRAMS}:
        return False
    if lane == "sqlite":
        return not own_servers
    if lane == "mariadb":
        in_first_only = "one_engine" in marks or ("browser" in marks and "both_lanes" not in marks)
        return own_servers or ("engine" in marks and not in_first_only)
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the lane's tests, and start with the files that take long: each stays in one process until it is done."""
    marks = {item: marks_of(item) for item in items}
    kept = {item for item in items if belongs(marks[item], lane=LANE, fast=FAST)}
    long_files = {item.path for item in kept if marks[item] & {"slow", *PROGRAMS}}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = sorted((item for item in items if item in kept), key=lambda item: item.path not in long_files)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing; fail it in continuous integration."""
    missing = list(missing_programs(marks_of(item)))
    if missing:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"not installed: {', '.join(missing)}")


def missing_programs(marks: set[str]) -> Iterator[str]:
    """Yield what a test with ``marks`` needs and this machine lacks."""
    yield from (names[0] for mark, names in PROGRAMS.items() if mark in marks and not program(*names))
    if marks & {"node"} and not (ROOT / "node_modules").is_dir():
        yield "node_modules (npm ci)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests ran on which engine, here and in the file that bin/test reads."""
    if hasattr(config, "workerinput"):
        return
    ran = sum(len(terminalreporter.getreports(outcome)) for outcome in ("passed", "failed"))
    tried_again = {report.nodeid for report in terminalreporter.getreports("tried again")}
    line = f"{ran} tests ran on {os.environ.get('TEST_ENGINE', 'SQLite')}, {len(tried_again)} of them more than once"
    terminalreporter.write_line(line)
    summary = os.environ.get("TEST_SUMMARY")
    if summary:
        with Path(summary).open("a") as file:
            file.write(line + "\n")
