"""Random histories of everything that happens to messages: who was away sees what is there, and no badge sticks.

``HISTORIES=5000`` looks further. Rights and outcomes are test_record.py's business; here what is refused is let be.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.blocking.services import block_person, unblock_person
from accounts.models import Block, User
from accounts.services import rename
from chatsite.contract.errors import ChatError
from messaging.forms import clean_content
from messaging.live.syncing import Known
from messaging.live.syncing import read as sync
from messaging.mentions.queries import inbox
from messaging.models import Message
from messaging.pins.services import pin_message, unpin_message
from messaging.posting import Draft, post_messages
from messaging.queries import catch_up, changes_since, page, room_news
from messaging.reactions.services import react
from messaging.reading.services import mark_read, read_all
from messaging.services import delete_message, edit_message, restore_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.queries import my_room
from rooms.roles import set_role
from rooms.services import create_room, update_room
from tests.support.quotes import take_message, take_messages

HISTORIES = int(os.environ.get("HISTORIES", "500"))
COUNTED = max(HISTORIES // 20, 5)
STEPS = 12
COUNTED_STEPS = 25
PEOPLE = ["Ada", "Bob", "Cleo"]  # Ada administers and owns the room
WORDS = ["one", "*two*", "<@{Ada}>", "<@{Bob}> hi", "<@{Cleo}> <@{Bob}>", "<@room>", "/me waves", "`<@{Bob}>`"]
EMOJI = ["👍", "🎉"]


class History:
    """A room of Ada's with Bob and Cleo in it, and what happens there."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.users = {
            name: User.objects.create(email=f"{name}{seed}@example.org", name=name, is_superuser=name == "Ada")
            for name in PEOPLE
        }
        self.ids = {name: user.pk for name, user in self.users.items()}
        self.room = create_room(by=self.users["Ada"], name=f"Attic {seed}")
        for name in PEOPLE[1:]:
            join_room(room_id=self.room.pk, by=self.users[name])
        for _ in range(4):
            self.post()
        self.acts: list[tuple[float, Callable[[], object]]] = [
            (6, self.post),
            (4, lambda: edit_message(**self.place(), content=self.words())),
            (2, lambda: delete_message(**self.place(), reason="Why.")),
            (2, lambda: restore_message(**self.place())),
            (3, lambda: react(**self.place(), emoji=self.random.choice(EMOJI), on=self.random.random() < 0.7)),
            (1, lambda: pin_message(**self.place())),
            (1, lambda: unpin_message(**self.place())),
            (1, lambda: join_room(room_id=self.room.pk, by=self.someone())),
            (0.5, lambda: leave_room(room_id=self.room.pk, by=self.someone())),
            (0.5, lambda: update_room(room_id=self.room.pk, by=self.someone(), description=self.words())),
            (0.5, self.appoint),
        ]

    def someone(self) -> User:
        return self.users[self.random.choice(PEOPLE)]

    def words(self) -> Any:
        return clean_content(self.random.choice(WORDS).format(**self.ids))

    def place(self) -> dict[str, Any]:
        return {"room_id": self.room.pk, "seq": self.random.choice(self.seqs()), "by": self.someone()}

    def seqs(self) -> list[int]:
        """Return the places of all messages; a page of them would be most of a history's work."""
        return list(Message.objects.filter(room=self.room).order_by("seq").values_list("seq", flat=True))

    def post(self) -> None:
        reply_to = self.random.choice([None, None, *self.seqs()])
        drafts = [Draft(self.someone().pk, self.room.pk, self.words(), reply_to=reply_to)]
        post_messages(drafts)

    def appoint(self) -> None:
        role = self.random.choice(["moderator", "member"])
        set_role(room_id=self.room.pk, by=self.users["Ada"], user_id=self.someone().pk, role=role)

    def go_on(self, acts: list[tuple[float, Callable[[], object]]], steps: int) -> None:
        """Let something happen; what is refused does not."""
        for _, act in self.random.choices(acts, [weight for weight, _ in acts], k=steps):
            with suppress(ChatError), transaction.atomic():
                act()
        connection.run_on_commit.clear()

    def fresh(self) -> list[Any]:
        return page(user=self.users["Ada"], room_id=self.room.pk, limit=100).messages


@pytest.fixture
def history(db: None) -> Callable[..., Any]:
    """Return a function that runs a check of one random history, and leaves nothing of it."""

    def run(seed: int, check: Callable[[History], None]) -> None:
        with transaction.atomic():
            check(History(seed))
            transaction.set_rollback(True)

    return run


@pytest.mark.timeout(1_200)
def test_who_was_away_sees_what_a_fresh_one_sees(history):
    for seed in range(HISTORIES):
        history(seed, was_away)


def was_away(scene: History) -> None:
    """Leave while things happen, come back by ``/changes`` and by events, and compare object by object."""
    by_changes = {message["seq"]: message for message in scene.fresh()}
    by_events = dict(by_changes)
    version = start = Room.objects.select_related("counter").get(pk=scene.room.pk).counter.version
    scene.go_on(scene.acts, STEPS)
    limit = scene.random.randrange(1, 8)
    complete = False
    while not complete:
        found = catch_up(user=scene.users["Ada"], room_id=scene.room.pk, since=version, limit=limit)
        take_messages(by_changes, found.messages)
        version, complete = found.version, found.complete
    for change in changes_since(scene.room.pk, start).changes:
        if "message" in change.payload:
            take_message(by_events, change.payload["message"])
    fresh = {message["seq"]: message for message in scene.fresh()}
    assert (by_changes, by_events) == (fresh, fresh)


def test_someone_renamed_is_mentioned_by_the_name_of_now(history):
    def check(scene: History) -> None:
        scene.go_on(scene.acts, STEPS)
        rename(scene.users["Bob"], "Robert")
        names = {user["name"] for message in scene.fresh() for user in message["mentions"]}
        assert names <= {"Ada", "Robert", "Cleo"}
        assert any(message["mentions"] for message in scene.fresh()) == bool(names)

    for seed in range(20):
        history(seed, check)


def test_counts_equal_a_recount_at_every_step(history):
    for seed in range(COUNTED):
        history(seed, count_at_every_step)


def count_at_every_step(scene: History) -> None:
    """Read, mark and write on several devices; each way of counting says what counting by hand does."""
    recount = Recount(scene)

    def mark() -> dict[str, Any]:
        return {"room_id": scene.room.pk, "by": scene.someone()}

    reading: list[tuple[float, Callable[[], object]]] = [
        (4, lambda: mark_read(**mark(), seq=scene.random.choice(scene.seqs()))),
        (2, lambda: mark_read(**mark(), seq=10**6)),
        (
            2,
            lambda: mark_read(**mark(), unread_from=scene.random.choice(scene.seqs())),
        ),
        (1, lambda: mark_read(**mark(), unread=True)),
        (1, lambda: read_all(by=scene.someone())),
        (1, lambda: block_person(by=scene.someone(), person=scene.someone())),
        (1, lambda: unblock_person(by=scene.someone(), user_id=scene.someone().pk)),
    ]
    for _ in range(COUNTED_STEPS):
        scene.go_on(scene.acts + reading, 1)
        recount.look()
        recount.compare(scene.someone())


class Recount:
    """Counts from what a fresh page shows alone, and since when each message addresses each person."""

    def __init__(self, scene: History):
        self.scene = scene
        self.since: dict[tuple[int, int, str], int] = {}
        self.look()

    def look(self) -> None:
        """Note who is addressed by now; what is deleted stays noted, since it may be restored."""
        self.shown = self.scene.fresh()
        for message in self.shown:
            if message["deleted_at"]:
                continue
            for user in self.scene.users.values():
                ways = ways_of(message, user)
                for way in ("by name", "with everyone"):
                    key = message["seq"], user.pk, way
                    if way not in ways:
                        self.since.pop(key, None)
                    elif key not in self.since:
                        is_edit = message["seq"] in self.seen
                        self.since[key] = message["version"] if is_edit else message["seq"]
        self.seen = {message["seq"] for message in self.shown}

    seen: set[int] = set()

    def compare(self, user: User) -> None:
        """Compare the list of rooms, its events, ``sync`` and the inbox with the count by hand."""
        room_id = self.scene.room.pk
        membership = Membership.objects.current().filter(room=room_id, user=user).first()
        mine = my_room(user, room_id)["membership"]
        assert (mine is None) == (membership is None)
        if membership is None or mine is None:
            return
        silent = {user.pk, *Block.objects.filter(user=user).values_list("blocked", flat=True)}
        standing = [one for one in self.shown if not one["deleted_at"] and one["author"]["id"] not in silent]
        unread = sum(one["seq"] > membership.last_read_seq for one in standing)
        mentions = {
            one["seq"]
            for one in standing
            for way in ways_of(one, user)
            if self.since[one["seq"], user.pk, way] > membership.last_read_seq
        }
        news = room_news(room_id, [user.pk])
        (difference,) = sync([Known(user.pk, {}, {})])
        (synced,) = [one["membership"] for one in difference.rooms if one["id"] == room_id]
        entries = inbox(user=user, unread=True).entries
        expected = (unread, len(mentions))
        assert (mine["unread_count"], mine["mention_count"]) == expected
        assert news
        assert (news.unread[user.pk], news.mentions.get(user.pk, 0)) == expected
        assert (synced["unread_count"], synced["mention_count"]) == expected
        assert {entry["message"]["seq"] for entry in entries} <= mentions


def ways_of(message: Any, user: User) -> set[str]:
    """Return how a message addresses someone: each way by itself, since an edit may take one and add the other."""
    if message["author"]["id"] == user.pk:
        return set()
    answered = message["reply_to"] and message["reply_to"]["author"]["id"] == user.pk
    mentioned = user.pk in {one["id"] for one in message["mentions"]}
    by_name = {"by name"} if mentioned or answered else set()
    return by_name | ({"with everyone"} if message["mentions_room"] else set())
