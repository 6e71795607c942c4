"""What one person may repeat: every endpoint and event has a limit, and each change one that all entry points share."""

import inspect
import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.blocking import services as blocking
from accounts.models import User
from chatsite.contract.errors import RateLimited
from chatsite.limits.bucket import Rate
from chatsite.web import api
from chatsite.web.tokens import SAFE_METHODS
from messaging import services as messages
from messaging.bookmarks import services as bookmarks
from messaging.live.consumers import _on_behalf
from messaging.live.handlers import HANDLERS, ServiceEvent
from messaging.live.limits import EventLimits
from messaging.mentions import services as mentions
from messaging.notifications import choosing, devices
from messaging.notifications.push import checking
from messaging.pins import services as pins
from messaging.reactions import services as reactions
from messaging.reading import services as reading
from messaging.webhooks.incoming import services as webhooks
from rooms import attention, limits, memberships, roles, services
from rooms.models import Room
from rooms.moderation import services as moderation
from tests.messaging.test_policy_table import endpoints
from tests.support.conversation import say

JSON = "application/json"
NO_FILE = "01890a5d-ac96-774b-bcce-b302099a8057"
UNSAFE = sorted((method, path) for method, path in endpoints(get_resolver().url_patterns) if method not in SAFE_METHODS)
BY_ADMINISTRATORS = {"set_default", "purge_room", "remove_messages_of"}
ONLY_IN_PART = {"mark_read"}  # what is marked as unread


@pytest.fixture
def few(settings: Any) -> Iterator[None]:
    """Let a person change three things at once."""
    settings.RATE_HTTP = Rate(0.01, 3)
    api._turns.cache_clear()
    yield
    api._turns.cache_clear()


@pytest.mark.parametrize(("method", "path"), UNSAFE)
@pytest.mark.parametrize("who", ["member", "visitor", "administrator"])
def test_every_endpoint_that_changes_something_has_a_limit(few, bob, admin, method, path, who):
    client = Client()
    if who != "visitor":
        client.force_login({"member": bob, "administrator": admin}[who])
    url = "/" + re.sub("[A-Z]{3,}", "1", re.sub("ATTACHMENT|UPLOAD|DELIVERY", NO_FILE, path))
    answers = [client.generic(method, url, "{}", JSON) for _ in range(4)]
    needs_session = answers[0].status_code == 401
    limited = [answer.status_code == 429 for answer in answers]
    # What an answer ends, its session, is another subject from then on.
    ends_session = path == "auth/logout" and who == "member"
    # A secret belongs to no account: its address counts.
    is_exempt = who == "administrator" and not path.startswith("hooks/")
    assert limited == [False, False, False, not (needs_session or ends_session or is_exempt)]
    if limited[-1]:
        assert answers[-1].json()["error"]["code"] == "rate_limited"
        assert int(answers[-1]["Retry-After"]) > 1


@pytest.mark.parametrize("event", HANDLERS)
def test_every_event_has_a_limit(event):
    taken = EventLimits()

    def take_many() -> None:
        for _ in range(100):
            taken.take(1, event)

    with pytest.raises(RateLimited):
        take_many()


def socket_of(person: User) -> Any:
    """Return as much of a connected socket as a handler looks at."""
    return SimpleNamespace(state={"identity": SimpleNamespace(user_id=person.pk, token=None)})


def test_every_service_that_changes_a_room_is_limited():
    found = {
        name: function
        for module in (
            attention,
            blocking,
            bookmarks,
            checking,
            choosing,
            devices,
            services,
            memberships,
            roles,
            moderation,
            messages,
            mentions,
            pins,
            reactions,
            reading,
            webhooks,
        )
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and "by" in inspect.signature(function).parameters
    }
    changing = {name for name in found if not name.startswith("_")} - {"make_owner"} - BY_ADMINISTRATORS - ONLY_IN_PART
    assert {name for name in changing if not is_limited(found[name])} == set()


def is_limited(function: Any) -> bool:
    return "limited" in function.__code__.co_qualname or (
        hasattr(function, "__wrapped__") and is_limited(function.__wrapped__)
    )


class Scene:
    """Alice's room, with Bob in it; each change has a number, since what is already so changes nothing."""

    def __init__(self, room: Room, people: Any, seq: int):
        self.room, self.people, self.seq = room, people, seq
        self.numbers = itertools.count()

    def ask(self, who: str, method: str, path: str, **body: Any) -> int:
        client = Client()
        client.force_login(getattr(self.people, who))
        return client.generic(method, path.format(room=f"/rooms/{self.room.pk}"), json.dumps(body), JSON).status_code

    def event(self, who: str, name: str, **body: Any) -> int:
        handler = HANDLERS[name]
        assert isinstance(handler, ServiceEvent)
        try:
            _on_behalf(handler, socket_of(getattr(self.people, who)), {"room_id": self.room.pk} | body)
        except RateLimited as error:
            return error.status
        return 200


@pytest.fixture
def scene(room: Room, people: Any, settings: Any) -> Scene:
    """Return the scene."""
    settings.ROOMS_PER_DAY = settings.CHANGES_PER_MINUTE = 3
    return Scene(room, people, say(people.bob, room)["seq"])


# A change: how often it may be made, and the ways to make it, tried in turns.
Way = Callable[[Scene, int], int]
CHANGES: dict[str, tuple[int, list[Way]]] = {
    "create rooms": (3, [lambda s, n: s.ask("bob", "POST", "/rooms", name=f"Room {n}")]),
    "change a room": (
        limits.CHANGES.count,
        [
            lambda s, n: s.ask("alice", "PATCH", "{room}", name=f"Name {n}"),
            lambda s, n: s.ask("alice", "PATCH", "{room}", description=f"About {n}"),
            lambda s, n: s.ask("alice", "PATCH", "{room}", slow_mode_s=n),
        ],
    ),
    "close and reopen": (
        limits.OPENINGS.count,
        [
            lambda s, n: s.ask("alice", "POST", "{room}/close"),
            lambda s, n: s.ask("alice", "POST", "{room}/reopen"),
        ],
    ),
    "join and leave": (
        limits.MEMBERSHIPS.count,
        [
            lambda s, n: s.ask("charlie", "POST", "{room}/join"),
            lambda s, n: s.ask("charlie", "POST", "{room}/leave"),
        ],
    ),
    "give roles": (
        limits.ROLES.count,
        [
            lambda s, n: s.ask("alice", "PATCH", f"{{room}}/members/{s.people.bob.pk}", role="moderator"),
            lambda s, n: s.ask("alice", "PATCH", f"{{room}}/members/{s.people.bob.pk}", role="member"),
        ],
    ),
    "act against one person": (
        limits.SANCTIONS_OF_ONE.count,
        [
            lambda s, n: s.ask("alice", "PUT", f"{{room}}/members/{s.people.bob.pk}/mute", reason=f"{n}"),
        ],
    ),
    "edit": (
        3,
        [
            lambda s, n: s.ask("bob", "PATCH", f"{{room}}/messages/{s.seq}", content=f"{n}"),
            lambda s, n: s.event("bob", "edit_message", seq=s.seq, content=f"{n}"),
        ],
    ),
    "pin and unpin": (
        3,
        [
            lambda s, n: s.ask("alice", "PUT", f"{{room}}/messages/{s.seq}/pin"),
            lambda s, n: s.ask("alice", "DELETE", f"{{room}}/messages/{s.seq}/pin"),
        ],
    ),
    "react": (
        6,
        [
            lambda s, n: s.ask("bob", "PUT", f"{{room}}/messages/{s.seq}/reactions/👍"),
            lambda s, n: s.ask("bob", "DELETE", f"{{room}}/messages/{s.seq}/reactions/👍"),
            lambda s, n: s.event("bob", "react", seq=s.seq, emoji="🎉", on=True),
        ],
    ),
    "delete and restore": (
        3,
        [
            lambda s, n: s.event("alice", "delete_message", seq=s.seq, reason="spam"),
            lambda s, n: s.ask("alice", "POST", f"{{room}}/messages/{s.seq}/restore"),
            lambda s, n: s.ask("alice", "DELETE", f"{{room}}/messages/{s.seq}", reason="spam"),
        ],
    ),
    "one's own name": (10, [lambda s, n: s.ask("bob", "PUT", "/auth/profile", name=f"Bob {n}")]),
    "mark as unread": (30, [lambda s, n: s.ask("bob", "POST", "{room}/read", unread_from=n % 2 + 1)]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_limited_whichever_way_it_is_made(scene, change):
    count, ways = CHANGES[change]
    turns = itertools.cycle(ways)
    statuses = [next(turns)(scene, number) for number in range(count)]
    assert max(statuses) < 300
    assert [way(scene, 1_000) for way in ways] == [429] * len(ways)


def test_sanctions_are_limited_over_all_their_targets(room, alice, make_user, signed_in):
    people = [make_user(f"Person {number}", email=f"p{number}@example.org", password=None) for number in range(31)]
    for person in people:
        memberships.join_room(room_id=room.pk, by=person)
    client = signed_in(alice)
    paths = [f"/rooms/{room.pk}/members/{person.pk}/mute" for person in people]
    assert [client.put(path, {"reason": "spam"}, JSON).status_code for path in paths] == [204] * 30 + [429]


def test_administrators_commands_and_the_rooms_of_the_beginning_are_not_limited(scene, admin, make_user, signed_in):
    client = signed_in(admin)
    assert {client.post("/rooms", {"name": f"Room {n}"}, JSON).status_code for n in range(6)} == {201}
    for number in range(6):
        services.create_room(by=scene.people.bob, name=f"Seeded {number}", is_default=True)
    dora = make_user("Dora")
    memberships.join_default_rooms(dora)
    assert Room.objects.joined_by(dora).count() == 6


def test_only_administrators_create_rooms_where_the_operator_wants_it(settings, room, bob, admin, signed_in):
    settings.ROOM_CREATION = "admins"
    outcomes = {}
    for user in (bob, admin):
        client = signed_in(user)
        answer = client.post("/rooms", {"name": "Garden"}, JSON)
        outcomes[user.name] = answer.status_code, 'data-opens="create-room"' in client.get("/").content.decode()
    assert outcomes == {"Bob": (403, False), "Ada": (201, True)}


def test_of_very_many_sessions_the_longest_unused_ends(settings, bob):
    settings.MAX_SESSIONS_PER_USER = 3
    clients = [Client() for _ in range(5)]
    body = {"email": bob.email, "password": "correct horse battery"}
    for client in clients:
        assert client.post("/auth/login", body, JSON).status_code == 200
    assert [client.get("/auth/me").status_code for client in clients] == [401, 401, 200, 200, 200]
    assert bob.sessions.count() == 3


def test_taking_turns_in_many_threads_loses_none(few):
    limiter = api._turns(Rate(0.01, 50))

    def take(_: int) -> bool:
        try:
            limiter.take("alice", time.monotonic())
        except RateLimited:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(400))) == 50
