"""A server with people and a room, for the tests of live events."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.support.callers import Caller
from tests.support.fixtures import LANE_REDIS
from tests.support.server import Server

# With Redis every test of live events has people in different processes; without it there is only one.
WORKERS = 2 if LANE_REDIS else 1


@pytest.fixture(scope="module")
def _module_server(make_server: Callable[..., Server]) -> Server:
    return make_server(workers=WORKERS)


@dataclass(frozen=True)
class Cast:
    """Alice owns the room, Bob is a member, Charlie is outside."""

    alice: Caller
    bob: Caller
    charlie: Caller
    room_id: int


def new_room(owner: Caller, name: str, *members: Caller) -> int:
    """Create a room and let people in; return its id."""
    room_id = owner.post("/rooms", json={"name": name}).json()["room"]["id"]
    for member in members:
        assert member.post(f"/rooms/{room_id}/join").is_success
    return room_id


@pytest.fixture
def cast(server: Server, request: pytest.FixtureRequest) -> Cast:
    """Return people of this test's own and their room."""
    alice, bob, charlie = (server.register(name) for name in ("Alice", "Bob", "Charlie"))
    room_id = new_room(alice, f"{request.node.name[:40]} {alice.user['id']}", bob)
    return Cast(alice, bob, charlie, room_id)
