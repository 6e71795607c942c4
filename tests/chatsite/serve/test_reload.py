"""Going on with new code and settings while people talk: one process, or several under their supervisor."""

import json
import os
import re
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bench.chat import CAST
from bench.reload import LEAVE_WITHIN_S, reload_under_load
from tests.support.crowd import Crowd
from tests.support.processes import wait_for
from tests.support.server import Server

pytestmark = pytest.mark.slow

CLOSE = "1"  # Engine.IO, packet types
BOB = {"email": "bob@example.org", "name": "Bob", "password": "correct horse battery"}


class Visitor(threading.Thread):
    """Asks again and again, on a new connection each time, and keeps what went wrong."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.url, self.faults, self.visits, self.leaving = url, [], 0, False

    def run(self):
        while not self.leaving:
            try:
                assert httpx.get(f"{self.url}/healthz", timeout=30).status_code == 200
            except Exception as fault:
                self.faults.append(repr(fault))
            self.visits += 1

    def leave(self):
        self.leaving = True
        self.join()
        assert self.visits
        assert self.faults == []


@pytest.fixture
def visited():
    """Return a function that has a server visited during the test: no one may notice anything."""
    visitors = []

    def visit(server):
        visitor = Visitor(server.url)
        visitors.append(visitor)
        visitor.start()
        return server

    yield visit
    for visitor in visitors:
        visitor.leave()


@pytest.fixture(scope="module")
def one():
    """Return a server of one process."""
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def _several(_session_mariadb, _session_redis):
    url = _session_mariadb.create_database("several")
    server = Server(database_url=url, redis_url=_session_redis.url, workers=2)
    yield server
    server.stop()
    server.discard()


@pytest.fixture
def several(_several, mariadb_server, redis_server):
    """Return a server with two workers, both of which serve."""
    if not _several.process or _several.process.poll() is not None:
        position = _several.log_position()
        _several.start()
        wait_for(lambda: "2 workers started" in _several.log_since(position))
    wait_for(lambda: len(workers_of(_several)) == 2)
    _several.start_of_log = _several.log_position()
    return _several


def is_closed_to_newcomers(server):
    """Tell whether ``REGISTRATION=closed``, which was written before the reload, is in force."""
    stranger = server.caller()
    return stranger.post("/auth/register", json=BOB).status_code == 403


def workers_of(server):
    return set(server.pids()[1:])


def ask_to_reload(server, how):
    """Ask in one of the two ways."""
    if how == "signal":
        server.process.send_signal(signal.SIGHUP)
    else:
        server.reload_file.touch()


@pytest.mark.parametrize("how", ["signal", "file"])
def test_one_process_goes_on_as_itself(one, visited, how):
    Path(one.env["ENV_FILE"]).write_text("REGISTRATION=closed\n")
    visited(one)
    position = one.log_position()
    ask_to_reload(one, how)
    wait_for(lambda: "Serving Chatsite" in one.log_since(position))
    assert one.process.poll() is None
    assert is_closed_to_newcomers(one)


def test_a_long_poll_that_waits_is_answered_when_its_process_goes(one):
    address = f"{one.url}/socket.io/?EIO=4&transport=polling"
    sid = re.search(r'"sid":"([^"]+)"', httpx.get(address).text)[1]
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(httpx.get, f"{address}&sid={sid}", timeout=20)
        ask_to_reload(one, "signal")
        assert poll.result().text == CLOSE


@pytest.mark.parametrize("how", ["signal", "file"])
def test_workers_are_replaced_one_after_the_other(several, visited, how):
    visited(several)
    before = workers_of(several)
    assert len(before) == 2
    Path(several.env["ENV_FILE"]).write_text("REGISTRATION=closed\n")
    ask_to_reload(several, how)
    wait_for(lambda: "reloaded" in several.log_since(several.start_of_log))
    after = workers_of(several)
    assert len(after) == 2
    assert not before & after
    assert is_closed_to_newcomers(several)


async def test_no_one_who_talks_notices_two_reloads(several):
    """``python -m bench.reload`` does the same with 10 reloads, 300 people and 100 messages a second."""
    cast = json.loads(several.run(CAST.format(people=30, rooms=3)).strip().splitlines()[-1])
    crowd = Crowd([several.url], cast["cookies"], cast["rooms"])
    times = await reload_under_load(several, crowd, reloads=2, per_s=20)
    assert set(crowd.faults().values()) == {0}, crowd.faults()
    assert len(times) == 4
    assert max(times) < LEAVE_WITHIN_S
    assert any(member.visits > 1 for member in crowd.members)
    await crowd.leave()


def test_a_reload_that_cannot_succeed_changes_nothing(several, visited):
    visited(several)
    several.run(
        "from django.db.migrations.recorder import MigrationRecorder as R;"
        "from django.db import connection; R(connection).record_applied('rooms', '9999_from_the_future')"
    )
    before = workers_of(several)
    several.process.send_signal(signal.SIGHUP)
    wait_for(lambda: "reload failed" in several.log_since(several.start_of_log))
    assert "created by a newer version" in several.log_since(several.start_of_log)
    assert workers_of(several) == before
    several.run("from django.db.migrations.recorder import MigrationRecorder as R; R.Migration.objects.last().delete()")


def test_a_killed_worker_is_replaced(several):
    before = workers_of(several)
    os.kill(min(before), signal.SIGKILL)
    wait_for(lambda: len(workers_of(several) - before) == 1)
    wait_for(several.is_ready)


def test_a_stuck_worker_is_replaced(several):
    before = workers_of(several)
    os.kill(min(before), signal.SIGSTOP)
    wait_for(lambda: len(workers_of(several) - before) == 1, within_s=60)
    assert not Path(f"/proc/{min(before)}").exists()


def test_workers_do_not_outlive_a_killed_supervisor(several):
    before = workers_of(several)
    several.process.kill()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in before), within_s=20)


def test_a_worker_that_was_starting_ends_quietly_with_its_supervisor(several):
    before = workers_of(several)
    os.kill(min(before), signal.SIGKILL)
    wait_for(lambda: workers_of(several) - before)
    [starting] = workers_of(several) - before
    several.process.kill()
    wait_for(lambda: not Path(f"/proc/{starting}").exists())
    assert "Traceback" not in several.log_since(several.start_of_log)


def test_several_workers_stop_in_order(several):
    workers = workers_of(several)
    assert several.stop() == 0
    assert several.log_since().splitlines()[-1] == "Stopped."
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
