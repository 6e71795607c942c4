"""A line of the log names the request or the socket that caused it."""

import json
import logging
from types import SimpleNamespace

import pytest

from chatsite.logs import JsonFormatter, TextFormatter, request_id, socket_id
from chatsite.socketio import Event
from messaging.consumers import ChatNamespace

LOG = logging.getLogger("tests.logs")


@pytest.fixture
def record():
    return LOG.makeRecord(LOG.name, logging.INFO, __file__, 1, "said\nsomething", (), None, extra={"fields": {"ms": 3}})


async def test_a_request_is_named(record):
    request_id.set("a-request")
    assert json.loads(JsonFormatter().format(record))["request_id"] == "a-request"
    assert TextFormatter().format(record).endswith(" INFO tests.logs [a-request] said\\nsomething ms=3")


async def test_the_socket_of_an_event_is_named(record):
    socket = SimpleNamespace(id="a-socket")
    await ChatNamespace(chat=None).dispatch(socket, Event("nonsense", [], wants_ack=True))
    assert socket_id.get() == "a-socket"
    assert json.loads(JsonFormatter().format(record))["socket_id"] == "a-socket"
    assert "[a-socket]" in TextFormatter().format(record)
