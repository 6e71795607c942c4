"""Preparing a database: by one process at a time, and never one that a newer version made."""

import subprocess
import sys

import pytest

from tests.support.fixtures import LANE_DATABASE
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.slow


@pytest.fixture
def installation(make_server):
    """Return an installation that was never started, with an empty database."""
    server = Server(database_url=LANE_DATABASE)
    yield server
    server.discard()


def test_of_several_that_prepare_at_once_one_applies_the_migrations(installation):
    command = [sys.executable, "manage.py", "prepare"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=installation.env, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=90)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sum("Applied" in words for words in said) == 1
    assert installation.run("from rooms.models import Room; print(Room.objects.count())").split()[-1] == "2"
