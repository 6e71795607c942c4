"""Marked words never reach a connection outside: in one process, or in two with Redis between them."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.messaging.live.conftest import WORKERS, Cast, cast
from tests.support.callers import Caller
from tests.support.server import Server
from tests.support.sockets import Listener, listening

__all__ = ["cast"]

MARK, EMOJI = "zqx", "🦭"
SETTLED_S = 3.0  # activity once a second, and what a sweep of two seconds finds


@pytest.fixture(scope="module")
def _module_server(make_server: Callable[..., Server]) -> Server:
    return make_server(workers=WORKERS)


@dataclass(frozen=True)
class Den:
    """A private room of Alice's, with Bob and, until he is taken out, Fred; each person's connections."""

    room_id: int
    said_by_fred: int
    people: dict[str, list[Listener]]

    def received(self, *names: str) -> str:
        """Return everything that the connections of some people received."""
        return json.dumps([one.received for name in names for one in self.people[name]], ensure_ascii=False)


OUTSIDE = ("charlie", "fred", "ada")


@asynccontextmanager
async def den(cast: Cast, server: Server) -> AsyncIterator[tuple[Den, dict[str, Caller]]]:
    """Open the room, with two connections for each person: they are in different processes, if there are two."""
    fred, ada = await asyncio.to_thread(server.register, "Fred"), await asyncio.to_thread(server.administrator)
    callers = {"alice": cast.alice, "bob": cast.bob, "charlie": cast.charlie, "fred": fred, "ada": ada}
    room = {"name": f"Before {uuid.uuid4().hex[:6]}", "visibility": "private", "members_may_invite": True}
    room_id = (await on(cast.alice, "POST", "/rooms", **room))["room"]["id"]
    await on(cast.alice, "POST", f"/rooms/{room_id}/members", user_ids=[cast.bob.user["id"], fred.user["id"]])
    said = await on(fred, "POST", f"/rooms/{room_id}/messages", content="I was here")
    async with listening(*(caller for caller in callers.values() for _ in range(2))) as listeners:
        people = {name: listeners[2 * place : 2 * place + 2] for place, name in enumerate(callers)}
        for name in ("alice", "bob", "fred"):
            await people[name][0].succeeds("join_room", room_id=room_id)
        yield Den(room_id, said["message"]["seq"], people), callers


async def on(caller: Caller, method: str, path: str, **body: Any) -> Any:
    """Make a request that must succeed, and return its answer."""
    answer = await asyncio.to_thread(caller.request, method, path, json=body or None)
    assert answer.is_success, (path, answer.text)
    return answer.json() if answer.content else None


async def fill(den: Den, callers: dict[str, Caller]) -> None:
    """Do everything that can be done in a room, each time with marked words."""
    alice, bob, room = callers["alice"], callers["bob"], f"/rooms/{den.room_id}"
    outside = " ".join(f"<@{den.people[name][0].all_of('ready')[0]['user']['id']}>" for name in OUTSIDE)
    await on(alice, "PATCH", room, name=f"{MARK} {uuid.uuid4().hex[:6]}", description=f"{MARK} topic")
    listener = den.people["bob"][0]
    await listener.succeeds("typing", room_id=den.room_id)
    first = await listener.says(den.room_id, f"{MARK} {outside}")
    await listener.says(den.room_id, f"{MARK} answer", reply_to=den.said_by_fred)
    await listener.succeeds("edit_message", room_id=den.room_id, seq=first["seq"], content=f"{MARK} edited {outside}")
    await listener.succeeds("react", room_id=den.room_id, seq=den.said_by_fred, emoji=EMOJI)
    await on(alice, "PUT", f"{room}/messages/{first['seq']}/pin")
    await on(alice, "PATCH", f"{room}/members/{bob.user['id']}", role="moderator")
    await on(alice, "PATCH", room, who_may_write="moderators", slow_mode_s=30)
    direct = (await on(bob, "POST", "/direct", user_ids=[alice.user["id"]]))["room"]["id"]
    await on(bob, "POST", f"/rooms/{direct}/messages", content=f"{MARK} between us")
    await on(alice, "POST", f"{room}/close")
    await on(alice, "POST", f"{room}/reopen")


async def ask(den: Den, listener: Listener) -> None:
    """Send every event about the room from outside; each is refused as if there was no such room."""
    place = {"room_id": den.room_id}
    message = {**place, "seq": den.said_by_fred}
    for room in (place, {**place, "since": 1}):
        assert await listener.refused("join_room", **room) == "not_found"
    assert await listener.refused("send_message", **place, content="hello") == "not_found"
    assert await listener.refused("typing", **place) == "not_allowed"  # asks no database, so it knows of no room
    assert await listener.refused("react", **message, emoji="👍") == "not_found"
    assert await listener.refused("mark_read", **message) == "not_found"
    assert await listener.refused("edit_message", **message, content="x") == "not_found"
    assert await listener.refused("delete_message", **message) == "not_found"
    answer = await listener.succeeds("sync", rooms={str(den.room_id): 1})
    assert den.room_id in answer["gone"]
    assert MARK not in json.dumps(answer)


async def test_nothing_of_a_private_room_is_received_outside(cast, server):
    start = server.log_position()
    async with den(cast, server) as (room, callers):
        reason = {"reason": "Finished"}
        await on(callers["alice"], "DELETE", f"/rooms/{room.room_id}/members/{callers['fred'].user['id']}", **reason)
        await fill(room, callers)
        for name in OUTSIDE:
            await ask(room, room.people[name][1])
        await asyncio.sleep(SETTLED_S)
        assert (MARK in room.received("alice"), MARK in room.received("bob")) == (True, True)
        assert [word for word in (MARK, EMOJI) if word in room.received(*OUTSIDE)] == []
        assert [one.all_of("room_deleted") for one in room.people["fred"]] == [[{"room_id": room.room_id}]] * 2
        assert str(room.room_id) not in json.dumps([one.all_of("room_deleted") for one in room.people["charlie"]])
        assert MARK not in server.log_since(start)


async def test_a_room_that_goes_private_is_gone_for_others_and_they_receive_nothing_newer(cast, server):
    async with listening(cast.alice, cast.bob, cast.charlie, cast.charlie) as [_alice, bob, *others]:
        path = f"/rooms/{cast.room_id}"
        await on(cast.alice, "PATCH", path, visibility="private")
        for one in others:
            await one.receives("room_deleted", lambda event: event == {"room_id": cast.room_id}, within_s=3)
        await bob.receives("room_updated", lambda event: event["room"]["visibility"] == "private")
        await on(cast.alice, "PATCH", path, name=f"{MARK} {uuid.uuid4().hex[:6]}")
        await on(cast.alice, "POST", f"{path}/messages", content=MARK)
        await bob.receives("room_activity", lambda event: event["last_message"]["content"] == MARK)
        await asyncio.sleep(SETTLED_S)
        assert [one for one in others if MARK in json.dumps(one.received)] == []
        await on(cast.alice, "PATCH", path, visibility="public")
        for one in others:
            await one.receives("room_updated", lambda event: event["room"]["visibility"] == "public", within_s=3)


async def test_who_is_added_receives_the_room_on_all_connections(cast, server):
    room = {"name": f"Den {uuid.uuid4().hex[:6]}", "visibility": "private"}
    room_id = (await on(cast.alice, "POST", "/rooms", **room))["room"]["id"]
    async with listening(cast.charlie, cast.charlie) as charlies:
        await on(cast.alice, "POST", f"/rooms/{room_id}/members", user_ids=[cast.charlie.user["id"]])
        for one in charlies:
            event = await one.receives("membership_changed", within_s=3)
            assert (event["room"]["name"], event["room"]["membership"]) == (room["name"], event["membership"])
        await on(cast.alice, "POST", f"/rooms/{room_id}/messages", content="Welcome")
        for one in charlies:
            await one.receives("room_activity", lambda event: event["last_message"]["content"] == "Welcome")
        await charlies[0].succeeds("join_room", room_id=room_id)


async def test_who_is_taken_out_while_sending_and_joining_neither_sends_nor_receives_anything_newer(cast, server):
    room = {"name": f"Den {uuid.uuid4().hex[:6]}", "visibility": "private"}
    room_id, charlie = (await on(cast.alice, "POST", "/rooms", **room))["room"]["id"], cast.charlie.user["id"]
    await on(cast.alice, "POST", f"/rooms/{room_id}/members", user_ids=[charlie])
    async with listening(cast.alice, cast.charlie, cast.charlie) as [alice, sending, joining]:
        for one in (alice, sending):
            await one.succeeds("join_room", room_id=room_id)
        answers: list[Any] = []

        async def send(listener: Listener) -> None:
            for number in range(40):
                answer = await listener.call("send_message", room_id=room_id, content=f"{number}")
                answers.append(answer)

        async def join() -> None:
            for _ in range(20):
                answers.append(await joining.call("join_room", room_id=room_id))
                await joining.call("leave_room", room_id=room_id)

        async def take_out() -> None:
            await alice.receives("new_message", lambda event: event["message"]["content"] == "5")
            await on(cast.alice, "DELETE", f"/rooms/{room_id}/members/{charlie}", reason="Bye")

        await asyncio.gather(send(alice), send(sending), join(), take_out())
        left = (await alice.receives("member_left", lambda event: event["user"]["id"] == charlie))["version"]
        await alice.receives("new_message", lambda event: event["message"]["version"] > left)
        by_charlie = [
            one["message"] for one in alice.all_of("new_message") if one["message"]["author"]["id"] == charlie
        ]
        assert [one["version"] for one in by_charlie if one["version"] > left] == []
        received = [one["message"]["version"] for who in (sending, joining) for one in who.all_of("new_message")]
        joined = [one["version"] for one in answers if one["ok"] and "version" in one]
        assert [version for version in received + joined if version > left] == []
        assert {one["error"]["code"] for one in answers if not one["ok"]} <= {"not_found", "rate_limited"}
        assert await sending.refused("join_room", room_id=room_id) == "not_found"


async def test_what_is_edited_after_someone_was_taken_out_is_not_read_for_them(cast, server):
    """The relay reads all of it together, as it is by then: the message was written while Charlie was still there."""
    room = {"name": f"Den {uuid.uuid4().hex[:6]}", "visibility": "private"}
    room_id = (await on(cast.alice, "POST", "/rooms", **room))["room"]["id"]
    await on(cast.alice, "POST", f"/rooms/{room_id}/members", user_ids=[cast.charlie.user["id"]])
    code = f"""
from accounts.models import User
from messaging.services import Draft, edit_message, post_messages
from rooms.moderation.services import remove_member
alice = User.objects.get(pk={cast.alice.user["id"]})
[said] = post_messages([Draft(alice.pk, {room_id}, "harmless")])
remove_member(room_id={room_id}, by=alice, user_id={cast.charlie.user["id"]}, reason="Bye")
edit_message(room_id={room_id}, seq=said.message["seq"], by=alice, content="{MARK}")
"""
    async with listening(cast.alice, cast.charlie) as [alice, charlie]:
        for one in (alice, charlie):
            await one.succeeds("join_room", room_id=room_id)
        await asyncio.to_thread(server.run, code)
        await alice.receives("message_updated", lambda event: event["message"]["content"] == MARK, within_s=6)
        await charlie.receives("room_deleted", lambda event: event == {"room_id": room_id}, within_s=6)
        assert MARK not in json.dumps(charlie.received)


async def test_what_a_command_does_to_memberships_is_received_by_the_sweep(cast, server):
    """A command announces nothing here: without Redis the process learns of it from the database alone."""
    room = {"name": f"Den {uuid.uuid4().hex[:6]}", "visibility": "private"}
    room_id = (await on(cast.alice, "POST", "/rooms", **room))["room"]["id"]
    owner = f"User.objects.get(pk={cast.alice.user['id']})"
    charlie = cast.charlie.user["id"]
    add = f"add_members(room_id={room_id}, by={owner}, user_ids=[{charlie}])"
    remove = f"remove_member(room_id={room_id}, by={owner}, user_id={charlie}, reason='Bye')"
    begin = "from accounts.models import User\nfrom rooms.access.services import add_members\n"
    begin += "from rooms.moderation.services import remove_member\n"
    async with listening(cast.charlie) as [listener]:
        await asyncio.sleep(SETTLED_S)
        await asyncio.to_thread(server.run, begin + add)
        await listener.receives("membership_changed", lambda event: event["room_id"] == room_id, within_s=6)
        await on(cast.alice, "POST", f"/rooms/{room_id}/messages", content="Welcome")
        await listener.receives("room_activity", lambda event: event["room_id"] == room_id, within_s=6)
        await listener.succeeds("join_room", room_id=room_id)
        await asyncio.to_thread(server.run, begin + remove)
        await on(cast.alice, "PATCH", f"/rooms/{room_id}", name=f"{MARK} {uuid.uuid4().hex[:6]}")
        await on(cast.alice, "POST", f"/rooms/{room_id}/messages", content=MARK)
        await listener.receives("room_deleted", lambda event: event == {"room_id": room_id}, within_s=6)
        await asyncio.sleep(SETTLED_S)
        assert MARK not in json.dumps(listener.received)


async def test_a_process_that_has_just_started_withdraws_a_room_that_goes_private(make_server):
    """Its first sweep is two seconds away."""
    server = await asyncio.to_thread(make_server)
    alice, charlie = [await asyncio.to_thread(server.register, name) for name in ("Alice", "Charlie")]
    room_id = (await on(alice, "POST", "/rooms", name="Hall"))["room"]["id"]
    await asyncio.to_thread(server.restart)
    async with listening(charlie) as [listener]:
        await on(alice, "PATCH", f"/rooms/{room_id}", visibility="private")
        await listener.receives("room_deleted", lambda event: event == {"room_id": room_id}, within_s=3)
