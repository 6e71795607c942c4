"""The whole way with a real provider: the chat as operators run it, and npm's oidc-provider."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from tests.support.callers import Caller
from tests.support.fixtures import LANE_DATABASE, LANE_REDIS
from tests.support.prepared import begin_prepared
from tests.support.server import Server
from tests.support.sockets import Listener
from tests.support.stock_provider import Visitor, environment, stock_provider

pytestmark = pytest.mark.node
WITHIN_S = 1.0


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[Server, str]]:
    """Run a chat and its provider; yield the chat and the provider's issuer."""
    server = Server(database_url=LANE_DATABASE, redis_url=LANE_REDIS)
    with stock_provider(server.url) as issuer:
        server.env |= environment(issuer)
        begin_prepared(server, database_url=LANE_DATABASE, own=set())
        with server:
            yield server, issuer


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    with Visitor() as opened:
        yield opened


def enter(server: Server, login: str, visitor: Visitor) -> tuple[Caller, str, str]:
    """Sign in by the provider; return the caller, the callback that signed them in, and where it led."""
    caller = server.caller()
    url = caller.get("/sign-in/staff/", params={"next": "/?room=1"}).headers["Location"]
    callback = visitor.sign_in(url, login, until=server.url)
    answer = caller.get(callback)
    return caller, callback, answer.headers.get("Location", answer.text)


def test_a_person_signs_in_and_is_where_they_wanted_to_go(site, visitor):
    server, _ = site
    caller, callback, page = enter(server, "dora-1", visitor)
    assert page == "/?room=1"
    me = caller.get("/auth/me").json()["user"]
    assert (me["name"], me["email"], me["must_verify_email"]) == ("Dora", "dora@example.org", False)
    assert me["role"] == "admin", "by a group"
    assert caller.get(callback).headers["Location"] == "/", "the address again, as by the Back button"
    stranger = server.caller()
    assert "didn&#x27;t begin in this browser" in stranger.get(callback).text
    assert "code=" not in server.log_since()


def test_a_code_is_good_once_at_the_provider_too(site, visitor):
    server, _ = site
    caller, other = server.caller(), server.caller()
    first = visitor.sign_in(caller.get("/sign-in/staff/").headers["Location"], "dora-1", until=server.url)
    assert caller.get(first).status_code == 302
    used = first.partition("code=")[2].partition("&")[0]
    second = visitor.sign_in(other.get("/sign-in/staff/").headers["Location"], "dora-1", until=server.url)
    fresh = second.partition("code=")[2].partition("&")[0]
    answer = other.get(second.replace(fresh, used))
    assert (answer.status_code, "already used" in answer.text) == (403, True)


def test_an_address_that_the_provider_did_not_check_is_refused(site, visitor):
    server, _ = site
    caller, _, page = enter(server, "eve-1", visitor)
    assert "confirm that your email address is yours" in page
    assert caller.get("/auth/me").status_code == 401


async def test_signing_out_at_the_provider_closes_the_socket_within_a_second(site, visitor):
    server, issuer = site
    caller, _, _ = await asyncio.to_thread(enter, server, "dora-1", visitor)
    caller.user = caller.get("/auth/me").json()["user"]
    listener = await Listener(caller).connect()
    began = time.monotonic()
    leaving = asyncio.create_task(asyncio.to_thread(visitor.sign_out, issuer))
    ended = await listener.receives("session_ended")
    assert ended == {"reason": "provider"}
    took = time.monotonic() - began
    await leaving
    assert took < WITHIN_S
    assert caller.get("/auth/me").status_code == 401
    await listener.client.disconnect()


def test_the_doctor_examines_the_provider(site):
    server, _ = site
    said = server.manage("doctor", check=False)
    assert "Staff ID answers (" in said
    assert f"It must send people back to {server.url}/sign-in/staff/callback" in said
