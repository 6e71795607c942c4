"""The whole server is killed while people talk, and started again: promises P1 to P5 from their logs."""

import asyncio
from collections.abc import Callable

import pytest

from tests.messaging.live.conftest import WORKERS, new_room
from tests.messaging.live.crowd import NO_LIMITS, talking
from tests.support.server import Server


@pytest.fixture(scope="module")
def _module_server(make_server: Callable[..., Server]) -> Server:
    return make_server(workers=WORKERS, env=NO_LIMITS)


async def test_with_the_server_killed_in_five_hundred_sends_the_promises_hold(server):
    people = [server.register(name) for name in ("Alice", "Bob", "Carol", "Dave")]
    async with talking(people, new_room(people[0], "Crash", *people[1:])) as crowd:
        talk = asyncio.create_task(crowd.talk(500))
        await crowd.acknowledged(200)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        await talk
        await crowd.everything_seen(500, within_s=5)
        await crowd.assert_promises(500)
        assert [talker.joins for talker in crowd.talkers] == [2, 2, 2, 2]
