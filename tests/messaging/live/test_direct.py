"""Direct rooms live: on own devices at once, on the other's with the first message, on no one else's ever."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.sockets import listening


@pytest.fixture
def two(cast):
    """Return the ids of Alice and Bob."""
    return cast.alice.user["id"], cast.bob.user["id"]


async def test_the_first_message_shows_the_room_to_the_other_and_to_no_outsider(cast, two):
    async with listening(cast.alice, cast.alice, cast.bob, cast.charlie) as [alice, laptop, bob, charlie]:
        room = (await alice.succeeds("open_direct", user_ids=[two[1]]))["room"]
        assert [user["id"] for user in room["members"]] == sorted(two)
        opened = await laptop.receives("membership_changed", lambda event: event["room_id"] == room["id"])
        assert (opened["room"]["members"], opened["membership"]) == (room["members"], room["membership"])
        assert bob.all_of("membership_changed") == []
        message = await alice.says(room["id"], "psst")
        shown = await bob.receives("membership_changed", lambda event: event["room_id"] == room["id"])
        counted = (shown["membership"]["unread_count"], shown["membership"]["mention_count"])
        assert (shown["room"]["members"], counted) == (room["members"], (1, 1))
        activity = await bob.receives("room_activity", lambda event: event["room_id"] == room["id"])
        assert (activity["last_message"], activity["mention_count"]) == (message, 1)
        assert await charlie.refused("join_room", room_id=room["id"]) == "not_found"
        assert "psst" not in str(charlie.received)
        assert room["id"] not in [event.get("room_id") for _name, event in charlie.received]


async def test_strangers_and_bad_input_are_refused(cast):
    async with listening(cast.alice) as [alice]:
        assert await alice.refused("open_direct", user_ids=[999_999]) == "not_found"
        assert await alice.refused("open_direct", user_ids=["x"]) == "invalid_input"
        assert await alice.refused("open_direct") == "invalid_input"


async def test_repeating_it_returns_the_same_room(cast, two):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        first = (await alice.succeeds("open_direct", user_ids=[two[1]]))["room"]["id"]
        assert (await bob.succeeds("open_direct", user_ids=[two[0]]))["room"]["id"] == first


async def test_many_at_once_open_one_room(cast, two):
    """Both ask 24 times at the same time, with Redis in two processes."""
    with ThreadPoolExecutor(48) as pool:
        asked = [
            pool.submit(caller.post, "/direct", json={"user_ids": [other]})
            for _ in range(24)
            for caller, other in ((cast.alice, two[1]), (cast.bob, two[0]))
        ]
    answers = [answer.result() for answer in asked]
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {201: 1, 200: 47}
    assert len({answer.json()["room"]["id"] for answer in answers}) == 1
