"""What the people outside a room are told of it: once, however it was learnt."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, Cut, Notice, RoomChange
from messaging.live.room_index import ABOUT_MESSAGES, Lobby
from rooms.queries import Mark


class Site:
    """Rooms in memory, and what was told of them."""

    def __init__(self):
        self.marks: dict[int, Mark] = {1: Mark(1, 1)}
        self.told: list[tuple[int, int]] = []
        self.news: list[int] = []
        self.lobby = Lobby(
            self.read_marks,
            self.read_changes,
            tell=lambda change: self.told.append((change.room_id, change.version)),
            tell_news=self.news.append,
        )

    async def read_marks(self):
        return dict(self.marks)

    async def read_changes(self, room_ids):
        return [self.change(room_id) for room_id in room_ids]

    def change(self, room_id: int = 1) -> RoomChange:
        version = self.marks[room_id].room_version
        return RoomChange(room_id, version, ServerEvent.ROOM_UPDATED, {}, Audience.EVERYONE)

    def happens(self, event: ServerEvent, *, rings: bool = True) -> RoomChange:
        """Make the room's next change, and ring."""
        self.marks[1] = self.marks[1]._replace(version=self.marks[1].version + 1)
        change = RoomChange(1, self.marks[1].version, event, {})
        if rings:
            self.lobby.changed(change)
        return change


@pytest.fixture
async def site() -> Site:
    site = Site()
    await site.lobby.sweep()
    return site


async def test_the_first_look_tells_nothing(site):
    assert (site.told, site.news) == ([], [])


async def test_a_ring_is_told_and_the_sweep_has_nothing_to_add(site):
    site.marks[1] = Mark(2, 2)
    site.lobby.changed(site.change())
    site.lobby.room_changed(site.change())
    await site.lobby.sweep()
    assert (site.told, site.news) == ([(1, 2)], [])


async def test_what_no_ring_brought_is_found_once(site):
    site.marks |= {1: Mark(5, 5), 2: Mark(1, 1)}
    await site.lobby.sweep()
    await site.lobby.sweep()
    assert (site.told, site.news) == ([(1, 5), (2, 1)], [1, 2])


@pytest.mark.parametrize("event", [ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED])
async def test_every_change_of_a_message_is_news(site, event):
    site.happens(event)
    await site.lobby.sweep()
    assert site.news == [1]
    site.happens(event, rings=False)
    await site.lobby.sweep()
    assert site.news == [1, 1]


async def test_members_who_come_and_go_are_no_news(site):
    site.happens(ServerEvent.MEMBER_JOINED)
    site.happens(ServerEvent.MEMBER_LEFT)
    await site.lobby.sweep()
    assert site.news == []


@given(st.lists(st.tuples(st.sampled_from([*ABOUT_MESSAGES, ServerEvent.MEMBER_JOINED]), st.booleans(), st.booleans())))
def test_whatever_rings_are_lost_late_or_swept_no_change_of_a_message_stays_untold(steps):
    """Each step is a change: whether its ring is late, and whether a sweep follows."""

    async def run() -> None:
        site = Site()
        await site.lobby.sweep()
        late = []
        for event, is_late, sweeps in steps:
            before = len(site.news)
            change = site.happens(event, rings=not is_late)
            late += [change] if is_late else []
            if sweeps:
                await site.lobby.sweep()
            assert is_late or event not in ABOUT_MESSAGES or len(site.news) > before
        for change in late[::2]:  # the others are lost
            site.lobby.changed(change)
        before = len(site.news)
        await site.lobby.sweep()
        lost = [change for change in late[1::2] if change.event in ABOUT_MESSAGES]
        assert not lost or site.news
        await site.lobby.sweep()
        assert len(site.news) <= before + 1

    asyncio.run(run())


async def test_a_ring_that_comes_after_the_sweep_is_not_told_again(site):
    site.marks[1] = Mark(5, 5)
    await site.lobby.sweep()
    site.lobby.room_changed(site.change())
    assert site.told == [(1, 5)]


def test_announcements_survive_the_way_to_another_process():
    announcements = [
        RoomChange(1, 2, ServerEvent.NEW_MESSAGE, {"room_id": 1}, Audience.EVERYONE),
        Notice(ServerEvent.ROOM_READ, {"room_id": 1}, user_id=3),
        Cut(user_id=3, reason="logged_out", session_hash="abc"),
    ]
    assert realtime.decode(realtime.encode(announcements)) == announcements
