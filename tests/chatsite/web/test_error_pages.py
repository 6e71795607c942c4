"""What goes wrong is a page to people and JSON to programs: whatever goes wrong, wherever, no matter who asks."""

import asyncio
import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.test import Client

from accounts.services import create_administrator
from chatsite.contract import errors
from chatsite.web.wsgi_bridge import DjangoApplication
from tests.support.callers import PASSWORD

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PROGRAMS = ["", "*/*", "application/json", "application/json, text/plain, */*", "text/html;q=0.1, application/json"]
TROUBLES = {
    500: (RuntimeError("a bug"), "internal"),
    503: (None, "unavailable"),  # as the engine says it
    413: (RequestDataTooBig("too big"), "too_large"),
    429: (errors.RateLimited(retry_after_s=7.2), "rate_limited"),
}
# A page, a page with a form, the API, and the administration, each with a function that its view calls.
PAGES = {
    "/": "chatsite.web.pages.static_version",
    "/settings/markup": "accounts.self_service.pages.render",
    "/admin/": "django.contrib.admin.sites.AdminSite.index",
}
ENDPOINTS = {"/auth/me": "accounts.api.me_payload", "/rooms": "rooms.api.my_rooms"}


@pytest.fixture
def client(db) -> Client:
    administrator = create_administrator(email="ada@example.org", name="Ada", password=PASSWORD)
    client = Client(raise_request_exception=False)
    client.force_login(administrator)
    return client


def ask(client, monkeypatch, path, place, status, accept):
    error, code = TROUBLES[status]
    if error is None:
        gone = {"sqlite": ("database is locked",), "mysql": (2006, "Server has gone away")}
        error = OperationalError(*gone[connection.vendor])

    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(place, fail)
    return client.get(path, headers={"Accept": accept} if accept else {}), code


@pytest.mark.parametrize("status", TROUBLES)
@pytest.mark.parametrize("path", PAGES)
def test_people_get_a_page(client, monkeypatch, path, status):
    answer, _ = ask(client, monkeypatch, path, PAGES[path], status, BROWSER)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    text = answer.content.decode()
    assert "<!doctype html>" in text
    assert f"Error {status}" in text
    assert answer.get("Retry-After") == ("8" if status == 429 else None)
    assert ("Refresh" in answer) == (status == 503)


@pytest.mark.parametrize("status", TROUBLES)
@pytest.mark.parametrize("accept", PROGRAMS)
@pytest.mark.parametrize("path", PAGES)
def test_a_program_gets_json_at_a_page(client, monkeypatch, path, accept, status):
    answer, code = ask(client, monkeypatch, path, PAGES[path], status, accept)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("status", TROUBLES)
@pytest.mark.parametrize("accept", [BROWSER, *PROGRAMS])
@pytest.mark.parametrize("path", ENDPOINTS)
def test_the_api_speaks_json_to_everyone(client, monkeypatch, path, accept, status):
    answer, code = ask(client, monkeypatch, path, ENDPOINTS[path], status, accept)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def refused_before_django(path: str, accept: str, error: errors.ChatError) -> tuple[int, dict[str, str], bytes]:
    """Ask the application when it refuses before Django sees the request."""
    application = DjangoApplication()

    async def refuse(*_args):
        raise error

    application._pool.run = refuse
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "http_version": "1.1", "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = io.BytesIO(b"".join(message.get("body", b"") for message in sent[1:])).getvalue()
    return sent[0]["status"], headers, body


@pytest.mark.parametrize("error", [errors.Unavailable(), errors.TooLarge(), errors.RateLimited(retry_after_s=3)])
@pytest.mark.parametrize("path", ["/", "/login/", "/admin/", "/nothing-here"])
def test_people_get_a_page_when_all_threads_are_busy(path, error):
    status, headers, body = refused_before_django(path, BROWSER, error)
    assert (status, headers["content-type"]) == (error.status, "text/html; charset=utf-8")
    assert f"Error {status}".encode() in body
    assert "content-security-policy" in headers
    assert ("refresh" in headers) == (status == 503)
    assert ("retry-after" in headers) == (status == 429)


@pytest.mark.parametrize("error", [errors.Unavailable(), errors.TooLarge(), errors.RateLimited(retry_after_s=3)])
@pytest.mark.parametrize(("path", "accept"), [("/", "*/*"), ("/rooms", BROWSER), ("/auth/me", "application/json")])
def test_programs_get_json_when_all_threads_are_busy(path, accept, error):
    status, headers, body = refused_before_django(path, accept, error)
    assert (status, headers["content-type"]) == (error.status, "application/json")
    assert error.code.encode() in body
