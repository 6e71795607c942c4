"""What people are notified of rooms that they have not opened, and when these notifications end. Promise P6."""

import pytest

from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, RoomChange
from messaging.live import groups
from messaging.live.activity import Activity
from messaging.live.room_delivery import notify_outsiders
from messaging.queries import RoomNews
from tests.messaging.live.test_revoker import FakeSocket

ROOM = 7


class Member(FakeSocket):
    """A connection of a member who has not opened the room."""

    def __init__(self, user_id: int):
        super().__init__(user_id, "phone")
        self.groups = {groups.members(ROOM)}
        self.received = []

    def emit(self, event, payload):
        self.received.append((event, payload))

    def leave(self, group):
        self.groups.discard(group)


class FakeHub:
    """One process, in which everyone receives everything that is for everyone."""

    def __init__(self, *sockets: Member):
        self.sockets = sockets
        self.encoded = 0

    def in_group(self, group):
        return [socket for socket in self.sockets if group in socket.groups]

    def deliver_to(self, sockets, event, payload):
        self.encoded += 1
        for socket in sockets:
            socket.emit(event, payload)

    def deliver(self, _group, event, payload, skip=()):
        for socket in self.sockets:
            socket.emit(event, payload)


@pytest.fixture
def bob() -> Member:
    return Member(1)


async def count(room_id, user_ids):
    return RoomNews({"id": room_id, "version": 50}, 41, {"seq": 41}, dict.fromkeys(user_ids, 3), {1: 1})


async def test_a_member_elsewhere_receives_all_that_a_list_shows(bob):
    activity = Activity(FakeHub(bob), count)
    activity.notice(ROOM)
    activity.notice(ROOM)
    await activity.tick()
    await activity.tick()
    news = {"seq": 41, "unread_count": 3, "mention_count": 1, "last_message": {"seq": 41}}
    assert bob.received == [
        (ServerEvent.ROOM_ACTIVITY, {"room_id": ROOM, "room": {"id": ROOM, "version": 50}, **news}),
    ]


async def test_a_room_is_read_once_for_all_and_encoded_once_for_each_count():
    members, reads = [Member(number) for number in range(6)], []

    async def count_each(room_id, user_ids):
        reads.append(room_id)
        return RoomNews({"id": room_id}, 41, None, {user_id: user_id % 2 for user_id in user_ids}, {})

    hub = FakeHub(*members)
    activity = Activity(hub, count_each)
    activity.notice(ROOM)
    await activity.tick()
    assert (reads, hub.encoded) == ([ROOM], 2)
    assert [payload["unread_count"] for member in members for _, payload in member.received] == [0, 1, 0, 1, 0, 1]


async def test_who_loses_the_room_while_it_is_counted_receives_nothing(bob):
    async def count_slowly(room_id, user_ids):
        bob.leave(groups.members(ROOM))
        return await count(room_id, user_ids)

    activity = Activity(FakeHub(bob), count_slowly)
    activity.notice(ROOM)
    await activity.tick()
    assert bob.received == []


async def test_of_a_deleted_room_nothing_more_is_received(bob):
    hub = FakeHub(bob)
    activity = Activity(hub, count)
    activity.notice(ROOM)
    notify_outsiders(hub, RoomChange(ROOM, 42, ServerEvent.ROOM_DELETED, {"room_id": ROOM}, Audience.EVERYONE))
    await activity.tick()
    assert bob.received == [(ServerEvent.ROOM_DELETED, {"room_id": ROOM})]
