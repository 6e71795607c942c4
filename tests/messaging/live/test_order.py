"""What one connection asks takes effect in the order in which it asked, though it waits for no answer in between."""

import asyncio
import random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.contract.errors import NotFound
from messaging.live import groups
from messaging.live.handlers import join_room, leave_room
from tests.messaging.live.conftest import new_room
from tests.messaging.live.crowd import NO_LIMITS
from tests.support.node import node_client
from tests.support.sockets import listening

LIMITS = NO_LIMITS | {"RATE_TYPING": "10000/10000", "RATE_OTHER": "10000/10000"}
ROOMS = (1, 2, 3)


class Connection:
    """A connection, by the groups that it is in."""

    def __init__(self):
        self.state: dict = {}
        self.groups: set[str] = set()

    def join(self, group):
        self.groups.add(group)

    def leave(self, group):
        self.groups.discard(group)


async def join_slowly(socket, room_id, turns):
    """Join after so many turns of the loop; fail after a negative number of them."""
    for _ in range(abs(turns)):
        await asyncio.sleep(0)
    if turns < 0:
        raise NotFound
    socket.join(groups.room(room_id))
    return {}


Steps = st.lists(st.tuples(st.sampled_from(ROOMS), st.booleans(), st.integers(-4, 8)), max_size=30)


def expected(steps) -> set[str]:
    """Return the groups that the last successful event of each room leaves."""
    last = {room_id: joins for room_id, joins, turns in steps if not (joins and turns < 0)}
    return {groups.room(room_id) for room_id, joins in last.items() if joins}


@given(Steps)
def test_the_last_of_joining_and_leaving_decides(steps):
    async def run() -> set[str]:
        socket = Connection()
        chat = SimpleNamespace(joins=SimpleNamespace(join=join_slowly))
        handled = [
            (join_room if joins else leave_room)(chat, socket, {"room_id": room_id, "since": turns})
            for room_id, joins, turns in steps
        ]
        await asyncio.gather(*handled, return_exceptions=True)
        assert not socket.state.get("turns"), "a turn that is over leaves nothing behind"
        return socket.groups

    assert asyncio.run(run()) == expected(steps)


@pytest.fixture
def rooms(make_server, request):
    server = make_server(env=LIMITS)
    alice, bob = server.register("Alice"), server.register("Bob")
    return bob, [new_room(alice, f"{request.node.name[:40]} {n}", bob) for n in ROOMS]


def wishes(room_ids: list[int], seed: int) -> list[tuple[str, dict[str, int]]]:
    """Return joins and leaves of the rooms, in any order."""
    chance = random.Random(seed)
    return [
        (chance.choice(["join_room", "leave_room"]), {"room_id": chance.choice(room_ids)})
        for _ in range(chance.randint(2, 12))
    ]


def subscribed(events) -> set[int]:
    last = {payload["room_id"]: event for event, payload in events}
    return {room_id for room_id, event in last.items() if event == "join_room"}


async def test_a_stock_python_client_is_where_its_last_event_says(rooms):
    bob, room_ids = rooms
    async with listening(bob) as [listener]:
        for seed in range(100):
            events = [*(("leave_room", {"room_id": room_id}) for room_id in room_ids), *wishes(room_ids, seed)]
            for event, payload in events:
                await listener.client.emit(event, payload)
            answers = {room_id: await listener.call("typing", room_id=room_id) for room_id in room_ids}
            assert {room for room, answer in answers.items() if answer["ok"]} == subscribed(events), (seed, events)


@pytest.mark.node
async def test_a_stock_node_client_is_where_its_last_event_says(rooms):
    bob, room_ids = rooms
    async with node_client(bob, room_ids[0]) as phone, listening(bob) as [watcher]:
        for room_id in room_ids:
            await watcher.succeeds("join_room", room_id=room_id)
        for seed in range(10):
            events = wishes(room_ids, seed)
            typing = [("typing", {"room_id": room_id, "is_typing": bool(seed % 2)}) for room_id in room_ids]
            start = [("leave_room", {"room_id": room_id}) for room_id in room_ids]
            await phone.sends([*start, *events, *typing])
            refused = len(room_ids) - len(subscribed(events))
            for _ in range(refused):
                assert (await phone.receives("error_message"))["event"] == "typing"
            for _ in subscribed(events):
                await watcher.receives("typing")
                watcher.received.remove(next(one for one in watcher.received if one[0] == "typing"))
            assert not watcher.all_of("typing"), (seed, events)
