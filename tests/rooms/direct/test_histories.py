"""Direct rooms against a plain model of them: random histories of three people, and an administrator outside.

``DIRECT_RUNS=2000 DIRECT_SEED=1000`` looks further; a failure names its seed.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.db import transaction

from accounts.blocking.services import block_person, unblock_person
from accounts.models import User
from chatsite.contract.errors import ChatError, Conflict, NotAllowed, NotFound
from messaging.live import syncing
from messaging.live.syncing import Known
from messaging.queries import room_news
from messaging.reading.services import mark_read
from rooms.attention import set_attention
from rooms.direct.consistency import check_direct_rooms
from rooms.direct.services import open_direct
from rooms.memberships import leave_room
from rooms.models import Room
from rooms.queries import ListedRooms, my_rooms, room_for
from tests.support.conversation import say
from tests.support.selection import LANE

RUNS = int(os.environ.get("DIRECT_RUNS", "20" if LANE else "40"))
FIRST_SEED = int(os.environ.get("DIRECT_SEED", "1000" if LANE == "mariadb" else "0"))
STEPS = 40
PEOPLE = ["Ada", "Bob", "Cleo"]  # Ada administers
NO_ONE = -1


@dataclass
class ModelRoom:
    """What a direct room must be; positions count its messages."""

    everyone: frozenset[str]
    members: set[str]
    hidden: dict[str, int]
    has_key: bool = True
    authors: list[str] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)

    def is_listed_for(self, person: str) -> bool:
        return person in self.members and self.hidden.get(person, NO_ONE) < len(self.authors)


class Model:
    """What the whole must be; a refusal is the class of its error."""

    def __init__(self) -> None:
        self.rooms: list[ModelRoom] = []
        self.blocks: set[tuple[str, str]] = set()

    def open(self, by: str, others: Iterable[str]) -> int | type[ChatError]:
        everyone = frozenset({by, *others})
        for number, room in enumerate(self.rooms):
            if room.has_key and room.everyone == everyone:
                if not room.is_listed_for(by):
                    room.hidden.pop(by)
                return number
        if any(self.stand_between(by, other) for other in everyone):
            return NotAllowed
        self.rooms.append(ModelRoom(everyone, set(everyone), dict.fromkeys(everyone - {by}, 0)))
        return len(self.rooms) - 1

    def stand_between(self, one: str, other: str) -> bool:
        return bool({(one, other), (other, one)} & self.blocks)

    def say(self, by: str, room: ModelRoom) -> type[ChatError] | None:
        if by not in room.members:
            return NotFound
        others = room.members - {by}
        if len(others) == 1 and self.stand_between(by, *others):
            return NotAllowed
        room.authors.append(by)
        return None

    def mark_read(self, by: str, room: ModelRoom) -> type[ChatError] | None:
        if by not in room.members:
            return NotFound
        room.read[by] = len(room.authors)
        return None

    def hide(self, by: str, room: ModelRoom, on: bool) -> type[ChatError] | None:
        if by not in room.members:
            return NotFound
        if on and room.is_listed_for(by):
            room.hidden[by] = len(room.authors)
        elif not on and not room.is_listed_for(by):
            room.hidden.pop(by)
        return None

    def leave(self, by: str, room: ModelRoom) -> type[ChatError] | None:
        if by not in room.members:
            return NotFound
        if len(room.everyone) <= 2:
            return Conflict
        room.members.discard(by)
        room.has_key = False
        return None

    def unread(self, person: str, room: ModelRoom) -> int:
        silent = {person, *(whom for by, whom in self.blocks if by == person)}
        return sum(author not in silent for author in room.authors[room.read.get(person, 0) :])

    def list_of(self, person: str) -> dict[int, tuple[list[str], int]]:
        """Return what a person's list shows: ``{number: (members, unread)}``."""
        return {
            number: (sorted(room.members), self.unread(person, room))
            for number, room in enumerate(self.rooms)
            if room.is_listed_for(person)
        }


class History:
    """A random history, carried out in the model and for real."""

    def __init__(self, seed: int, users: dict[str, User]):
        self.random, self.users, self.model = Random(seed), users, Model()
        self.ids: list[int] = []

    def step(self) -> None:
        by = self.random.choice(PEOPLE)
        if not self.ids or self.random.random() < 0.25:
            self.open(by)
        elif self.random.random() < 0.2:
            self.block(by)
        else:
            self.act(by)

    def open(self, by: str) -> None:
        others = self.random.sample(PEOPLE, self.random.randrange(len(PEOPLE) + 1))
        expected = self.model.open(by, others)
        ids = [self.users[name].pk for name in others]
        done = outcome(lambda: open_direct(by=self.users[by], user_ids=ids).room["id"])
        if isinstance(expected, int) and expected == len(self.ids):
            self.ids.append(done)
        assert done == (self.ids[expected] if isinstance(expected, int) else expected)

    def block(self, by: str) -> None:
        whom = self.random.choice([name for name in PEOPLE if name != by])
        if self.random.random() < 0.5:
            self.model.blocks.add((by, whom))
            block_person(by=self.users[by], person=self.users[whom])
        else:
            self.model.blocks.discard((by, whom))
            unblock_person(by=self.users[by], user_id=self.users[whom].pk)

    def act(self, by: str) -> None:
        number = self.random.randrange(len(self.ids))
        room, pk, user = self.model.rooms[number], self.ids[number], self.users[by]
        on = self.random.random() < 0.7
        acts: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "say": (lambda: self.model.say(by, room), lambda: say(user, Room(pk=pk))),
            "read": (lambda: self.model.mark_read(by, room), lambda: mark_read(room_id=pk, by=user, seq=10**6)),
            "hide": (
                lambda: self.model.hide(by, room, on),
                lambda: set_attention(room_id=pk, by=user, is_hidden=on),
            ),
            "leave": (lambda: self.model.leave(by, room), lambda: leave_room(room_id=pk, by=user)),
        }
        name = self.random.choices(list(acts), [6, 3, 3, 1])[0]
        expect, do = acts[name]
        done = outcome(do)
        assert (done if isinstance(done, type) else None) == expect(), name

    def compare(self) -> None:
        for name in PEOPLE:
            user, expected = self.users[name], self.model.list_of(name)
            listed = my_rooms(user, ListedRooms().first(user, after=0, count=100))
            assert self.shown(listed) == expected
            (difference,) = syncing.read([Known(user.pk, {}, {})])
            assert self.shown(difference.rooms) == expected
            for number, (_members, unread) in expected.items():
                news = room_news(self.ids[number], [user.pk])
                assert news
                assert (news.unread[user.pk], news.mentions.get(user.pk, 0)) == (unread, unread)
        assert [finding.what for part in check_direct_rooms() for finding in part] == []

    def shown(self, rooms: Iterable[Any]) -> dict[int, tuple[list[str], int]]:
        for room in rooms:
            assert room["membership"]["mention_count"] == room["membership"]["unread_count"]
        return {
            self.ids.index(room["id"]): (
                sorted(user["name"] for user in room["members"]),
                room["membership"]["unread_count"],
            )
            for room in rooms
        }


def outcome(do: Callable[[], object]) -> Any:
    """Return what it returns, or the class of its refusal."""
    try:
        with transaction.atomic():
            return do()
    except ChatError as error:
        return type(error)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + RUNS))
def test_a_history_is_what_the_model_says(make_user, seed):
    users = {name: make_user(name, is_superuser=name == "Ada", is_staff=name == "Ada") for name in PEOPLE}
    outsider = make_user("Dan", is_superuser=True, is_staff=True)
    history = History(seed, users)
    for number in range(STEPS):
        history.step()
        if number % 10 == 9:
            history.compare()
    assert not ListedRooms().of(outsider).exists()
    for room_id in history.ids:
        with pytest.raises(NotFound):
            room_for(outsider, room_id)
