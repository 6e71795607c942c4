"""People with different stock clients in one room: the same messages in the same order for all."""

import asyncio

import pytest

from tests.support.node import node_client
from tests.support.sockets import listening

pytestmark = pytest.mark.node


async def test_a_node_client_and_a_python_client_receive_the_same_in_the_same_order(cast):
    async with listening(cast.alice) as [alice], node_client(cast.bob, cast.room_id) as bob:
        await alice.succeeds("join_room", room_id=cast.room_id)
        for number in range(10):
            await asyncio.gather(alice.says(cast.room_id, f"python {number}"), bob.says(f"node {number}"))
        await alice.receives("new_message", lambda _: len(alice.all_of("new_message")) == 20)
        while len(bob.all_of("new_message")) < 20:
            await bob.receives("new_message")
        assert bob.all_of("new_message") == alice.all_of("new_message")
        await alice.succeeds("typing", room_id=cast.room_id)
        assert (await bob.receives("typing"))["user"]["id"] == alice.user_id
        await asyncio.to_thread(cast.alice.post, f"/rooms/{cast.room_id}/close")
        assert (await bob.receives("room_closed"))["room_id"] == cast.room_id
        await asyncio.to_thread(cast.alice.delete, f"/rooms/{cast.room_id}")
        assert (await bob.receives("room_deleted"))["room_id"] == cast.room_id
