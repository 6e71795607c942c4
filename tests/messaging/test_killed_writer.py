"""Promises P1 and P2 against kill -9: a writer dies a hundred times, at whatever moment, and begins again."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from messaging.models import Message
from rooms.models import RoomCounter
from rooms.services import create_room
from tests.support.fixtures import LANE_DATABASE

LIVES = int(os.environ.get("WRITER_LIVES", "100"))
ROOT = Path(__file__).parent.parent.parent


def database_url() -> str:
    """Return the ``DATABASE_URL`` of the database that this test sees."""
    name = connection.settings_dict["NAME"]
    return urlsplit(LANE_DATABASE)._replace(path=f"/{name}").geturl() if LANE_DATABASE else f"sqlite:///{name}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_writer_that_is_killed_a_hundred_times_loses_and_doubles_nothing(make_user, tmp_path):
    alice = make_user("Alice")
    room = create_room(by=alice, name="Kitchen")
    arguments = [room.pk, alice.pk, LIVES, tmp_path, room.pk]
    environment = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": ""}
    command = [sys.executable, "-m", "tests.messaging.mortal_writer", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=100)

    stored = {message.client_id.int - 1: (message.pk, message.seq) for message in Message.objects.filter(room=room)}
    lines = [line.split() for line in (tmp_path / "acknowledged").read_text().splitlines()]
    acknowledged = {int(number): (int(pk), int(seq)) for number, pk, seq in lines}
    assert len(acknowledged) > LIVES, "hardly anything was written"
    assert {number: stored.get(number) for number in acknowledged} == acknowledged
    assert Message.objects.count() == len(stored)
    # Every number of the counter is a change that is there: no batch was committed in part.
    assert sorted(seq for _, seq in stored.values()) == list(range(3, len(stored) + 3))
    assert RoomCounter.objects.get(pk=room.pk).version == len(stored) + 2
