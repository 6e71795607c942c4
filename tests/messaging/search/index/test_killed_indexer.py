"""A process that writes or indexes may die at any moment: everything is found at once, and when the work is done."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from random import Random
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from messaging.models import Message
from messaging.search.index import sealing
from messaging.search.index.building import build, pending, progress, start_again
from messaging.search.index.consistency import check_index
from messaging.search.index.reading import Wanted
from rooms.services import create_room
from tests.messaging.search.index.corpus import Said, query, scan, search
from tests.messaging.search.index.test_sealing import fill
from tests.messaging.test_killed_writer import ROOT, database_url

LIVES = int(os.environ.get("INDEXER_LIVES", "100"))
FAILURES = 100


class Crash(Exception):
    """What the test has fail."""


@pytest.fixture
def scene(transactional_db, make_user, monkeypatch):
    """Return a room with full blocks; a claim of one is taken for dead at once."""
    monkeypatch.setattr(sealing, "CLAIM", timedelta(seconds=-1))
    alice = make_user("Alice")
    room = create_room(by=alice, name="Kitchen")
    fill(room, [alice], blocks=2, each=150)
    return room, alice


def assert_everything_is_found(room: Any, random: Random, count: int) -> None:
    """Compare searches with a scan of what is stored."""
    rows = Message.objects.filter(room=room).exclude(content="").values_list("pk", "room_id", "author_id", "content")
    said = [Said(*row) for row in rows]
    by_id = {one.id: one for one in said}
    for _ in range(count):
        wanted = Wanted(texts=query(random, said), rooms={room.pk})
        assert search(wanted, by_id.get) == scan(said, wanted), wanted


def assert_is_whole(room: Any, random: Random) -> None:
    """Finish the work, and check all of it."""
    list(build())
    assert (pending(), progress().is_complete) == ([], True)
    assert [finding for part in check_index() for finding in part] == []
    assert_everything_is_found(room, random, 200)


@pytest.mark.slow
def test_an_indexer_that_is_killed_a_hundred_times_loses_nothing(scene):
    room, alice = scene
    random, batch = Random(9), max(LIVES // 5, 1)
    for first in range(0, LIVES, batch):
        arguments = map(str, [room.pk, alice.pk, batch, first])
        command = [sys.executable, "-m", "tests.messaging.search.index.mortal_indexer", *arguments]
        environment = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": ""}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=200)
        assert_everything_is_found(room, random, 25)
    assert_is_whole(room, random)


class Statements:
    """Counts statements, and has the one of a number fail."""

    def __init__(self, failing: int | None = None) -> None:
        self.count, self._failing = 0, failing

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Run one."""
        if self.count == self._failing:
            raise Crash
        self.count += 1
        return execute(*arguments)


@pytest.mark.slow
def test_a_failure_at_any_statement_of_the_indexing_loses_nothing(scene):
    room, _alice = scene
    random = Random(10)
    list(build())
    start_again()
    statements = Statements()
    with connection.execute_wrapper(statements):
        list(build())
    for number in random.choices(range(statements.count), k=FAILURES):
        start_again()
        with pytest.raises(Crash), connection.execute_wrapper(Statements(failing=number)):
            list(build())
        assert_everything_is_found(room, random, 4)
    assert_is_whole(room, random)


@pytest.mark.slow
def test_two_workers_at_once_lose_nothing(scene, monkeypatch):
    monkeypatch.setattr(sealing, "CLAIM", timedelta(minutes=2))
    room, _alice = scene
    errors: list[BaseException] = []

    def work() -> None:
        try:
            list(build())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert_is_whole(room, Random(11))
