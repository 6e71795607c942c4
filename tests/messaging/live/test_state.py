"""State fetched before, with the events applied, is the state fetched after: for every event that there is."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from chatsite.contract.events import ServerEvent
from tests.messaging.live.conftest import Cast
from tests.messaging.live.screen import REACTIONS, Screen
from tests.support.callers import PASSWORD
from tests.support.server import Server
from tests.support.sockets import Listener, listening

PATIENCE_S = 10


@dataclass
class Scene:
    """Bob watches; Alice's room has a message of hers, which Bob answered, and a second one of hers, unread."""

    cast: Cast
    server: Server
    bob: Listener
    stack: AsyncExitStack
    seqs: list[int] = field(default_factory=list)

    @property
    def room(self) -> str:
        """Return the path of the room."""
        return f"/rooms/{self.cast.room_id}"

    async def alice(self, method: str, path: str, **body: Any) -> Any:
        """Let Alice make a request."""
        return await request(self.cast.alice, method, path, **body)

    async def bobs_phone(self, method: str, path: str, **body: Any) -> Any:
        """Let Bob make a request on another device."""
        return await request(self.cast.bob, method, path, **body)

    async def charlie(self, method: str, path: str, **body: Any) -> Any:
        """Let Charlie, who is no member, make a request."""
        return await request(self.cast.charlie, method, path, **body)

    async def come(self, who: Any) -> Listener:
        """Let someone connect, until the scene ends."""
        return (await self.stack.enter_async_context(listening(who)))[0]


async def request(caller: Any, method: str, path: str, **body: Any) -> Any:
    answer = await asyncio.to_thread(caller.request, method, path, json=body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


# What makes the event happen, each with whether Bob has the room open.


async def nothing(_scene: Scene) -> None: ...


async def someone_comes(scene: Scene) -> None:
    await scene.come(scene.cast.alice)


async def someone_goes(scene: Scene) -> None:
    async with listening(scene.cast.alice):
        await scene.bob.receives("user_online", lambda event: event["user"]["id"] == scene.cast.alice.user["id"])


async def someone_types(scene: Scene) -> None:
    alice = await scene.come(scene.cast.alice)
    await alice.succeeds("join_room", room_id=scene.cast.room_id)
    await alice.succeeds("typing", room_id=scene.cast.room_id)


async def a_deletion_is_taken_back(scene: Scene) -> None:
    await scene.alice("DELETE", f"{scene.room}/messages/{scene.seqs[1]}")
    await scene.alice("POST", f"{scene.room}/messages/{scene.seqs[1]}/restore")


async def a_room_reopens(scene: Scene) -> None:
    await scene.alice("POST", f"{scene.room}/close")
    await scene.alice("POST", f"{scene.room}/reopen")


async def a_member_leaves(scene: Scene) -> None:
    await scene.charlie("POST", f"{scene.room}/join")
    await scene.charlie("POST", f"{scene.room}/leave")


def a_mention_goes(method: str, **body: Any) -> Callable[[Scene], Awaitable[None]]:
    async def act(scene: Scene) -> None:
        said = await scene.alice("POST", f"{scene.room}/messages", content=f"hey <@{scene.bob.user_id}>")
        await scene.alice(method, f"{scene.room}/messages/{said['message']['seq']}", **body)

    return act


async def a_mention_is_seen(scene: Scene) -> None:
    await scene.alice("POST", f"{scene.room}/messages", content=f"<@{scene.bob.user_id}>")
    (entry,) = (await scene.bobs_phone("GET", "/auth/mentions"))["mentions"][:1]
    await scene.bobs_phone("PUT", "/auth/mentions", seen=entry["id"])


async def a_bookmark_changes(scene: Scene) -> None:
    page = await scene.bobs_phone("GET", f"{scene.room}/messages")
    for message in page["messages"]:
        await scene.bobs_phone("PUT", f"/auth/bookmarks/{message['id']}", note="Later.")
    await scene.bobs_phone("DELETE", f"/auth/bookmarks/{page['messages'][0]['id']}")


async def a_block_changes(scene: Scene) -> None:
    for who in (scene.cast.alice, scene.cast.charlie):
        await scene.bobs_phone("PUT", f"/users/{who.user['id']}/block")
    await scene.bobs_phone("DELETE", f"/users/{scene.cast.alice.user['id']}/block")


async def a_report_is_settled(scene: Scene) -> None:
    filed = await scene.bobs_phone("POST", "/reports", room_id=scene.cast.room_id, seq=scene.seqs[0], reason="spam")
    code = f"""
from accounts.services import create_administrator
create_administrator(email="judge@example.org", name="Judge", password={PASSWORD!r})
"""
    await asyncio.to_thread(scene.server.run, code)
    judge = await asyncio.to_thread(scene.server.caller().sign_in, "judge@example.org")
    page = f"/admin/messaging/report/{filed['report']['id']}/change/"
    answer = await asyncio.to_thread(judge.post, page, data={"dismiss": "1", "answer": "It is a joke."})
    assert answer.status_code == 302, answer.text


async def a_mistake(scene: Scene) -> None:
    await scene.bob.client.emit("send_message", {"room_id": scene.cast.room_id})


def alice(method: str, path: str, **body: Any) -> Callable[[Scene], Awaitable[Any]]:
    """Return what Alice does to the room; FIRST is her answered message, LAST the newest, BOB his id."""

    def act(scene: Scene) -> Awaitable[Any]:
        words = {"ROOM": scene.room, "FIRST": scene.seqs[0], "LAST": scene.seqs[-1], "BOB": scene.bob.user_id}

        def filled(text: str) -> str:
            for word, value in words.items():
                text = text.replace(word, str(value))
            return text

        texts = {name: filled(value) if isinstance(value, str) else value for name, value in body.items()}
        return scene.alice(method, filled(path), **texts)

    return act


INSIDE, OUTSIDE = True, False
Row = tuple[ServerEvent, bool, Callable[[Scene], Awaitable[Any]]]
ROWS: dict[str, Row] = {
    "greeted": (ServerEvent.READY, INSIDE, nothing),
    "learns who is here": (ServerEvent.ONLINE_USERS, INSIDE, nothing),
    "someone comes": (ServerEvent.USER_ONLINE, INSIDE, someone_comes),
    "someone goes": (ServerEvent.USER_OFFLINE, INSIDE, someone_goes),
    "a new name": (ServerEvent.USER_UPDATED, INSIDE, alice("PUT", "/auth/profile", name="Alicia")),
    "my own new name": (
        ServerEvent.USER_UPDATED,
        INSIDE,
        lambda scene: scene.bobs_phone("PUT", "/auth/profile", name="Robert"),
    ),
    "a message": (ServerEvent.NEW_MESSAGE, INSIDE, alice("POST", "ROOM/messages", content="*hello*")),
    "my own message from elsewhere": (
        ServerEvent.NEW_MESSAGE,
        INSIDE,
        lambda scene: scene.bobs_phone("POST", f"{scene.room}/messages", content="me", reply_to=scene.seqs[0]),
    ),
    "an edit of what is quoted": (
        ServerEvent.MESSAGE_UPDATED,
        INSIDE,
        alice("PATCH", "ROOM/messages/FIRST", content="new"),
    ),
    "a deletion of what is quoted": (ServerEvent.MESSAGE_UPDATED, INSIDE, alice("DELETE", "ROOM/messages/FIRST")),
    "a deletion of what is unread": (ServerEvent.MESSAGE_UPDATED, INSIDE, alice("DELETE", "ROOM/messages/LAST")),
    "a deletion taken back": (ServerEvent.MESSAGE_UPDATED, INSIDE, a_deletion_is_taken_back),
    "someone types": (ServerEvent.TYPING, INSIDE, someone_types),
    "another clock on another device": (
        ServerEvent.ME_UPDATED,
        OUTSIDE,
        lambda scene: scene.bobs_phone("PUT", "/auth/preferences", clock="24"),
    ),
    "a new room": (
        ServerEvent.ROOM_CREATED,
        OUTSIDE,
        lambda scene: scene.alice("POST", "/rooms", name=f"New {scene.cast.room_id}"),
    ),
    "my own new room from elsewhere": (
        ServerEvent.ROOM_CREATED,
        OUTSIDE,
        lambda scene: scene.bobs_phone("POST", "/rooms", name=f"Mine {scene.cast.room_id}"),
    ),
    "another description": (ServerEvent.ROOM_UPDATED, INSIDE, alice("PATCH", "ROOM", description="new")),
    "another description, outside": (ServerEvent.ROOM_UPDATED, OUTSIDE, alice("PATCH", "ROOM", description="new")),
    "slow mode": (ServerEvent.ROOM_UPDATED, INSIDE, alice("PATCH", "ROOM", slow_mode_s=30)),
    "a room reopens": (ServerEvent.ROOM_UPDATED, INSIDE, a_room_reopens),
    "a new member": (
        ServerEvent.MEMBER_JOINED,
        INSIDE,
        lambda scene: scene.charlie("POST", f"{scene.room}/join"),
    ),
    "a member leaves": (ServerEvent.MEMBER_LEFT, INSIDE, a_member_leaves),
    "the owner leaves": (ServerEvent.MEMBER_LEFT, INSIDE, alice("POST", "ROOM/leave")),
    "I become a moderator": (ServerEvent.MEMBER_UPDATED, INSIDE, alice("PATCH", "ROOM/members/BOB", role="moderator")),
    "I become the owner, outside": (
        ServerEvent.MEMBERSHIP_CHANGED,
        OUTSIDE,
        alice("PATCH", "ROOM/members/BOB", role="owner"),
    ),
    "my favourite": (
        ServerEvent.MEMBERSHIP_CHANGED,
        OUTSIDE,
        lambda scene: scene.bobs_phone("PATCH", f"{scene.room}/membership", is_favourite=True, notify="nothing"),
    ),
    "I leave on another device": (
        ServerEvent.MEMBERSHIP_CHANGED,
        OUTSIDE,
        lambda scene: scene.bobs_phone("POST", f"{scene.room}/leave"),
    ),
    "I am removed": (ServerEvent.MEMBERSHIP_CHANGED, OUTSIDE, alice("POST", "ROOM/members/BOB/remove", reason="Why.")),
    "a room closes": (ServerEvent.ROOM_CLOSED, INSIDE, alice("POST", "ROOM/close")),
    "a room closes, outside": (ServerEvent.ROOM_CLOSED, OUTSIDE, alice("POST", "ROOM/close")),
    "a room is deleted": (ServerEvent.ROOM_DELETED, INSIDE, alice("DELETE", "ROOM")),
    "a room is deleted, outside": (ServerEvent.ROOM_DELETED, OUTSIDE, alice("DELETE", "ROOM")),
    "news elsewhere": (ServerEvent.ROOM_ACTIVITY, OUTSIDE, alice("POST", "ROOM/messages", content="news")),
    "an edit elsewhere": (ServerEvent.ROOM_ACTIVITY, OUTSIDE, alice("PATCH", "ROOM/messages/LAST", content="new")),
    "a deletion elsewhere": (ServerEvent.ROOM_ACTIVITY, OUTSIDE, alice("DELETE", "ROOM/messages/LAST")),
    "a deletion elsewhere taken back": (ServerEvent.ROOM_ACTIVITY, OUTSIDE, a_deletion_is_taken_back),
    "a mention": (ServerEvent.NEW_MESSAGE, INSIDE, alice("POST", "ROOM/messages", content="<@BOB> and <@room>")),
    "a mention by an edit": (
        ServerEvent.MESSAGE_UPDATED,
        INSIDE,
        alice("PATCH", "ROOM/messages/LAST", content="<@BOB>"),
    ),
    "a mention elsewhere": (ServerEvent.MENTIONED, OUTSIDE, alice("POST", "ROOM/messages", content="hey <@BOB>")),
    "a mention elsewhere by an edit": (
        ServerEvent.MENTIONED,
        OUTSIDE,
        alice("PATCH", "ROOM/messages/LAST", content="<@BOB>"),
    ),
    "a mention that is deleted": (ServerEvent.MENTION_WITHDRAWN, OUTSIDE, a_mention_goes("DELETE")),
    "a mention that is edited away": (
        ServerEvent.MENTION_WITHDRAWN,
        OUTSIDE,
        a_mention_goes("PATCH", content="hey all"),
    ),
    "a mention that is seen on another device": (ServerEvent.MENTIONS_SEEN, OUTSIDE, a_mention_is_seen),
    "a bookmark on another device": (ServerEvent.BOOKMARK_CHANGED, OUTSIDE, a_bookmark_changes),
    "a block on another device": (ServerEvent.BLOCKS_CHANGED, OUTSIDE, a_block_changes),
    "read on another device": (
        ServerEvent.ROOM_READ,
        INSIDE,
        lambda scene: scene.bobs_phone("POST", f"{scene.room}/read", seq=scene.seqs[-1]),
    ),
    "unread again": (
        ServerEvent.ROOM_READ,
        OUTSIDE,
        lambda scene: scene.bobs_phone("POST", f"{scene.room}/read", unread_from=scene.seqs[0]),
    ),
    "muted": (ServerEvent.SANCTIONED, INSIDE, alice("PUT", "ROOM/members/BOB/mute", reason="Too loud.", for_s=600)),
    "my report is settled": (ServerEvent.REPORT_UPDATED, INSIDE, a_report_is_settled),
    "signed out elsewhere": (
        ServerEvent.SESSION_ENDED,
        INSIDE,
        lambda scene: scene.bobs_phone("POST", "/auth/logout"),
    ),
    "a mistake": (ServerEvent.ERROR_MESSAGE, INSIDE, a_mistake),
}


def test_every_event_has_a_row_and_a_reaction():
    assert {event for event, _, _ in ROWS.values()} == set(ServerEvent) == REACTIONS.keys()


@pytest.mark.parametrize("name", ROWS)
async def test_events_bring_what_a_fetch_would(cast, server, name):
    event, is_inside, act = ROWS[name]
    seqs = [(await request(cast.alice, "POST", f"/rooms/{cast.room_id}/messages", content="first"))["message"]["seq"]]
    for who, body in ((cast.bob, {"content": "second", "reply_to": seqs[0]}), (cast.alice, {"content": "third"})):
        seqs.append((await request(who, "POST", f"/rooms/{cast.room_id}/messages", **body))["message"]["seq"])
    async with AsyncExitStack() as stack:
        (bob,) = await stack.enter_async_context(listening(cast.bob))
        open_room = cast.room_id if is_inside else None
        if is_inside:
            await bob.succeeds("join_room", room_id=cast.room_id)
        before = await asyncio.to_thread(Screen(cast.room_id, open_room).fetch, cast.bob)
        before.me, before.online = {}, set()  # what the greeting brings
        await act(Scene(cast, server, bob, stack, seqs))
        await bob.receives(event)
        await agrees(before, bob, lambda: Screen(cast.room_id, open_room).fetch(cast.bob))


async def agrees(before: Screen, listener: Listener, fetch: Callable[[], Screen]) -> None:
    """Wait until what ``listener`` received makes of ``before`` what can be fetched."""
    shown = after = before
    try:
        async with asyncio.timeout(PATIENCE_S):
            while shown is before or shown != after:
                after = await asyncio.to_thread(fetch)
                shown = before.after(listener.received)
                await asyncio.sleep(0.05)
    except TimeoutError:
        assert shown == after
