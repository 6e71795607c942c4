"""Programs connect with an access token in CONNECT, and end with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import socketio

from messaging.live.handlers import HANDLERS
from tests.messaging.live.conftest import Cast
from tests.support.callers import PASSWORD, Caller
from tests.support.sockets import PATIENCE_S, Listener, listening


def token_of(caller: Caller, *scopes: str, **fields: Any) -> dict[str, Any]:
    body = {"name": "bot", "scopes": scopes or ["read", "write"], **fields}
    token: dict[str, Any] = caller.post("/auth/tokens", json=body).raise_for_status().json()["token"]
    return token


@asynccontextmanager
async def program(caller: Caller, secret: object, **options: Any) -> AsyncIterator[Listener]:
    """Connect as a script does: without cookies, and without an Origin unless one is given."""
    listener = Listener(caller)
    await listener.connect(headers={"Cookie": "", **options.pop("headers", {})}, auth={"token": secret}, **options)
    try:
        yield listener
    finally:
        await listener.client.disconnect()


async def refusal(caller: Caller, auth: object, **headers: str) -> dict[str, Any]:
    client = socketio.AsyncClient(reconnection=False)
    refusals: list[dict[str, Any]] = []
    client.on("connect_error", refusals.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            str(caller.base_url), headers=headers, auth=auth, transports=["websocket"], wait_timeout=PATIENCE_S
        )
    await client.shutdown()
    return refusals[0]


async def test_a_program_writes_and_receives_with_a_token(cast: Cast) -> None:
    async with listening(cast.bob) as [bob], program(cast.alice, token_of(cast.alice)["secret"]) as bot:
        await bob.succeeds("join_room", room_id=cast.room_id)
        await bot.succeeds("join_room", room_id=cast.room_id)
        message = await bot.says(cast.room_id, "built")
        assert (await bob.receives("new_message"))["message"] == message
        await bob.says(cast.room_id, "thanks")
        await bot.receives("new_message", lambda event: event["message"]["content"] == "thanks")


async def test_the_token_wins_over_the_cookie(cast: Cast) -> None:
    secret = token_of(cast.alice)["secret"]
    async with program(cast.alice, secret, headers={"Cookie": cast.bob.cookie_header()}) as bot:
        assert bot.all_of("ready")[0]["user"]["id"] == cast.alice.user["id"]


@pytest.mark.parametrize("token", ["", "nonsense", 12, ["x"], {"a": 1}, "chatsite_" + "x" * 40])
async def test_a_wrong_token_is_refused_whatever_the_cookie(cast: Cast, token: object) -> None:
    answer = await refusal(cast.alice, {"token": token}, Cookie=cast.alice.cookie_header())
    assert answer["data"] == {"code": "not_authenticated"}
    assert "wrong" in answer["message"]


async def test_a_token_in_the_cookie_or_the_header_connects_no_one(cast: Cast) -> None:
    secret = token_of(cast.alice)["secret"]
    for headers in ({"Cookie": f"sessionid={secret}"}, {"Authorization": f"Bearer {secret}"}):
        assert (await refusal(cast.alice, None, **headers))["data"] == {"code": "not_authenticated"}


async def test_a_token_to_read_receives_and_changes_nothing(cast: Cast) -> None:
    async with listening(cast.bob) as [bob], program(cast.alice, token_of(cast.alice, "read")["secret"]) as bot:
        answer = await bot.succeeds("join_room", room_id=cast.room_id)
        await bot.succeeds("sync")
        event = {"room_id": cast.room_id, "seq": 1}
        writing = {
            "send_message": {"room_id": cast.room_id, "content": "x"},
            "edit_message": event | {"content": "x"},
            "delete_message": event,
            "react": event | {"emoji": "👍"},
            "mark_read": event,
            "typing": {"room_id": cast.room_id},
            "create_room": {"name": "Mine"},
            "open_direct": {"user_ids": []},
        }
        assert writing.keys() == {name for name, event in HANDLERS.items() if event.writes}
        for name, payload in writing.items():
            assert await bot.refused(name, **payload) == "not_allowed", name
        await bob.succeeds("join_room", room_id=cast.room_id)
        message = await bob.says(cast.room_id, "news")
        assert message["seq"] > max((one["seq"] for one in answer["messages"]), default=0)
        await bot.receives("new_message")
        await bot.succeeds("leave_room", room_id=cast.room_id)


async def test_a_token_to_write_does_not_connect(cast: Cast) -> None:
    answer = await refusal(cast.alice, {"token": token_of(cast.alice, "write")["secret"]})
    assert answer["data"] == {"code": "not_allowed"}


async def test_revoking_a_token_disconnects_its_sockets_and_no_others(cast: Cast) -> None:
    first, second = token_of(cast.alice), token_of(cast.alice)
    async with (
        program(cast.alice, first["secret"]) as ended,
        program(cast.alice, second["secret"]) as other,
        listening(cast.alice) as [browser],
    ):
        assert (await asyncio.to_thread(cast.alice.delete, f"/auth/tokens/{first['id']}")).is_success
        assert (await ended.receives("session_ended", within_s=1))["reason"] == "token_revoked"
        await ended.receives("disconnect", within_s=1)
        assert await other.is_quiet("disconnect", 0.3)
        assert await browser.is_quiet("disconnect", 0.3)
    assert "revoked" in (await refusal(cast.alice, {"token": first["secret"]}))["message"]


async def test_a_token_that_expires_disconnects_its_sockets(cast: Cast) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    async with program(cast.alice, token_of(cast.alice, expires_at=soon.isoformat())["secret"]) as bot:
        left_s = (soon - datetime.now(UTC)).total_seconds()
        assert (await bot.receives("session_ended", within_s=left_s + 1))["reason"] == "expired"
        await bot.receives("disconnect", within_s=1)


async def test_signing_out_everywhere_disconnects_programs_and_a_new_password_does_not(cast: Cast) -> None:
    async with program(cast.alice, token_of(cast.alice)["secret"]) as bot:
        change = {"current_password": PASSWORD, "new_password": "a different staple"}
        assert (await asyncio.to_thread(cast.alice.put, "/auth/profile", json=change)).is_success
        assert await bot.is_quiet("disconnect", 6)  # longer than the sweep takes to come round
        await asyncio.to_thread(cast.alice.delete, "/auth/sessions")
        await bot.receives("disconnect", within_s=1)


def test_a_page_of_another_site_gets_no_connection_to_show_a_token_on(cast: Cast) -> None:
    path, elsewhere = "/socket.io/?EIO=4&transport=polling", {"Origin": "https://elsewhere.example"}
    assert httpx.get(f"{cast.alice.base_url}{path}", headers=elsewhere).status_code == 403
    assert httpx.get(f"{cast.alice.base_url}{path}").status_code == 200
