"""A change of a room reaches each connection once, wherever it is; a person is spoken of by their present name."""

import asyncio
import itertools
import random

import pytest

from tests.messaging.live.conftest import new_room
from tests.support.sockets import Listener, listening

CHANGES = {
    "room_updated": ("PATCH", "", {"description": "new"}),
    "room_closed": ("POST", "/close", {}),
    "room_deleted": ("DELETE", "", {}),
}
BEYOND_A_SWEEP_S = 2.5


def about(listener: Listener, event: str, room_id: int) -> list[dict]:
    """Return what was received of one room."""
    return [one for one in listener.all_of(event) if one.get("room_id", one.get("room", {}).get("id")) == room_id]


@pytest.mark.parametrize("event", CHANGES)
@pytest.mark.parametrize("over", ["http", "a command"])
async def test_inside_and_outside_receive_a_change_of_a_room_once(cast, server, event, over):
    method, path, body = CHANGES[event]
    async with listening(cast.alice, cast.bob, cast.bob, cast.charlie) as [owner, inside, elsewhere, outside]:
        await owner.succeeds("join_room", room_id=cast.room_id)
        await inside.succeeds("join_room", room_id=cast.room_id)
        await elsewhere.succeeds("join_room", room_id=cast.room_id)
        await elsewhere.succeeds("leave_room", room_id=cast.room_id)
        if over == "http":
            answer = await asyncio.to_thread(cast.alice.request, method, f"/rooms/{cast.room_id}{path}", json=body)
            assert answer.is_success
        else:
            await asyncio.to_thread(server.run, _command(event, cast.room_id, cast.alice.user["id"]))
        everyone = (owner, inside, elsewhere, outside)
        for person in everyone:
            await person.receives(event, lambda one: one.get("room_id", one.get("room", {}).get("id")) == cast.room_id)
        await asyncio.sleep(BEYOND_A_SWEEP_S)
        assert [len(about(person, event, cast.room_id)) for person in everyone] == [1, 1, 1, 1]


def _command(event: str, room_id: int, user_id: int) -> str:
    call = {
        "room_updated": 'services.update_room(room_id=room, by=user, description="new")',
        "room_closed": "services.close_room(room_id=room, by=user)",
        "room_deleted": "services.delete_room(room_id=room, by=user)",
    }[event]
    return f"""
from accounts.models import User
from rooms import services
user, room = User.objects.get(pk={user_id}), {room_id}
{call}
"""


async def test_whatever_happens_to_a_room_each_change_is_received_once(cast):
    chance = random.Random(cast.room_id)
    steps = [("PATCH", ""), ("POST", "/close"), ("POST", "/reopen")]
    room_ids = [await asyncio.to_thread(new_room, cast.alice, f"Once {cast.room_id} {n}", cast.bob) for n in range(3)]
    async with listening(cast.bob, cast.charlie) as [inside, outside]:
        for room_id, number in itertools.product(room_ids, range(4)):
            await inside.succeeds(chance.choice(["join_room", "leave_room"]), room_id=room_id)
            method, path = chance.choice(steps)
            body = {"description": f"number {number}"} if method == "PATCH" else {}
            await asyncio.to_thread(cast.alice.request, method, f"/rooms/{room_id}{path}", json=body)
        for room_id in room_ids:
            await asyncio.to_thread(cast.alice.delete, f"/rooms/{room_id}")
        for room_id, person in itertools.product(room_ids, (inside, outside)):
            await person.receives("room_deleted", lambda one: one["room_id"] == room_id)  # noqa: B023
        await asyncio.sleep(BEYOND_A_SWEEP_S)
        for room_id, person in itertools.product(room_ids, (inside, outside)):
            assert len(about(person, "room_deleted", room_id)) == 1
            received = [one["room"]["version"] for one in about(person, "room_updated", room_id)]
            received += [one["version"] for one in about(person, "room_closed", room_id)]
            assert len(received) == len(set(received))


async def test_who_types_has_their_present_name(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        for person in (alice, bob):
            await person.succeeds("join_room", room_id=cast.room_id)
        for name in ("Alicia", "Al"):
            await asyncio.to_thread(cast.alice.put, "/auth/profile", json={"name": name})
            await alice.receives("user_updated", lambda event: event["user"]["name"] == name)  # noqa: B023
            await alice.succeeds("typing", room_id=cast.room_id)
            await bob.receives("typing", lambda event: event["user"]["name"] == name)  # noqa: B023
        assert [event["user"]["name"] for event in bob.all_of("typing")] == ["Alicia", "Al"]
