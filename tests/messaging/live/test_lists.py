"""A list of rooms that lives on events, and on ``sync`` after an absence, is what ``GET /rooms`` answers."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest

from chatsite.contract.events import ServerEvent
from tests.messaging.live.conftest import new_room
from tests.messaging.live.crowd import NO_LIMITS
from tests.support.callers import Caller
from tests.support.sockets import Listener, listening

LIMITS = NO_LIMITS | {"RATE_OTHER": "10000/10000", "POSTS_PER_MINUTE": "10000"}
PATIENCE_S = 10
SHOWN = ("name", "description", "is_active", "slow_mode_s", "membership", "last_message")

Event = tuple[str, Any]


class List:
    """What a list shows, without asking: each room as last received, and the version at which all of it was."""

    def __init__(self, caller: Caller):
        self.caller = caller
        self.rooms: dict[int, dict[str, Any]] = fetched(caller)
        self.versions = {room_id: room["version"] for room_id, room in self.rooms.items()}

    def take(self, event: str, payload: Any) -> None:
        """React to an event as docs/contract.md says."""
        match event:
            case ServerEvent.ROOM_ACTIVITY:
                room = self.rooms[payload["room_id"]]
                room |= payload["room"] | {"last_message": payload["last_message"]}
                room["membership"] |= {name: payload[name] for name in ("unread_count", "mention_count")}
                self.versions[payload["room_id"]] = payload["room"]["version"]
            case ServerEvent.ROOM_UPDATED | ServerEvent.ROOM_CREATED | ServerEvent.ROOM_CLOSED:
                room_id = payload["room"]["id"]
                self.rooms.setdefault(room_id, {"membership": None, "last_message": None}).update(payload["room"])
            case ServerEvent.ROOM_DELETED:
                self.rooms.pop(payload["room_id"], None)
                self.versions.pop(payload["room_id"], None)
            case ServerEvent.ROOM_READ:
                names = ("last_read_seq", "unread_count", "mention_count")
                self.rooms[payload["room_id"]]["membership"] |= {name: payload[name] for name in names}
            case ServerEvent.MEMBERSHIP_CHANGED if payload["room_id"] in self.rooms:
                self.rooms[payload["room_id"]]["membership"] = payload["membership"]
            case ServerEvent.USER_UPDATED:
                for room in self.rooms.values():
                    _rename(room["last_message"], payload["user"])

    async def sync(self, listener: Listener) -> int:
        """Ask for what is missing; return how many rooms came."""
        joined = {room_id: room["membership"] for room_id, room in self.rooms.items() if room["membership"]}
        answer = await listener.succeeds(
            "sync",
            rooms={str(room_id): self.versions[room_id] for room_id in joined if room_id in self.versions},
            read={str(room_id): membership["last_read_seq"] for room_id, membership in joined.items()},
        )
        assert answer["complete"]
        for room in answer["rooms"]:
            self.rooms[room["id"]], self.versions[room["id"]] = room, room["version"]
        for room_id in answer["gone"]:
            del self.rooms[room_id], self.versions[room_id]
        return len(answer["rooms"])

    def shown(self) -> dict[int, dict[str, Any]]:
        """Return what a person sees of their rooms."""
        mine = {room_id: room for room_id, room in self.rooms.items() if room["membership"]}
        return {room_id: {name: room[name] for name in SHOWN} for room_id, room in mine.items()}


def _rename(message: Any, user: dict[str, Any]) -> None:
    for one in (message, message and message["reply_to"]):
        if one and one["author"] and one["author"]["id"] == user["id"]:
            one["author"] = user
    if message:
        message["mentions"] = [user if one["id"] == user["id"] else one for one in message["mentions"]]


def fetched(caller: Caller) -> dict[int, dict[str, Any]]:
    """Return the caller's rooms as HTTP answers them."""
    return {
        room["id"]: room
        for query in ("joined=1", "closed=1")
        for room in caller.get(f"/rooms?{query}&limit=100").json()["rooms"]
    }


class Village:
    """Alice's rooms, in which she and Bob do things at random; Bob's list is watched."""

    def __init__(self, alice: Caller, bob: Caller, name: str, seed: int):
        self.alice, self.bob, self.chance, self.name = alice, bob, random.Random(seed), f"{name} {seed}"
        self.rooms = [new_room(alice, f"{self.name} {number}", bob) for number in range(3)]
        self.seqs: dict[int, list[int]] = {room_id: [] for room_id in self.rooms}

    def acts(self) -> None:
        """Let something happen; what is refused, changes nothing."""
        room_id, who = self.chance.choice(self.rooms), self.chance.choice([self.alice, self.bob])
        path, seqs = f"/rooms/{room_id}", self.seqs[room_id]
        act = self.chance.choice([self.write, self.write, *self.ABOUT_ONE, *self.ABOUT_ROOM])
        if act == self.write or act in self.ABOUT_ROOM:
            act(who, path, seqs)
        elif seqs:
            act(who, f"{path}/messages/{self.chance.choice(seqs[-3:])}", seqs)

    def words(self) -> str:
        """Return a text that no other message has, which mentions Bob or the room once in a while."""
        mention = self.chance.choice(["", "", f"<@{self.bob.user['id']}> ", "<@room> "])
        return f"{mention}words {self.chance.random()}"

    def write(self, who: Caller, path: str, seqs: list[int]) -> None:
        body = {"content": self.words()}
        if seqs and self.chance.random() < 0.3:
            body["reply_to"] = self.chance.choice(seqs)
        answer = who.post(f"{path}/messages", json=body)
        if answer.is_success:
            seqs.append(answer.json()["message"]["seq"])

    def edit(self, who: Caller, path: str, _seqs: list[int]) -> None:
        who.patch(path, json={"content": self.words()})

    def delete(self, who: Caller, path: str, _seqs: list[int]) -> None:
        who.request("DELETE", path, json={"reason": "why not"})

    def restore(self, who: Caller, path: str, _seqs: list[int]) -> None:
        who.post(f"{path}/restore")

    def read(self, who: Caller, path: str, seqs: list[int]) -> None:
        if seqs:
            who.post(f"{path}/read", json={"seq": self.chance.choice(seqs)})

    def unread(self, who: Caller, path: str, seqs: list[int]) -> None:
        if seqs:
            who.post(f"{path}/read", json={"unread_from": self.chance.choice(seqs)})

    def describe(self, _who: Caller, path: str, _seqs: list[int]) -> None:
        self.alice.patch(path, json={"description": f"about {self.chance.random()}"})

    def close(self, _who: Caller, path: str, _seqs: list[int]) -> None:
        self.alice.post(f"{path}/{self.chance.choice(['close', 'reopen'])}")

    def promote(self, _who: Caller, path: str, _seqs: list[int]) -> None:
        role = self.chance.choice(["moderator", "member"])
        self.alice.patch(f"{path}/members/{self.bob.user['id']}", json={"role": role})

    def rename(self, who: Caller, _path: str, _seqs: list[int]) -> None:
        who.put("/auth/profile", json={"name": f"{who.user['name']} {self.chance.randint(1, 9)}"})

    @property
    def ABOUT_ONE(self) -> list[Callable[..., None]]:  # noqa: N802 - a table
        return [self.edit, self.delete, self.delete, self.restore]

    @property
    def ABOUT_ROOM(self) -> list[Callable[..., None]]:  # noqa: N802 - a table
        return [self.read, self.unread, self.describe, self.close, self.promote, self.rename]


@pytest.fixture(scope="module")
def site(make_server):
    return make_server(env=LIMITS)


async def happens(village: Village, count: int) -> None:
    for _ in range(count):
        await asyncio.to_thread(village.acts)


async def agrees(shown: Callable[[], Any], caller: Caller) -> None:
    """Wait until what is shown is what can be fetched."""

    def fresh() -> Any:
        return {room_id: {name: room[name] for name in SHOWN} for room_id, room in fetched(caller).items()}

    truth = None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while truth is None or shown() != truth:
                truth = await asyncio.to_thread(fresh)
                await asyncio.sleep(0.05)
    except TimeoutError:
        assert shown() == truth


@pytest.mark.parametrize("seed", range(6))
async def test_events_alone_keep_a_list_as_it_would_be_fetched(site, seed):
    village = Village(site.register("Alice"), site.register("Bob"), "Alone", seed)
    async with listening(village.bob) as [bob]:
        mine, taken = await asyncio.to_thread(List, village.bob), len(bob.received)

        def shown() -> Any:
            nonlocal taken
            events, taken = bob.received[taken:], len(bob.received)
            for event in events:
                mine.take(*event)
            return mine.shown()

        for _ in range(4):
            await happens(village, 6)
            await agrees(shown, village.bob)


@pytest.mark.parametrize("seed", range(4))
async def test_after_an_absence_a_sync_brings_what_changed_and_nothing_else(site, seed):
    village = Village(site.register("Alice"), site.register("Bob"), "Away", seed)
    mine = await asyncio.to_thread(List, village.bob)
    for _ in range(4):
        await happens(village, 5)
        async with listening(village.bob) as [bob]:
            await mine.sync(bob)
            await agrees(mine.shown, village.bob)
            assert await mine.sync(bob) == 0


async def test_a_sync_tells_of_rooms_that_are_new_left_or_gone(site):
    alice, bob = site.register("Alice"), site.register("Bob")
    gone, left, new = (new_room(alice, f"{what} {alice.user['id']}", bob) for what in ("Gone", "Left", "New"))
    mine = await asyncio.to_thread(List, bob)
    del mine.rooms[new], mine.versions[new]
    await asyncio.to_thread(alice.delete, f"/rooms/{gone}")
    await asyncio.to_thread(bob.post, f"/rooms/{left}/leave")
    async with listening(bob) as [listener]:
        await mine.sync(listener)
        assert gone not in mine.rooms
        assert mine.rooms[left]["membership"] is None
        await agrees(mine.shown, bob)


async def test_who_was_banned_learns_nothing_of_the_room_by_a_sync(site):
    alice, bob = site.register("Alice"), site.register("Bob")
    room_id = new_room(alice, f"Closed to Bob {alice.user['id']}", bob)
    await asyncio.to_thread(alice.put, f"/rooms/{room_id}/members/{bob.user['id']}/ban", json={"reason": "Why."})
    await asyncio.to_thread(alice.post, f"/rooms/{room_id}/messages", json={"content": "a secret"})
    async with listening(bob) as [listener]:
        answer = await listener.succeeds("sync", rooms={str(room_id): 0})
        assert answer["has_notices"] is True
        assert [(room["membership"], room["last_message"]) for room in answer["rooms"]][-1:] == [(None, None)]
        assert not listener.all_of("room_activity")


async def test_a_mute_given_meanwhile_comes_with_the_sync(site):
    alice, bob = site.register("Alice"), site.register("Bob")
    room_id = new_room(alice, f"Quiet {alice.user['id']}", bob)
    mine = await asyncio.to_thread(List, bob)
    await asyncio.to_thread(alice.put, f"/rooms/{room_id}/members/{bob.user['id']}/mute", json={"reason": "Why."})
    async with listening(bob) as [listener]:
        await mine.sync(listener)
        assert mine.rooms[room_id]["membership"]["muted_until"]


@pytest.mark.parametrize(
    "payload",
    [
        {"rooms": []},
        {"rooms": {"x": 1}},
        {"rooms": {"1": -1}},
        {"rooms": {"1": "1"}},
        {"rooms": {"1": True}},
        {"rooms": {"-1": 1}},
        {"rooms": {str(2**70): 1}},
        {"read": 5},
        {"rooms": {str(n): 1 for n in range(2001)}},
        {"rooms": {"٣": 1}},
        {"other": {}},
    ],
)
async def test_a_malformed_sync_is_refused(site, payload):
    async with listening(site.register("Alice")) as [alice]:
        assert await alice.refused("sync", **payload) == "invalid_input"
