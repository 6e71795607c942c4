"""A line of the log names the request or the socket that caused it."""

import json
import logging
import os
import re
import subprocess
import sys
import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.observe.logs import JsonFormatter, TextFormatter, printable, request_id, socket_id, without_traceback
from chatsite.socketio import Event
from messaging.live.consumers import ChatNamespace
from messaging.live.handlers import _log_sent
from messaging.posting import Draft

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


ANY_TEXT = st.text(st.characters() | st.sampled_from('\x1b\x9b\u202e\u2028\x85\r\n ="\\')) | st.from_regex(
    r"/ [a-z]+=1", fullmatch=True
)


def logged(message: str, *, fields: dict[str, object], cause: Exception | None = None) -> logging.LogRecord:
    exc_info = (type(cause), cause, cause.__traceback__) if cause else None
    return LOG.makeRecord(LOG.name, logging.INFO, __file__, 1, "%s", (message,), exc_info, extra={"fields": fields})


@given(message=ANY_TEXT, value=ANY_TEXT)
def test_what_came_from_outside_forges_no_field_no_line_and_no_escape_sequence(message, value):
    line = TextFormatter().format(logged(message, fields={"status": 200, "agent": value}))
    said, _, after = line.partition(" status=200 agent=")
    assert not re.search(r" [\w.-]+=", said)
    assert (json.loads(after) if after.startswith('"') else after) == printable(value)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in line)


@given(message=ANY_TEXT)
def test_a_line_for_machines_is_plain_ascii(message):
    line = JsonFormatter().format(logged(message, fields={}))
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == message


@given(reason=ANY_TEXT)
def test_a_traceback_forges_no_line(reason):
    first, *rest = TextFormatter().format(logged("failed", fields={}, cause=ValueError(reason))).split("\n")
    assert first.endswith(" failed")
    assert all(line.startswith("  ") for line in rest)


@pytest.mark.parametrize("name", ["TooManyFieldsSent", "DisallowedHost", "SuspiciousFileOperation", "AnyOther"])
def test_a_caller_s_fault_leaves_no_traceback(name):
    record = logged("too many", fields={}, cause=ValueError())
    record.name = f"django.security.{name}"
    assert without_traceback(record).exc_info is None


def test_a_warning_of_python_is_a_line_of_the_log():
    """Also where everything is JSON: a reader of the log would choke on a line that is none."""
    code = "import django, warnings; django.setup(); warnings.warn('a coroutine was never awaited', RuntimeWarning)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.support.settings", "LOG_FORMAT": "json"}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stderr
    [line] = said.splitlines()
    assert json.loads(line)["logger"] == "py.warnings"


def test_a_message_over_a_socket_leaves_its_trace(caplog):
    caplog.set_level(logging.DEBUG, "messaging.live.handlers")
    draft = Draft(author_id=7, room_id=3, content="secret words", client_id="c1")
    _log_sent(draft, {"seq": 12})
    [record] = caplog.records
    assert record.fields == {"user": 7, "room": 3, "seq": 12, "client_id": "c1"}
    socket_id.set("a-socket")
    line = TextFormatter().format(record)
    assert "[a-socket] message user=7 room=3 seq=12 client_id=c1" in line
    assert "secret" not in line
