"""Bad input at every endpoint: the contract's error, never an answer of 5xx. New endpoints are asked too.

What is refused unread is asked over a real server on one engine. The last test asks in this process on both, and checks
that the engine is asked for nothing but the caller's session.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from chatsite.web.api import Action, Endpoint
from chatsite.web.forms import MAX_UNKNOWN_FIELDS
from chatsite.web.tokens import SAFE_METHODS
from messaging.live.handlers import HANDLERS
from tests.support.callers import Caller
from tests.support.sockets import listening

WORDS = {"emoji": "👍"}
OF_KIND = {"number": "1", "uuid": "01890a5d-ac96-774b-bcce-b302099a8057"}


@dataclass(frozen=True)
class Call:
    """One method of one endpoint."""

    method: str
    path: str
    action: Action

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def every_call(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list[Call]:
    calls = []
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            calls += every_call(pattern.url_patterns, path)
        elif isinstance(pattern.callback, Endpoint):
            path = re.sub(r"<(\w+):(\w+)>", parameter, path)
            calls += [Call(method, path, action) for method, action in pattern.callback.actions.items()]
    return calls


def parameter(found: re.Match[str]) -> str:
    """Return a number of a row that may be there, or else a word, which means nothing but where it is listed."""
    kind, name = found.groups()
    return OF_KIND.get(kind) or WORDS.get(name, "made-up")


CALLS = every_call(get_resolver().url_patterns)
WRITES = [call for call in CALLS if call.method not in SAFE_METHODS]
# A body that is a file's next part is no form; its headers are looked at first.
FORMS = [call for call in CALLS if call.action.multipart or not call.action.admit]
BODIES = [call for call in WRITES if call in FORMS and not call.action.multipart]
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MANY = {f"k{number}": 0 for number in range(7_600 // 2)}
MOST_REFUSAL_BYTES = 1_500


@pytest.fixture(scope="module")
def dora(running_server) -> Iterator[Caller]:
    """Return a signed-in person."""
    caller = Caller(running_server.url).register("Dora")
    yield caller
    caller.close()


def refusal(caller: Caller, call: Call, **options) -> tuple[int, str]:
    """Return the status and the code of a refused request."""
    answer = caller.request(call.method, call.path, **options)
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.one_engine
@pytest.mark.parametrize("call", [call for call in CALLS if not call.action.is_open], ids=str)
def test_an_anonymous_caller_is_asked_to_sign_in(server, call):
    assert refusal(server.caller(), call) == (401, "not_authenticated")


@pytest.mark.one_engine
@pytest.mark.parametrize("call", FORMS, ids=str)
def test_an_unknown_field_is_named(dora, call):
    place = {"params": {"colour": "red"}} if call.method in SAFE_METHODS else {"json": {"colour": "red"}}
    if call.action.multipart:
        place = {"files": {"colour": b"red"}}
    answer = dora.request(call.method, call.path, **place)
    if call.action.admit and "attachments/" in call.path:  # a body for a file that is not there is not received
        assert answer.status_code == 404
        return
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")
    assert "colour" in answer.json()["error"]["fields"]


def bounded_refusal(answer) -> None:
    """Check that an answer is a refusal that names a few fields, and is short."""
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_input")
    assert len(answer.content) < MOST_REFUSAL_BYTES
    assert len(answer.json()["error"].get("fields", {})) <= MAX_UNKNOWN_FIELDS


@pytest.mark.one_engine
@pytest.mark.parametrize("call", BODIES, ids=str)
@pytest.mark.parametrize("body", ["json", "form", "repeated"])
def test_thousands_of_unknown_fields_get_a_short_answer(dora, call, body):
    pairs = {"json": json.dumps(MANY), "form": "&".join(f"k{n}=0" for n in range(3_000))}
    pairs["repeated"] = "&".join(f"k{n}=0&k{n}=1" for n in range(400))
    headers = JSON if body == "json" else FORM
    bounded_refusal(dora.request(call.method, call.path, content=pairs[body], headers=headers))


@pytest.mark.one_engine
@pytest.mark.parametrize("call", [call for call in CALLS if call.method in SAFE_METHODS], ids=str)
@pytest.mark.parametrize("count", [300, 1_100])
def test_a_query_of_many_fields_gets_a_short_answer(dora, call, count):
    query = "&".join(f"k{number}=" for number in range(count))
    bounded_refusal(dora.request(call.method, f"{call.path}?{query}"))


async def test_an_event_of_thousands_of_unknown_fields_gets_a_short_answer(dora):
    async with listening(dora) as [listener]:
        for event in HANDLERS:
            answer = await listener.call(event, **MANY)
            assert answer["error"]["code"] == "invalid_input"
            assert len(json.dumps(answer)) < MOST_REFUSAL_BYTES


@pytest.mark.one_engine
@pytest.mark.parametrize("body", ["{", "[]", '"text"', "NaN", "[" * 9_000, '{"a": "\\ud800"}', "\x00", "null"])
@pytest.mark.parametrize("call", BODIES, ids=str)
def test_a_body_that_is_no_object_is_refused(dora, call, body):
    assert refusal(dora, call, content=body, headers=JSON) == (400, "invalid_input")


@pytest.mark.one_engine
@pytest.mark.parametrize("call", BODIES, ids=str)
def test_a_body_that_is_too_large_is_refused(dora, call):
    assert refusal(dora, call, content=json.dumps({"a": "x" * 70_000}), headers=JSON) == (413, "too_large")


@pytest.mark.one_engine
@pytest.mark.parametrize("call", BODIES, ids=str)
def test_a_body_of_another_kind_is_refused(dora, call):
    headers = {"Content-Type": "application/xml"}
    assert refusal(dora, call, content="<a/>", headers=headers) == (415, "unsupported_media_type")


@pytest.mark.parametrize("value", [[None], {}, 1.5, True, "x" * 60_000, "\x00", -1, 2**70])
@pytest.mark.parametrize("call", [call for call in BODIES if call.action.form.base_fields], ids=str)
def test_a_wrong_type_is_no_fault_of_the_server_s(dora, call, value):
    answer = dora.request(call.method, call.path, json=dict.fromkeys(call.action.form.base_fields, value))
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]["code"]


@pytest.mark.one_engine
@pytest.mark.parametrize("call", [call for call in WRITES if not call.action.by_secret], ids=str)
def test_a_write_without_the_csrf_token_is_refused(dora, call):
    answer = dora.request(call.method, call.path, headers={"X-CSRFToken": "wrong"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


@pytest.mark.one_engine
@pytest.mark.parametrize("path", sorted({call.path for call in CALLS}))
def test_a_method_that_is_not_there_is_refused(dora, path):
    answer = dora.request("PROPFIND", path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {call.method for call in CALLS if call.path == path}


@pytest.mark.parametrize("path", ["/rooms/9223372036854775808", "/rooms/x", "/rooms/²", "/nowhere", "/media/../.env"])
def test_a_path_that_leads_nowhere_is_not_found(dora, path):
    answer = dora.get(path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


# What may be left to one engine


def refused_unread(client: Client, call: Call) -> Iterator[int]:
    """Ask one call for all that is refused before its action, and yield the statuses."""
    bodies = {JSON["Content-Type"]: ["[]", json.dumps(MANY), "x" * 70_000], "application/xml": ["<a/>"]}
    if call in BODIES:
        for kind, contents in bodies.items():
            for content in contents:
                yield client.generic(call.method, call.path, content, kind).status_code
    if call.method in SAFE_METHODS:
        yield client.get(call.path, {"colour": "red"}).status_code
    yield client.generic("PROPFIND", call.path).status_code


def test_what_is_refused_unread_asks_the_engine_for_the_session_alone(alice):
    stranger, client, careful = Client(), Client(), Client(enforce_csrf_checks=True)
    for signed_in in (client, careful):
        signed_in.force_login(alice)
    with CaptureQueriesContext(connection) as queries:
        for call in CALLS:
            assert {*refused_unread(client, call)} <= {400, 405, 413, 415}
            if call in WRITES and not call.action.by_secret:
                assert careful.generic(call.method, call.path).status_code == 403
            if not call.action.is_open:
                assert stranger.generic(call.method, call.path).status_code == 401
    asked = " ".join(query["sql"] for query in queries)
    assert {*re.findall(r'(?:FROM|JOIN|INTO|UPDATE) ["`](\w+)', asked)} == {"sessions", "users"}
