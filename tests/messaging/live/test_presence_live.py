"""Presence over real connections. Promise P7."""

import asyncio

from messaging.live.chat import SEEN_EVERY_S
from tests.support.sockets import listening

GRACE_S = 5


async def test_people_see_each_other_come_and_go(cast):
    async with listening(cast.alice) as [alice]:
        bob_is_here = lambda event: event["user"]["id"] == cast.bob.user["id"]  # noqa: E731
        async with listening(cast.bob, cast.bob) as [tab, _other_tab]:
            await alice.receives("user_online", bob_is_here, within_s=1)
            assert cast.alice.user["id"] in [user["id"] for user in tab.all_of("online_users")[0]["users"]]
        bob_is_gone = lambda event: event["user_id"] == cast.bob.user["id"]  # noqa: E731
        await alice.receives("user_offline", bob_is_gone, within_s=GRACE_S + 1)
        assert len([event for event in alice.all_of("user_online") if bob_is_here(event)]) == 1


async def test_a_reload_shows_nothing(cast):
    async with listening(cast.alice) as [alice]:
        async with listening(cast.bob):
            await alice.receives("user_online", lambda event: event["user"]["id"] == cast.bob.user["id"])
        async with listening(cast.bob):
            assert await alice.is_quiet(
                "user_offline", GRACE_S + 1, lambda event: event["user_id"] == cast.bob.user["id"]
            )


async def test_the_list_of_members_says_who_is_online(cast):
    async with listening(cast.alice):
        members = cast.bob.get(f"/rooms/{cast.room_id}/members").json()["members"]
    assert {member["user"]["id"]: member["online"] for member in members} == {
        cast.alice.user["id"]: True,
        cast.bob.user["id"]: False,
    }


async def test_the_list_of_members_says_when_each_was_last_here(cast):
    def last_seen() -> str | None:
        members = cast.alice.get(f"/rooms/{cast.room_id}/members").json()["members"]
        return next(member["last_seen_at"] for member in members if member["user"]["id"] == cast.bob.user["id"])

    async with listening(cast.bob):
        for _ in range(round(SEEN_EVERY_S) + 10):  # no event tells when it was stored
            if await asyncio.to_thread(last_seen):
                break
            await asyncio.sleep(1)
        assert last_seen()
    cast.bob.put("/auth/preferences", json={"shows_last_seen": False}).raise_for_status()
    assert last_seen() is None
