"""What the people outside a room receive of it: once, however it was learnt."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, Notice, Revocation, RoomChange
from messaging.live.room_index import ABOUT_MESSAGES, RoomIndex
from rooms.queries import RoomVersions


class Site:
    """Rooms in memory, and what was sent of them."""

    def __init__(self):
        self.versions: dict[int, RoomVersions] = {1: RoomVersions(1, 1)}
        self.sent: list[tuple[int, int]] = []
        self.news: list[int] = []
        self.index = RoomIndex(
            self.read_versions,
            self.read_changes,
            notify_outsiders=lambda change: self.sent.append((change.room_id, change.version)),
            notify_activity=self.news.append,
        )

    async def read_versions(self):
        return dict(self.versions)

    async def read_changes(self, room_ids):
        return [self.change(room_id) for room_id in room_ids]

    def change(self, room_id: int = 1) -> RoomChange:
        version = self.versions[room_id].room_version
        return RoomChange(room_id, version, ServerEvent.ROOM_UPDATED, {}, Audience.EVERYONE)

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
    site.versions[1] = RoomVersions(2, 2)
    site.index.changed(site.change())
    site.index.room_changed(site.change())
    await site.index.sweep()
    assert (site.sent, site.news) == ([(1, 2)], [])


async def test_what_no_notification_brought_is_found_once(site):
    site.versions |= {1: RoomVersions(5, 5), 2: RoomVersions(1, 1)}
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
    site.versions[1] = RoomVersions(5, 5)
    await site.index.sweep()
    site.index.room_changed(site.change())
    assert site.sent == [(1, 5)]


def test_announcements_survive_the_way_to_another_process():
    announcements = [
        RoomChange(1, 2, ServerEvent.NEW_MESSAGE, {"room_id": 1}, Audience.EVERYONE),
        Notice(ServerEvent.ROOM_READ, {"room_id": 1}, user_id=3),
        Revocation(user_id=3, reason="logged_out", session_hash="abc"),
    ]
    assert realtime.decode(realtime.encode(announcements)) == announcements
