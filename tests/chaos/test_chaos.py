"""The quick form of ``bin/chaos``: some of its faults, once each."""

from contextlib import AbstractContextManager

import pytest

from tests.chaos import world
from tests.chaos.checker import KINDS
from tests.chaos.world import World

pytestmark = pytest.mark.slow


async def nothing_is_wrong_after(place: AbstractContextManager[World], *faults: world.Fault) -> None:
    with place as installation:
        for fault in faults:
            found = await installation.suffer(fault, before_s=1, after_s=1)
            assert found == {kind: [] for kind in KINDS}, fault.__name__


async def test_one_process_on_sqlite():
    await nothing_is_wrong_after(world.on_sqlite(), world.resets, world.server_killed)


@pytest.mark.mariadb
@pytest.mark.redis
async def test_two_workers_on_mariadb():
    await nothing_is_wrong_after(world.on_mariadb(), world.answers_lost, world.worker_killed, world.redis_killed)
