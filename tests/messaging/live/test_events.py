"""Every event of a client: works, outsider, anonymous, bad input, gone, repeated."""

import asyncio
import uuid

import pytest
import socketio

from tests.support.sockets import PATIENCE_S, listening


async def test_the_greeting_says_who_i_am_and_who_is_there(cast):
    async with listening(cast.alice) as [alice]:
        (first, ready), (second, online) = alice.received[:2]
        assert (first, second) == ("ready", "online_users")
        assert ready["user"] == cast.alice.user
        assert ready["server_time"].endswith("Z")
        assert ready["heartbeat"]["interval_ms"] > 0
        assert ready["presence_grace_s"] > 0
        assert cast.alice.user["id"] in [user["id"] for user in online["users"]]


async def test_an_anonymous_connection_is_refused(server):
    client = socketio.AsyncClient(reconnection=False)
    refusals = []
    client.on("connect_error", refusals.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(server.url, transports=["websocket"], wait_timeout=PATIENCE_S)
    assert refusals[0]["data"] == {"code": "not_authenticated"}
    await client.shutdown()


async def test_a_message_reaches_everyone_in_the_room_its_sender_included(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        for person in (alice, bob):
            await person.succeeds("join_room", room_id=cast.room_id)
        message = await alice.says(cast.room_id, "hello **you**")
        for person in (alice, bob):
            event = await person.receives("new_message")
            assert event == {"room_id": cast.room_id, "prev_version": message["version"] - 1, "message": message}
        stored = cast.bob.get(f"/rooms/{cast.room_id}/messages").json()["messages"][-1]
        assert stored == message


async def test_a_retry_is_answered_with_the_stored_message_and_announced_once(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        await bob.succeeds("join_room", room_id=cast.room_id)
        retry = {"room_id": cast.room_id, "content": "once", "client_id": str(uuid.uuid4())}
        first, second = [await alice.succeeds("send_message", **retry) for _ in range(2)]
        assert (first["duplicate"], second["duplicate"]) == (False, True)
        assert first["message"] == second["message"]
        await alice.says(cast.room_id, "next")
        await bob.receives("new_message", lambda event: event["message"]["content"] == "next")
        assert len(bob.all_of("new_message")) == 2


async def test_joining_answers_with_the_newest_page(cast):
    async with listening(cast.alice) as [alice]:
        sent = [await alice.says(cast.room_id, f"message {number}") for number in range(3)]
        answer = await alice.succeeds("join_room", room_id=cast.room_id)
        assert answer["messages"] == sent
        assert answer["version"] == sent[-1]["version"] == answer["room"]["version"]
        assert answer["complete"] is True


async def test_joining_since_a_version_answers_with_what_changed_after_it(cast):
    async with listening(cast.alice) as [alice]:
        first, _second, third = [await alice.says(cast.room_id, f"message {number}") for number in range(3)]
        await alice.succeeds("edit_message", room_id=cast.room_id, seq=first["seq"], content="edited")
        await alice.succeeds("delete_message", room_id=cast.room_id, seq=third["seq"])
        answer = await alice.succeeds("join_room", room_id=cast.room_id, since=third["version"])
        assert [(m["seq"], m["content"]) for m in answer["messages"]] == [(first["seq"], "edited"), (third["seq"], "")]


async def test_a_long_absence_is_caught_up_in_steps(cast, server):
    drafts = f"""
from messaging.services import Draft, post_messages
for start in range(0, 450, 50):
    post_messages([Draft({cast.alice.user["id"]}, {cast.room_id}, f"m{{n}}") for n in range(start, start + 50)])
"""
    async with listening(cast.alice) as [alice]:
        server.run(drafts)
        version, contents, steps = 2, [], 0
        while True:
            answer = await alice.succeeds("join_room", room_id=cast.room_id, since=version)
            contents += [message["content"] for message in answer["messages"]]
            version, steps = answer["version"], steps + 1
            if answer["complete"]:
                break
        assert contents == [f"m{number}" for number in range(450)]
        assert steps > 1


async def test_a_since_from_the_future_is_a_conflict(cast):
    async with listening(cast.alice) as [alice]:
        assert await alice.refused("join_room", room_id=cast.room_id, since=10**6) == "conflict"


async def test_an_outsider_is_refused_everywhere(cast):
    async with listening(cast.charlie) as [charlie]:
        assert await charlie.refused("join_room", room_id=cast.room_id) == "not_allowed"
        assert await charlie.refused("send_message", room_id=cast.room_id, content="x") == "not_allowed"
        assert await charlie.refused("typing", room_id=cast.room_id) == "not_allowed"
        assert await charlie.refused("mark_read", room_id=cast.room_id, seq=1) == "not_allowed"
        assert await charlie.refused("edit_message", room_id=cast.room_id, seq=1, content="x") == "not_found"


@pytest.mark.parametrize("event", ["join_room", "send_message", "mark_read", "edit_message", "delete_message"])
async def test_a_room_that_is_not_there_is_not_found(cast, event):
    extra = {
        "send_message": {"content": "x"},
        "mark_read": {"seq": 1},
        "edit_message": {"seq": 1, "content": "x"},
        "delete_message": {"seq": 1},
    }
    async with listening(cast.alice) as [alice]:
        assert await alice.refused(event, room_id=10**9, **extra.get(event, {})) == "not_found"


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"room_id": "1"},
        {"room_id": True},
        {"room_id": -1},
        {"room_id": 2**70},
        {"room_id": 1, "colour": "red"},
    ],
)
@pytest.mark.parametrize("event", ["join_room", "leave_room", "typing", "send_message", "mark_read"])
async def test_a_malformed_payload_is_refused_and_the_connection_goes_on(cast, event, payload):
    async with listening(cast.alice) as [alice]:
        assert await alice.refused(event, **payload) == "invalid_input"
        await alice.succeeds("join_room", room_id=cast.room_id)


@pytest.mark.parametrize("content", ["", " \n ", "x" * 4001, None, 5, "a\x00b", "\u200b"])
async def test_content_that_is_none_is_refused(cast, content):
    async with listening(cast.alice) as [alice]:
        assert await alice.refused("send_message", room_id=cast.room_id, content=content) == "invalid_input"


@pytest.mark.parametrize("args", [(), ([],), ("text",), (None,), ({}, {})])
async def test_anything_but_one_object_is_refused(cast, args):
    async with listening(cast.alice) as [alice]:
        answer = await alice.client.call("join_room", args, timeout=5)
        assert answer["error"]["code"] == "invalid_input"


async def test_an_unknown_event_is_refused(cast):
    async with listening(cast.alice) as [alice]:
        assert await alice.refused("make_coffee") == "invalid_input"


async def test_without_an_acknowledgement_a_refusal_is_an_event(cast):
    async with listening(cast.alice) as [alice]:
        await alice.client.emit("send_message", {"room_id": cast.room_id})
        error = await alice.receives("error_message")
        assert error["event"] == "send_message"
        assert error["error"]["code"] == "invalid_input"
        assert list(error["error"]["fields"]) == ["content"]


async def test_leaving_a_room_live_keeps_the_membership(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        await bob.succeeds("join_room", room_id=cast.room_id)
        await bob.succeeds("leave_room", room_id=cast.room_id)
        await bob.succeeds("leave_room", room_id=cast.room_id)
        await alice.says(cast.room_id, "who receives?")
        activity = await bob.receives("room_activity", lambda event: event["room_id"] == cast.room_id)
        assert activity["unread_count"] == 1
        assert bob.all_of("new_message") == []
        await bob.succeeds("join_room", room_id=cast.room_id)


async def test_typing_reaches_the_others_only_and_is_not_stored(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        for person in (alice, bob):
            version = (await person.succeeds("join_room", room_id=cast.room_id))["version"]
        await alice.succeeds("typing", room_id=cast.room_id)
        event = await bob.receives("typing")
        assert event == {"room_id": cast.room_id, "user": public(cast.alice.user), "is_typing": True}
        await alice.succeeds("typing", room_id=cast.room_id, is_typing=False)
        await bob.receives("typing", lambda event: not event["is_typing"])
        assert alice.all_of("typing") == []
        assert (await bob.succeeds("join_room", room_id=cast.room_id))["version"] == version


async def test_typing_does_not_reach_people_who_have_blocked_the_person(cast):
    alice_id = cast.alice.user["id"]
    assert cast.charlie.post(f"/rooms/{cast.room_id}/join").is_success
    assert cast.charlie.put(f"/users/{alice_id}/block").is_success  # Charlie before connecting, Bob after
    async with listening(cast.alice, cast.bob, cast.bob, cast.charlie) as [alice, bob, phone, charlie]:
        for one in (alice, bob, phone, charlie):
            await one.succeeds("join_room", room_id=cast.room_id)
        await alice.succeeds("typing", room_id=cast.room_id)
        for one in (bob, phone):
            await one.receives("typing")
        await asyncio.to_thread(cast.bob.put, f"/users/{alice_id}/block")
        await asyncio.to_thread(cast.charlie.delete, f"/users/{alice_id}/block")
        await phone.receives("blocks_changed")
        await charlie.receives("blocks_changed")
        await alice.succeeds("typing", room_id=cast.room_id, is_typing=False)
        await charlie.receives("typing")
        assert [event["is_typing"] for event in charlie.all_of("typing")] == [False]
        assert [event["is_typing"] for one in (bob, phone) for event in one.all_of("typing")] == [True, True]


async def test_typing_too_often_is_refused_with_the_time_to_wait(cast):
    async with listening(cast.alice) as [alice]:
        await alice.succeeds("join_room", room_id=cast.room_id)
        answers = [await alice.call("typing", room_id=cast.room_id) for _ in range(12)]
        refused = [answer["error"] for answer in answers if not answer["ok"]]
        assert {error["code"] for error in refused} == {"rate_limited"}
        assert all(0 < error["retry_after_s"] <= 1 for error in refused)


async def test_rate_limits_count_all_connections_of_a_person(cast):
    async with listening(cast.alice, cast.alice) as [first, second]:
        calls = [person.call("send_message", room_id=cast.room_id, content="again") for person in (first, second) * 40]
        answers = await asyncio.gather(*calls)
        assert "rate_limited" in {answer["error"]["code"] for answer in answers if not answer["ok"]}


async def test_a_message_that_is_slow_to_render_counts_as_many(cast):
    async with listening(cast.alice) as [alice]:
        await alice.succeeds("send_message", room_id=cast.room_id, content="a" * 3_900)
        await alice.succeeds("send_message", room_id=cast.room_id, content="://" * 1_300)
        answer = await alice.call("send_message", room_id=cast.room_id, content="next")
        assert answer["error"]["code"] == "rate_limited"
        assert answer["error"]["retry_after_s"] > 0.5


async def test_reading_here_clears_my_other_devices(cast):
    async with listening(cast.alice, cast.bob, cast.bob) as [alice, phone, laptop]:
        message = await alice.says(cast.room_id, "unread")
        answer = await phone.succeeds("mark_read", room_id=cast.room_id, seq=message["seq"])
        assert answer["unread_count"] == 0
        read = await laptop.receives("room_read")
        where = {"room_id": cast.room_id, "last_read_seq": message["seq"]}
        assert read == {**where, "unread_count": 0, "mention_count": 0, "marked_unread": False}


def public(user: dict) -> dict:
    return {name: user[name] for name in ("id", "name", "avatar_url")}
