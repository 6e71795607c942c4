"""What is committed reaches everyone in order, through any entry point, and after any absence."""

import asyncio
import uuid

from tests.support.sockets import Listener, listening


def contents(listener: Listener) -> list[str]:
    return [event["message"]["content"] for event in listener.all_of("new_message")]


async def test_every_entry_point_leads_to_the_same_event(cast, server):
    async with listening(cast.bob) as [bob]:
        await bob.succeeds("join_room", room_id=cast.room_id)
        over_http = await asyncio.to_thread(
            cast.alice.post, f"/rooms/{cast.room_id}/messages", json={"content": "http"}
        )
        await bob.receives("new_message", lambda event: event["message"] == over_http.json()["message"], within_s=1)
        code = f"""
from messaging.services import Draft, post_messages
post_messages([Draft({cast.alice.user["id"]}, {cast.room_id}, "another process")])
"""
        await asyncio.to_thread(server.run, code)
        await bob.receives("new_message", lambda event: event["message"]["content"] == "another process", within_s=3)


async def test_a_command_that_closes_a_room_is_seen_inside_and_outside_once_within_three_seconds(cast, server):
    async with listening(cast.bob, cast.charlie) as [inside, outside]:
        await inside.succeeds("join_room", room_id=cast.room_id)
        await asyncio.to_thread(server.manage, "close_room", cast.room_id)
        async with asyncio.timeout(3):
            for person in (inside, outside):
                await person.receives("room_closed", lambda event: event["room_id"] == cast.room_id)
        assert await outside.is_quiet("room_closed", 2.5)
        assert len([event for event in inside.all_of("room_closed") if event["room_id"] == cast.room_id]) == 1


async def test_a_room_that_a_command_creates_appears(cast, server):
    name = f"Commanded {uuid.uuid4().hex[:8]}"
    code = f"""
from accounts.models import User
from rooms.services import create_room
create_room(name="{name}", by=User.objects.get(pk={cast.alice.user["id"]}))
"""
    async with listening(cast.bob) as [bob]:
        await asyncio.to_thread(server.run, code)
        await bob.receives("room_created", lambda event: event["room"]["name"] == name, within_s=3)


async def test_many_senders_are_received_in_one_order_by_everyone(cast):
    async with listening(cast.alice, cast.bob, cast.bob) as listeners:
        for person in listeners:
            await person.succeeds("join_room", room_id=cast.room_id)
        await asyncio.gather(
            *(person.says(cast.room_id, f"{place}-{n}") for n in range(8) for place, person in enumerate(listeners[:2]))
        )
        for person in listeners:
            await person.receives("new_message", lambda _: len(person.all_of("new_message")) == 16)  # noqa: B023
        received = [person.all_of("new_message") for person in listeners]
        assert received[0] == received[1] == received[2]
        versions = [event["message"]["version"] for event in received[0]]
        assert versions == list(range(versions[0], versions[0] + 16))
        assert [event["prev_version"] for event in received[0]] == [version - 1 for version in versions]


async def test_edits_and_deletions_arrive_as_updates(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        await bob.succeeds("join_room", room_id=cast.room_id)
        message = await alice.says(cast.room_id, "frist")
        await alice.succeeds("edit_message", room_id=cast.room_id, seq=message["seq"], content="first")
        edited = await bob.receives("message_updated")
        assert (edited["message"]["content"], edited["message"]["seq"]) == ("first", message["seq"])
        await alice.succeeds("delete_message", room_id=cast.room_id, seq=message["seq"])
        deleted = await bob.receives("message_updated", lambda event: event["message"]["deleted_at"])
        assert deleted["message"]["content"] == deleted["message"]["html"] == ""
        assert deleted["prev_version"] == edited["message"]["version"]


async def test_members_and_rooms_are_notified_of(cast):
    async with listening(cast.alice, cast.charlie) as [alice, charlie]:
        await alice.succeeds("join_room", room_id=cast.room_id)
        await asyncio.to_thread(cast.charlie.post, f"/rooms/{cast.room_id}/join")
        joined = await alice.receives("member_joined")
        assert joined["user"]["id"] == charlie.user_id
        await asyncio.to_thread(cast.alice.patch, f"/rooms/{cast.room_id}", json={"description": "about nothing"})
        for person in (alice, charlie):
            updated = await person.receives("room_updated", lambda event: event["room"]["id"] == cast.room_id)
            assert updated["room"]["description"] == "about nothing"
        created = await asyncio.to_thread(cast.alice.post, "/rooms", json={"name": f"News {uuid.uuid4().hex[:8]}"})
        room = await charlie.receives("room_created", lambda event: event["room"]["id"] == created.json()["room"]["id"])
        assert room["room"]["member_count"] == 1


async def test_someone_who_was_away_gets_everything_once(cast):
    async with listening(cast.alice) as [alice]:
        async with listening(cast.bob) as [bob]:
            version = (await bob.succeeds("join_room", room_id=cast.room_id))["version"]
        sent = [await alice.says(cast.room_id, f"while you were away {n}") for n in range(5)]
        async with listening(cast.bob) as [bob]:
            answer = await bob.succeeds("join_room", room_id=cast.room_id, since=version)
            assert answer["messages"] == sent
            last = await alice.says(cast.room_id, "and now")
            event = await bob.receives("new_message")
            assert (event["prev_version"], event["message"]) == (answer["version"], last)


async def test_joining_while_others_write_misses_and_doubles_nothing(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        version = (await bob.succeeds("join_room", room_id=cast.room_id))["version"]
        await bob.succeeds("leave_room", room_id=cast.room_id)
        bob.forget()
        writing = asyncio.ensure_future(_write_in_turn(alice, cast.room_id, 15))
        answer = await bob.succeeds("join_room", room_id=cast.room_id, since=version)
        sent = await writing
        caught_up = [message["seq"] for message in answer["messages"]]
        if caught_up[-1:] != [sent[-1]["seq"]]:
            await bob.receives("new_message", lambda event: event["message"] == sent[-1])
        live = [event["message"]["seq"] for event in bob.all_of("new_message")]
        assert caught_up + live == [message["seq"] for message in sent]


async def _write_in_turn(person: Listener, room_id: int, count: int) -> list[dict]:
    return [await person.says(room_id, f"{number}") for number in range(count)]


async def test_activity_counts_what_is_unread_elsewhere(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        for number in range(3):
            await alice.says(cast.room_id, f"{number}")
        event = await bob.receives("room_activity", lambda event: event["unread_count"] == 3)
        assert event["room_id"] == cast.room_id
        assert alice.all_of("room_activity") == [] or alice.all_of("room_activity")[-1]["unread_count"] == 0
