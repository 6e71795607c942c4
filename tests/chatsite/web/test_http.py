"""HTTP through the real server: limits, headers, uploads, static files."""

import asyncio
import socket
import uuid
from collections.abc import Awaitable
from http.cookiejar import DefaultCookiePolicy

import httpx
import pytest

from chatsite.contract.errors import RequestTimeout
from chatsite.web import bodies
from chatsite.web.bodies import read_body
from chatsite.web.wsgi_bridge import environ_of
from tests.support.callers import PASSWORD


@pytest.fixture
def http(server):
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def test_a_request_id_goes_in_and_comes_out(http, server):
    chosen = str(uuid.uuid4())
    assert http.get("/healthz", headers={"X-Request-ID": chosen}).headers["x-request-id"] == chosen
    assert server.lines_with(f"[{chosen}] GET /healthz", since=0)


@pytest.mark.parametrize("bad", ["short", "x" * 65, "with space and more", "quote\"'<>&;"])
def test_a_harmful_request_id_is_replaced(http, bad):
    answer = http.get("/healthz", headers={"X-Request-ID": bad})
    assert answer.headers["x-request-id"] != bad


def test_a_request_is_logged_without_its_query(http, server):
    http.get("/no-such-page?token=very-secret")
    server.lines_with("GET /no-such-page", since=0)
    log = server.log_since()
    assert "GET /no-such-page status=404" in log
    assert "very-secret" not in log


@pytest.mark.parametrize("size", [65_537, 3_000_000])
def test_a_body_that_is_too_large_is_refused_in_json(http, size):
    answer = http.post("/auth/login", content=b"x" * size, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_a_body_without_a_length_is_capped_too(http):
    answer = http.post("/auth/login", content=(b"x" * 1000 for _ in range(100)))
    assert answer.status_code == 413


def test_a_caller_that_waits_for_our_word_receives_it_before_it_sends(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n")
        raw.sendall(b"Expect: 100-continue\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_host_that_is_not_ours_is_refused(http):
    assert http.get("/readyz", headers={"Host": "evil.example"}).status_code == 400


def test_a_forwarded_header_of_a_stranger_changes_nothing(http, server):
    claims = {"X-Forwarded-For": "1.2.3.4", "X_Forwarded_For": "1.2.3.5", "Forwarded": "for=1.2.3.6"}
    http.get("/healthz", headers=claims)
    assert "client=127.0.0.1" in server.log_since()
    assert "1.2.3." not in server.log_since()


def test_vendored_files_are_kept_for_ever_and_compressed(http):
    answer = http.get("/static/vendor/bootstrap-5.3.9/bootstrap.min.css")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


def test_other_static_files_are_asked_for_each_time(http):
    for path in ("/static/admin/css/base.css", "/static/vendor/icons.svg"):
        first = http.get(path)
        assert first.headers["cache-control"] == "no-cache"
        again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304


def test_static_files_carry_no_headers_that_are_about_pages(http):
    page, file = http.get("/login"), http.get("/static/css/base.css")
    of_pages = {"cross-origin-opener-policy", "referrer-policy"}
    assert of_pages <= page.headers.keys()
    assert not of_pages & file.headers.keys()
    assert file.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("size", [10, 262_144, 700_000])
def test_an_uploaded_file_is_served_whole(http, server, size):
    content = bytes(i % 251 for i in range(size))
    (server.media / "avatars").mkdir(exist_ok=True)
    (server.media / "avatars" / f"{size}.webp").write_bytes(content)
    answer = http.get(f"/media/avatars/{size}.webp")
    assert answer.content == content
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_an_uploaded_page_is_never_shown(http, server):
    (server.media / "page.html").write_text("<script>alert(1)</script>")
    answer = http.get("/media/page.html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


OUTSIDE = ["../env", "%2e%2e/env", "..%2fenv", "/etc/passwd", ".hidden", "a/../../env", "x%00y", "", "link"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_media_folder_is_served(server, path):
    (server.media / ".hidden").write_text("secret")
    if not (server.media / "link").is_symlink():
        (server.media / "link").symlink_to("/etc/passwd")
    # httpx would tidy the path up: send it as it is.
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(f"GET /media/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert b" 404 " in raw.recv(100)


def test_only_reading_is_allowed(http):
    answer = http.post("/healthz")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD"


def scope_of(*headers, path="/x", raw_path=b"/x"):
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": raw_path, "query_string": b"a=%C3%A9"}
    scope |= {"http_version": "1.1", "client": ("192.0.2.1", 5), "server": ("127.0.0.1", 80), "headers": list(headers)}
    return scope


def test_the_environment_is_what_django_expects():
    cookies = [(b"cookie", b"a=1"), (b"cookie", b"b=2")]
    environ = environ_of(scope_of(*cookies, (b"x-a", b"1"), (b"x-a", b"2"), (b"x_a", b"3")))
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["QUERY_STRING"] == "a=%C3%A9"
    assert environ["REMOTE_ADDR"] == "192.0.2.1"


def test_a_path_that_is_not_utf8_survives():
    assert environ_of(scope_of(raw_path=b"/%ff%C3%A9"))["PATH_INFO"] == "/\xff\xc3\xa9"


async def test_a_body_is_not_awaited_when_none_is_announced():
    async def receive():
        raise AssertionError("nothing will come")

    with await read_body(scope_of(), receive, 10) as body:
        assert body.read() == b""


def test_one_network_cannot_keep_others_from_signing_in(make_server):
    """The flood's passwords are right, so that no limit of failed attempts helps."""
    server = make_server(env={"TRUSTED_PROXIES": "127.0.0.1"})
    for n in range(8):
        server.register(f"Ada {n}", email=f"ada{n}@example.org").close()

    async def crowd() -> tuple[list[int], int]:
        async with httpx.AsyncClient(base_url=server.url, timeout=60, limits=httpx.Limits(max_connections=200)) as http:
            token = (await http.get("/auth/me")).cookies["csrftoken"]
            http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each is a browser of its own
            http.cookies.clear()
            headers = {"X-CSRFToken": token, "Cookie": f"csrftoken={token}"}

            def sign_in(n: int, address: str) -> Awaitable[httpx.Response]:
                body = {"email": f"ada{n}@example.org", "password": PASSWORD}
                return http.post("/auth/login", json=body, headers=headers | {"X-Forwarded-For": address})

            flood = [asyncio.ensure_future(sign_in(n % 8, "203.0.113.9")) for n in range(160)]
            await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
            other = await sign_in(0, "198.51.100.4")
            return [answer.status_code for answer in await asyncio.gather(*flood)], other.status_code

    statuses, other = asyncio.run(crowd())
    assert other == 200
    assert set(statuses) == {200, 429}


async def test_a_body_that_stops_is_answered_408_by_any_server(monkeypatch):
    monkeypatch.setattr(bodies, "BODY_PAUSE_S", 0.01)
    parts = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive():
        return parts.pop() if parts else await asyncio.Event().wait()

    with pytest.raises(RequestTimeout):
        await read_body(scope_of((b"content-length", b"9")), receive, 10)
