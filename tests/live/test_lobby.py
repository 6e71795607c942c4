"""What the people outside a room are told of it: once, however it was learnt."""

import pytest

from chatsite import realtime
from chatsite.events import ServerEvent
from chatsite.realtime import Audience, Cut, Notice, RoomChange
from messaging.lobby import Lobby
from rooms.queries import Mark


class Site:
    """Rooms in memory, and what was told of them."""

    def __init__(self):
        self.marks: dict[int, Mark] = {1: Mark(1, 0)}
        self.told: list[tuple[int, int]] = []
        self.messages: list[tuple[int, int]] = []
        self.lobby = Lobby(
            self.read_marks,
            self.read_changes,
            tell=lambda change: self.told.append((change.room_id, change.version)),
            tell_message=lambda room_id, seq: self.messages.append((room_id, seq)),
        )

    async def read_marks(self):
        return dict(self.marks)

    async def read_changes(self, room_ids):
        return [self.change(room_id) for room_id in room_ids]

    def change(self, room_id: int = 1) -> RoomChange:
        version = self.marks[room_id].room_version
        return RoomChange(room_id, version, ServerEvent.ROOM_UPDATED, {}, Audience.EVERYONE)


@pytest.fixture
async def site() -> Site:
    site = Site()
    await site.lobby.sweep()
    return site


async def test_the_first_look_tells_nothing(site):
    assert (site.told, site.messages) == ([], [])


async def test_a_ring_is_told_and_the_sweep_has_nothing_to_add(site):
    site.marks[1] = Mark(5, 4)
    site.lobby.room_changed(site.change())
    site.lobby.message_written(1, 4)
    await site.lobby.sweep()
    assert (site.told, site.messages) == ([(1, 5)], [(1, 4)])


async def test_what_no_ring_brought_is_found_once(site):
    site.marks |= {1: Mark(5, 4), 2: Mark(1, 0)}
    await site.lobby.sweep()
    await site.lobby.sweep()
    assert (site.told, site.messages) == ([(1, 5), (2, 1)], [(1, 4)])


async def test_a_ring_that_comes_after_the_sweep_is_not_told_again(site):
    site.marks[1] = Mark(5, 0)
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
