"""A room that is not for the caller takes the same queries as one that does not exist, and the same answer."""

import json
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from tests.leaks.test_requests import SEAT, WHO, calls
from tests.messaging.test_policy_table import endpoints

MISSING = 999_999
# These name the room or the message in their body, or act on other things.
PATHS = sorted(
    {(method, path) for method, path in endpoints(get_resolver().url_patterns) if path.startswith("rooms/ROOM")}
)


def shape(sql: str) -> str:
    """Return a statement without its values."""
    return re.sub(r"\b\d+\b|'[^']*'", "?", sql)


def asked(client, method, url, body):
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        answer = client.generic(method, url, body, "application/json" if body else "")
        transaction.set_rollback(True)
    # A session is looked up, and a savepoint begun, with the same statements.
    return answer.status_code, answer.content, [shape(one["sql"]) for one in captured]


@pytest.mark.parametrize("who", WHO)
def test_not_for_you_takes_the_same_queries_as_not_there(world, signed_in, who):
    client, room = signed_in(world.outsiders[who]), str(world.room.pk)
    compared = 0
    for method, path, call in calls(world, world.room.pk):
        if (method, path) not in PATHS or (who, method, path) == SEAT:
            continue
        url, _, body = call.partition("\n")
        hidden = asked(client, method, url, body)
        if hidden[0] != 404:
            continue
        missing = asked(client, method, url.replace(f"/rooms/{room}", f"/rooms/{MISSING}", 1), body)
        assert hidden == missing, (method, url, json.dumps([hidden[2], missing[2]], indent=1))
        compared += 1
    assert compared > 30
