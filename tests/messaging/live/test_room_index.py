"""What the people outside a room receive of it: once, however it was learnt."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, Notice, Revocation, RoomChange
from messaging.live.room_index import ABOUT_MESSAGES, MAX_ROOMS_PER_SWEEP, ReadRooms, RoomIndex
from rooms.versions import RoomVersions, Total, block_of


def total_of(rooms: dict[int, RoomVersions]) -> Total:
    return Total(len(rooms), sum(rooms), sum(versions.version for versions in rooms.values()))


class Site:
    """Rooms in memory, and what was sent of them."""

    def __init__(self):
        self.versions: dict[int, RoomVersions] = {1: RoomVersions(1, 1, is_public=True)}
        self.sent: list[tuple[int, int]] = []
        self.news: list[int] = []
        self.withdrawn: list[int] = []
        self.notified: list[Notice] = []
        self.seats: dict[int, Notice] = {}  # by the version at which it became so
        self.asked: list[int] = []  # blocks that the last sweep read
        self.index = RoomIndex(
            ReadRooms(
                self.read_versions,
                self.read_total,
                self.read_totals,
                self.read_versions_in,
                self.read_changes,
                self.read_seats,
            ),
            notify_outsiders=lambda change: self.sent.append((change.room_id, change.version)),
            notify_withdrawn=lambda change: self.withdrawn.append(change.version),
            notify_person=self.notified.append,
            notify_activity=self.news.append,
        )

    async def read_versions(self):
        return dict(self.versions)

    async def read_total(self):
        self.asked = []
        return total_of(self.versions)

    async def read_totals(self):
        return {block: total_of(self.in_block(block)) for block in {block_of(room_id) for room_id in self.versions}}

    async def read_versions_in(self, blocks):
        self.asked = blocks
        return {room_id: versions for block in blocks for room_id, versions in self.in_block(block).items()}

    def in_block(self, block: int) -> dict[int, RoomVersions]:
        return {room_id: versions for room_id, versions in self.versions.items() if block_of(room_id) == block}

    async def read_changes(self, room_ids):
        return [self.change(room_id) for room_id in room_ids]

    async def read_seats(self, since):
        return [notice for version, notice in self.seats.items() if version > since.get(1, version)]

    def change(self, room_id: int = 1) -> RoomChange:
        versions = self.versions[room_id]
        audience = Audience.EVERYONE if versions.is_public else Audience.MEMBERS
        return RoomChange(room_id, versions.room_version, ServerEvent.ROOM_UPDATED, {}, audience)

    def happens(self, event: ServerEvent, *, is_announced: bool = True) -> RoomChange:
        """Make the room's next change, and announce it."""
        self.versions[1] = self.versions[1]._replace(version=self.versions[1].version + 1)
        change = RoomChange(1, self.versions[1].version, event, {})
        if is_announced:
            self.index.changed(change)
        return change


@pytest.fixture
async def site() -> Site:
    site = Site()
    await site.index.sweep()
    return site


async def test_the_first_sweep_sends_nothing(site):
    assert (site.sent, site.news) == ([], [])


async def test_a_notification_is_sent_on_and_the_sweep_has_nothing_to_add(site):
    site.versions[1] = RoomVersions(2, 2, is_public=True)
    site.index.changed(site.change())
    site.index.room_changed(site.change())
    await site.index.sweep()
    assert (site.sent, site.news) == ([(1, 2)], [])


async def test_what_no_notification_brought_is_found_once(site):
    site.versions |= {1: RoomVersions(5, 5, is_public=True), 2: RoomVersions(1, 1, is_public=True)}
    await site.index.sweep()
    await site.index.sweep()
    assert (site.sent, site.news) == ([(1, 5), (2, 1)], [1, 2])


@pytest.mark.parametrize("event", [ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED])
async def test_every_change_of_a_message_is_news(site, event):
    site.happens(event)
    await site.index.sweep()
    assert site.news == [1]
    site.happens(event, is_announced=False)
    await site.index.sweep()
    assert site.news == [1, 1]


async def test_members_who_come_and_go_are_no_news(site):
    site.happens(ServerEvent.MEMBER_JOINED)
    site.happens(ServerEvent.MEMBER_LEFT)
    await site.index.sweep()
    assert site.news == []


@given(st.lists(st.tuples(st.sampled_from([*ABOUT_MESSAGES, ServerEvent.MEMBER_JOINED]), st.booleans(), st.booleans())))
def test_whatever_notifications_are_lost_or_late_every_change_of_a_message_is_announced(steps):
    """Each step is a change: whether its notification is late, and whether a sweep follows."""

    async def run() -> None:
        site = Site()
        await site.index.sweep()
        late = []
        for event, is_late, sweeps in steps:
            before = len(site.news)
            change = site.happens(event, is_announced=not is_late)
            late += [change] if is_late else []
            if sweeps:
                await site.index.sweep()
            assert is_late or event not in ABOUT_MESSAGES or len(site.news) > before
        for change in late[::2]:  # the others are lost
            site.index.changed(change)
        before = len(site.news)
        await site.index.sweep()
        lost = [change for change in late[1::2] if change.event in ABOUT_MESSAGES]
        assert not lost or site.news
        await site.index.sweep()
        assert len(site.news) <= before + 1

    asyncio.run(run())


async def test_a_notification_after_the_sweep_is_not_sent_again(site):
    site.versions[1] = RoomVersions(5, 5, is_public=True)
    await site.index.sweep()
    site.index.room_changed(site.change())
    assert site.sent == [(1, 5)]


async def test_a_room_that_is_no_longer_public_is_taken_from_the_others_once(site):
    for version, is_public in ((2, False), (3, False), (4, True), (5, False)):
        site.versions[1] = RoomVersions(version, version, is_public)
        site.index.room_changed(site.change())
        site.index.room_changed(site.change())
    assert site.withdrawn == [2, 5]
    assert site.sent == [(1, 2), (1, 3), (1, 4), (1, 5)]


async def test_the_sweep_finds_that_a_room_went_private(site):
    site.versions[1] = RoomVersions(5, 5, is_public=False)
    await site.index.sweep()
    await site.index.sweep()
    assert (site.withdrawn, site.sent) == ([5], [(1, 5)])


async def test_of_a_room_that_was_never_public_others_learn_nothing(site):
    site.versions[2] = RoomVersions(1, 2, is_public=False)
    site.index.room_changed(site.change(2))
    await site.index.sweep()
    assert site.withdrawn == []


async def test_who_was_added_or_taken_out_unannounced_is_notified_by_the_sweep(site):
    added = Notice(ServerEvent.MEMBERSHIP_CHANGED, {"room_id": 1, "membership": {}}, user_id=3)
    site.happens(ServerEvent.MEMBER_JOINED)
    site.happens(ServerEvent.MEMBER_JOINED, is_announced=False)
    site.seats = {2: Notice(ServerEvent.MEMBERSHIP_CHANGED, {}, user_id=9), 3: added}
    await site.index.sweep()
    await site.index.sweep()
    assert site.notified == [added]


async def test_a_sweep_reads_only_the_rooms_around_one_that_changed(site):
    site.versions |= {room_id: RoomVersions(1, 1, is_public=True) for room_id in (2, 70, 700)}
    await site.index.sweep()
    site.versions[70] = RoomVersions(1, 2, is_public=True)
    site.happens(ServerEvent.NEW_MESSAGE)
    await site.index.sweep()
    assert (site.asked, site.news[-2:]) == ([block_of(70)], [1, 70])
    await site.index.sweep()
    assert site.asked == []


async def test_a_purged_room_is_forgotten_also_when_a_new_one_has_its_version(site):
    site.versions = {2: site.versions[1]}
    await site.index.sweep()
    await site.index.sweep()
    assert (site.sent, site.asked) == ([(2, 1)], [])


async def test_a_change_whose_notification_arrives_during_the_sweep_hides_no_other(site):
    """The sum that the database returns has the unannounced change; the notification counts as much on our side."""
    site.versions[2] = RoomVersions(1, 1, is_public=True)
    await site.index.sweep()
    site.news.clear()
    site.happens(ServerEvent.NEW_MESSAGE, is_announced=False)

    async def read_total():
        found = total_of(site.versions)
        site.index.changed(RoomChange(2, 2, ServerEvent.NEW_MESSAGE, {}))
        site.versions[2] = RoomVersions(1, 2, is_public=True)
        return found

    site.index.read = replace(site.index.read, total=read_total)
    await site.index.sweep()
    assert site.news == [2, 1]


async def test_of_many_rooms_that_changed_at_once_the_next_sweep_announces_the_rest(site):
    count = MAX_ROOMS_PER_SWEEP + 20
    site.versions = {room_id: RoomVersions(2, 2, is_public=True) for room_id in range(1, count + 1)}
    await site.index.sweep()
    assert len(site.sent) == MAX_ROOMS_PER_SWEEP
    await site.index.sweep()
    assert sorted(site.sent) == [(room_id, 2) for room_id in range(1, count + 1)]


async def test_what_happens_before_the_first_sweep_is_announced_to_those_who_are_here():
    site = Site()
    await site.index.load()
    site.versions[1] = RoomVersions(2, 2, is_public=False)
    site.index.room_changed(site.change())
    assert site.withdrawn == [2]


async def test_many_who_arrive_at_once_wait_for_one_reading():
    site, readings = Site(), []

    async def read_versions():
        readings.append(1)
        await asyncio.sleep(0)
        return dict(site.versions)

    site.index.read = replace(site.index.read, versions=read_versions)
    await asyncio.gather(*(site.index.load() for _ in range(5)))
    assert readings == [1]


def test_announcements_survive_the_way_to_another_process():
    announcements = [
        RoomChange(1, 2, ServerEvent.NEW_MESSAGE, {"room_id": 1}, Audience.EVERYONE),
        RoomChange(1, 3, ServerEvent.ROOM_UPDATED, {"room_id": 1}, Audience.MEMBERS, [3, 4]),
        Notice(ServerEvent.ROOM_READ, {"room_id": 1}, user_id=3),
        Revocation(user_id=3, reason="logged_out", session_hash="abc"),
    ]
    assert realtime.decode(realtime.encode(announcements)) == announcements
