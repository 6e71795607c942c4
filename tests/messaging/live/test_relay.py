"""The relay against a record in memory that notifies late, twice, in any order or never."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from messaging.live.relay import Relay
from messaging.queries import Changes

ROOM = 7
STEP = 3


class Record:
    """A room's log, and a relay that delivers it."""

    def __init__(self):
        self.version = 0
        self.reads = 0
        self.is_up = True
        self.delivered: list[int] = []
        self.read: list[int] = []
        self.relay = Relay(
            self.versions,
            self.changes,
            lambda delivery: self.delivered.append(delivery.change.version),
            lambda filled: self.read.extend(delivery.change.version for delivery in filled),
        )

    def commit(self, count: int = 1) -> list[RoomChange]:
        start = self.version
        self.version += count
        return [self.change(version) for version in range(start + 1, self.version + 1)]

    def change(self, version: int) -> RoomChange:
        return RoomChange(ROOM, version, ServerEvent.NEW_MESSAGE, {})

    async def versions(self, room_ids):
        self._check()
        return dict.fromkeys(room_ids, self.version)

    async def changes(self, room_id, since):
        self._check()
        self.reads += 1
        await asyncio.sleep(0)
        upto = min(self.version, since + STEP)
        return Changes([self.change(version) for version in range(since + 1, upto + 1)], upto, upto == self.version)

    def _check(self):
        if not self.is_up:
            raise ConnectionError("the database is away")

    async def settle(self):
        while tasks := list(self.relay._healing.values()):
            await asyncio.wait(tasks)
            await asyncio.sleep(0)


@pytest.fixture
def record() -> Record:
    return Record()


def always(_room_id: int) -> bool:
    return True


async def test_notifications_in_order_are_delivered_without_reading(record):
    await record.relay.watch(ROOM)
    for change in record.commit(5):
        record.relay.receive(change)
    assert record.delivered == [1, 2, 3, 4, 5]
    assert record.reads == 0


async def test_notifications_that_overtake_each_other_are_put_in_order_without_reading(record):
    await record.relay.watch(ROOM)
    for change in reversed(record.commit(5)):
        record.relay.receive(change)
    await record.settle()
    assert record.delivered == [1, 2, 3, 4, 5]
    assert record.reads == 0


async def test_a_lost_notification_is_read_when_a_later_one_shows_the_gap(record):
    await record.relay.watch(ROOM)
    record.relay.receive(record.commit(8)[-1])
    await record.settle()
    assert record.delivered == list(range(1, 9))


async def test_a_lost_last_notification_is_found_by_the_sweep(record):
    await record.relay.watch(ROOM)
    record.commit(2)
    await record.relay.sweep(always)
    await record.settle()
    assert record.delivered == [1, 2]


async def test_who_leaves_in_what_is_read_is_let_go_before_any_of_it_is_delivered(record):
    await record.relay.watch(ROOM)
    record.commit(2)
    record.relay.part = lambda filled: record.delivered.append(-len(filled))
    await record.relay.sweep(always)
    await record.settle()
    assert record.delivered == [-2, 1, 2]


async def test_a_room_that_no_one_watches_is_forgotten(record):
    await record.relay.watch(ROOM)
    await record.relay.sweep(lambda _room_id: False)
    assert record.relay.feeds == {}
    record.relay.receive(record.commit()[0])
    assert record.delivered == []


async def test_a_room_is_watched_from_the_version_of_now(record):
    record.commit(100)
    await record.relay.watch(ROOM)
    record.relay.receive(record.commit()[0])
    assert record.delivered == [101]


async def test_a_database_that_is_away_is_asked_again(record):
    await record.relay.watch(ROOM)
    record.is_up = False
    record.relay.receive(record.commit(2)[-1])
    await record.settle()
    assert record.delivered == []
    record.is_up = True
    await record.relay.sweep(always)
    await record.settle()
    assert record.delivered == [1, 2]


async def test_bringing_a_feed_up_delivers_what_it_lacks(record):
    feed = await record.relay.watch(ROOM)
    record.commit(10)
    await record.relay.bring_to(feed, 10)
    assert record.delivered == list(range(1, 11))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.permutations(range(6)), st.sets(st.integers(0, 5))), max_size=8))
def test_whatever_happens_to_the_notifications_everything_arrives_once_and_in_order(bursts):
    async def run():
        record = Record()
        await record.relay.watch(ROOM)
        for count, order, lost in bursts:
            changes = record.commit(count)
            for place in order:
                if place < count and place not in lost:
                    record.relay.receive(changes[place])
            await asyncio.sleep(0)
        await record.relay.sweep(always)
        await record.settle()
        return record

    record = asyncio.run(run())
    assert record.delivered == list(range(1, record.version + 1))
