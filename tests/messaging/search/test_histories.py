"""Random histories of rooms: a search finds what a plain model says that one may read, no more and no less.

Many rooms live side by side, and every search looks through all of them, so each check is of all their histories.
``HISTORIES=20000`` looks further.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.blocking.services import block_person, unblock_person
from accounts.models import User
from chatsite.contract.errors import ChatError
from messaging.forms import clean_content
from messaging.search.index.models import block_of
from messaging.search.index.sealing import seal
from messaging.search.language import parse
from messaging.search.queries import MAX_PAGE, search
from messaging.services import delete_message, edit_message, restore_message
from rooms.access.services import add_members
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room, remove_member, unban_from_room
from rooms.services import close_room, create_room, delete_room, reopen_room, update_room
from tests.support.conversation import say

HISTORIES = int(os.environ.get("HISTORIES", "2000"))
SIDE_BY_SIDE = 100
STEPS = 6
QUICK = 2
PEOPLE = ["Ada", "Bob", "Cleo", "Dan", "Eve"]  # Ada administers
KINDS = ["public", "public", "private", "private", "direct"]
WORD, OTHER = "heron", "egret"
UTC = ZoneInfo("UTC")


@dataclass
class Said:
    """A message, as the model knows it."""

    id: int
    seq: int
    author: str
    text: str
    deleted_by: str = ""


@dataclass
class Place:
    """A room, as the model knows it."""

    room: Room
    owner: str
    visibility: str
    members: set[str]
    banned: set[str] = field(default_factory=set)
    is_deleted: bool = False
    messages: list[Said] = field(default_factory=list)

    def is_read_by(self, name: str) -> bool:
        """Tell whether a person may read here: the whole rule, in one line."""
        return not self.is_deleted and (self.visibility == "public" or name in self.members) and name not in self.banned


class Site:
    """Rooms side by side, and what happens in them."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.users = {
            name: User.objects.create(email=f"{name}{seed}@example.org", name=name, is_superuser=name == "Ada")
            for name in PEOPLE
        }
        self.blocked: set[tuple[str, str]] = set()
        self.places: list[Place] = []
        for number in range(SIDE_BY_SIDE):
            self.places.append(self.open(number))

    def open(self, number: int) -> Place:
        owner, kind = self.random.choice(PEOPLE), self.random.choice(KINDS)
        others = self.random.sample([name for name in PEOPLE if name != owner], 2)
        ids = [self.users[name].pk for name in others]
        # There is one direct room of each three people.
        if kind == "direct" and not any(one.members == {owner, *others} for one in self.places if one.room.is_direct):
            room = Room.objects.get(pk=open_direct(by=self.users[owner], user_ids=ids).room["id"])
        else:
            kind = "private" if kind == "direct" else kind
            room = create_room(by=self.users[owner], name=f"Room {number}", visibility=kind)
            add_members(room_id=room.pk, by=self.users[owner], user_ids=ids)
        place = Place(room, owner, kind, {owner, *others})
        self.say(place)
        return place

    def step(self, place: Place) -> None:
        """Do something at random; what is refused changes nothing."""
        act = self.random.choices(list(ACTS), list(ACTS.values()))[0]
        try:
            with transaction.atomic():
                act(self, place)
        except ChatError:
            return

    def someone(self, place: Place) -> str:
        return self.random.choice(sorted(place.members) or PEOPLE)

    def of(self, place: Place, *, deleted: bool) -> Said:
        found = [one for one in place.messages if bool(one.deleted_by) == deleted]
        if not found:
            raise ChatError
        return self.random.choice(found)

    def text(self) -> str:
        return self.random.choice([f"a {WORD}", f"an {OTHER}", f"{WORD}s and {OTHER}s", f"{WORD.upper()}!"])

    def say(self, place: Place) -> None:
        author, text = self.someone(place), self.text()
        message = say(self.users[author], place.room, text)
        place.messages.append(Said(message["id"], message["seq"], author, text))

    def edit(self, place: Place) -> None:
        message, text = self.of(place, deleted=False), self.text()
        by = self.users[message.author]
        edit_message(room_id=place.room.pk, seq=message.seq, by=by, content=clean_content(text))
        message.text = text

    def delete(self, place: Place) -> None:
        message = self.of(place, deleted=False)
        by = self.random.choice([message.author, place.owner, "Ada"])
        delete_message(room_id=place.room.pk, seq=message.seq, by=self.users[by], reason="Why.")
        message.deleted_by = by

    def restore(self, place: Place) -> None:
        message = self.of(place, deleted=True)
        by = self.random.choice([message.deleted_by, place.owner, "Ada"])
        restore_message(room_id=place.room.pk, seq=message.seq, by=self.users[by])
        message.deleted_by = ""

    def join(self, place: Place) -> None:
        name = self.random.choice(PEOPLE)
        join_room(room_id=place.room.pk, by=self.users[name])
        place.members.add(name)

    def add(self, place: Place) -> None:
        name = self.random.choice(PEOPLE)
        add_members(room_id=place.room.pk, by=self.users[place.owner], user_ids=[self.users[name].pk])
        place.members.add(name)

    def leave(self, place: Place) -> None:
        name = self.someone(place)
        leave_room(room_id=place.room.pk, by=self.users[name])
        place.members.discard(name)

    def take_out(self, place: Place) -> None:
        name = self.someone(place)
        remove_member(room_id=place.room.pk, by=self.users[place.owner], user_id=self.users[name].pk, reason="Bye")
        place.members.discard(name)

    def ban(self, place: Place) -> None:
        name, until = self.random.choice(PEOPLE), timezone.now() + timedelta(hours=1)
        who = {"by": self.users[place.owner], "user_id": self.users[name].pk}
        ban_from_room(room_id=place.room.pk, **who, until=until, reason="Bye")
        place.banned.add(name)
        place.members.discard(name)

    def unban(self, place: Place) -> None:
        if not place.banned:
            raise ChatError
        name = self.random.choice(sorted(place.banned))
        unban_from_room(room_id=place.room.pk, by=self.users[place.owner], user_id=self.users[name].pk)
        place.banned.discard(name)

    def hide(self, place: Place) -> None:
        kind = self.random.choice(["public", "private"])
        update_room(room_id=place.room.pk, by=self.users[place.owner], visibility=kind)
        place.visibility = kind

    def close(self, place: Place) -> None:
        self.random.choice([close_room, reopen_room])(room_id=place.room.pk, by=self.users[place.owner])

    def end(self, place: Place) -> None:
        delete_room(room_id=place.room.pk, by=self.users[place.owner])
        place.is_deleted = True

    def block(self, place: Place) -> None:
        one, other = self.random.sample(PEOPLE, 2)
        if (one, other) in self.blocked:
            unblock_person(by=self.users[one], user_id=self.users[other].pk)
        else:
            block_person(by=self.users[one], person=self.users[other])
        self.blocked ^= {(one, other)}

    def index(self) -> None:
        """Move what was written so far from the tail to pages."""
        for number in {block_of(message.id) for place in self.places for message in place.messages}:
            list(seal(number))

    def expected(self, name: str) -> list[int]:
        """Return the messages that a person may find, newest first."""
        found = [
            message.id
            for place in self.places
            if place.is_read_by(name)
            for message in place.messages
            if not message.deleted_by and WORD in message.text.lower() and (name, message.author) not in self.blocked
        ]
        return sorted(found, reverse=True)

    def found(self, name: str) -> Iterator[int]:
        """Yield what a person finds, page by page."""
        before = None
        while True:
            answer = search(by=self.users[name], terms=parse(WORD), zone=UTC, before=before, limit=MAX_PAGE)
            yield from (one["message"]["id"] for one in answer["results"])
            before = answer["before"]
            if not answer["has_more"]:
                return


ACTS: dict[Callable[[Site, Place], None], int] = {
    Site.say: 4,
    Site.edit: 4,
    Site.delete: 3,
    Site.restore: 3,
    Site.join: 3,
    Site.add: 2,
    Site.leave: 3,
    Site.take_out: 2,
    Site.ban: 3,
    Site.unban: 2,
    Site.hide: 3,
    Site.close: 1,
    Site.end: 1,
    Site.block: 1,
}


def batches() -> list[Any]:
    """Return the numbers of the batches; most of them wait for the full run."""
    numbers = range(max(1, HISTORIES // SIDE_BY_SIDE))
    return [pytest.param(number, marks=[pytest.mark.slow] if number >= QUICK else []) for number in numbers]


@pytest.mark.parametrize("batch", batches())
def test_a_search_finds_what_one_may_read_and_nothing_else(db, batch):
    site = Site(batch)
    for step in range(STEPS):
        for place in site.places:
            site.step(place)
        if step == batch % STEPS:
            site.index()
        for name in PEOPLE:
            assert list(site.found(name)) == site.expected(name), name


def test_the_model_and_the_site_agree_on_who_is_where(db):
    """Else both could be wrong in the same way: the model's members are those of the tables."""
    site = Site(1_000_000)
    for _ in range(STEPS):
        for place in site.places:
            site.step(place)
    for place in site.places:
        members = Membership.objects.current().filter(room=place.room).values_list("user__name", flat=True)
        assert place.is_deleted or set(members) == place.members
