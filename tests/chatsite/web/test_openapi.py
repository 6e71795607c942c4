"""The OpenAPI document says what is there, all of it, and nothing else; and the running server keeps its word."""

import re

import pytest
import schemathesis
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chatsite.web.openapi import document
from tests.support.callers import Caller

# What is for browsers and machines of the host, and no JSON endpoint.
PAGES = re.compile(
    r"^(|rooms/<int:room_id>/<int:seq>|people/<int:user_id>/|admin/.*|media/.*|healthz|readyz|metrics|api/docs|i18n/.*"
    r"|service-worker[.]js|manifest[.]webmanifest|settings/.*|invite/.*|sign-in/.*|unsubscribe/.*|(?!uploads/)[a-z-]+/)$"
)


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        found += routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


def test_every_endpoint_is_documented_and_nothing_else():
    endpoints = {route for route in routes(get_resolver().url_patterns) if not PAGES.match(route)}
    assert {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in endpoints} == set(document()["paths"])
    assert len(endpoints) > 20


def test_every_operation_has_its_own_name_and_says_what_it_does():
    operations = [operation for path in document()["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] for operation in operations)


def test_the_document_is_for_people_who_are_signed_in(client, alice):
    assert client.get("/api/schema").status_code == 401
    assert client.get("/api/docs").status_code == 302
    client.force_login(alice)
    assert client.get("/api/schema").json()["openapi"] == "3.1.0"


def test_the_page_shows_every_operation(client, alice):
    client.force_login(alice)
    page = client.get("/api/docs").content.decode()
    for path, methods in document()["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page


def test_a_form_tells_its_limits():
    schema = document()["paths"]["/auth/register"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["email", "name", "password"]
    assert schema["properties"]["name"] == {"type": "string", "maxLength": 50, "minLength": 1}
    assert schema["additionalProperties"] is False


SCHEMA = schemathesis.openapi.from_dict(document())
# These end the session that the examples are sent with.
SCHEMA = SCHEMA.exclude(operation_id=["post_auth_logout", "delete_auth_sessions_session_id", "delete_auth_sessions"])
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def explorer(make_server):
    server = make_server(env={"EMAIL_URL": "consolemail://"})
    caller = server.register("Explorer")
    caller.post("/rooms", json={"name": "For examples"})
    yield server, caller
    caller.close()


@SCHEMA.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_server_answers_as_documented(case, explorer):
    server, caller = explorer
    ensure_signed_in(caller)
    headers = {"X-CSRFToken": caller.csrf_token(), "Referer": server.url, "Cookie": caller.cookie_header()}
    case.call_and_validate(base_url=server.url, headers=headers, checks=CHECKS, timeout=20)


def ensure_signed_in(caller: Caller) -> None:
    """Sign in again when an example signed someone else in, or no one."""
    if caller.get("/auth/me").status_code == 401:
        caller.sign_in(caller.user["email"])
