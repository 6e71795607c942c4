"""The record against a plain model of it: several people, every operation, random order, retries.

Two hundred runs belong to every test run: where there are lanes, half of them to each engine, and no plan to both.
``RECORD_RUNS=5000 RECORD_SEED=1000`` looks further; a failure is shown as the shortest plan of steps that still fails.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.models import User
from chatsite import realtime
from chatsite.contract.errors import ChatError
from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from messaging import services as messages
from messaging.queries import catch_up, changes_since, page
from messaging.reading import services as reading
from messaging.services import Draft, Duplicate, Refused, StoredMessage, post_messages
from messaging.unread import unread_counts
from rooms import memberships, roles
from rooms import services as rooms
from rooms.access.services import add_members
from rooms.models import Membership, Room
from rooms.moderation.services import remove_member
from rooms.payloads import room_payload
from rooms.queries import room_for
from tests.messaging.record_model import ModelRoom, Outcome, Said, World
from tests.support.announcements import Recorder
from tests.support.quotes import take_message, take_messages
from tests.support.selection import LANE

RUNS = int(os.environ.get("RECORD_RUNS", "100" if LANE else "200"))
FIRST_SEED = int(os.environ.get("RECORD_SEED", "100" if LANE == "mariadb" else "0"))
STEPS = 30
STEPS_BETWEEN_COMPARISONS = 15
PEOPLE = ["Ada", "Bob", "Cleo", "Dan"]  # Ada administers
NAMES = ["Attic", "attic", "Barn", "Cellar"]
CONTENTS = ["one", "two", "*three*"]
ROLES = ["owner", "moderator", "member"]
NO_SUCH_SEQ = 10**6

Step = tuple[str, dict[str, Any]]


def draft(random: Random) -> tuple[str, int, str, int, int | None]:
    """Return author, room, content, client id and what it answers; the few client ids make retries."""
    reply = random.choice([None, None, 0, 1, 2, 3])
    return random.choice(PEOPLE), random.randrange(6), random.choice(CONTENTS), random.randrange(1, 9), reply


def plan(random: Random) -> list[Step]:
    """Return random steps as data, so that any of them can be left out."""

    def step(verb: str, /, **details: Callable[[], Any]) -> Step:
        return verb, {"by": random.choice(PEOPLE)} | {name: value() for name, value in details.items()}

    def change(verb: str) -> Callable[[], Step]:
        return lambda: step("change_room", number=number, verb=lambda: verb)

    number = partial(random.randrange, 6)
    which = partial(random.randrange, 12)
    position = partial(random.randrange, 1, 30)
    limit = partial(random.randrange, 1, 6)
    name, text, role, person = (partial(random.choice, words) for words in (NAMES, CONTENTS, ROLES, PEOPLE))
    visibility = partial(random.choice, ["public", "private"])
    who = partial(random.choice, ["members", "members", "moderators"])
    makers: list[tuple[float, Callable[[], Step]]] = [
        (1, lambda: step("create", name=name, visibility=visibility)),
        (3, change("join")),
        (3, change("leave")),
        (1, change("close")),
        (2, change("reopen")),
        (0.3, change("delete")),
        (1, lambda: step("rename", number=number, name=name)),
        (3, lambda: step("appoint", person=person, number=number, role=role)),
        (2, lambda: step("show_to", number=number, visibility=visibility)),
        (1, lambda: step("let_write", number=number, who=who)),
        (3, lambda: step("add", person=person, number=number)),
        (2, lambda: step("take_out", person=person, number=number)),
        (8, lambda: ("post", {"drafts": [draft(random) for _ in range(limit())]})),
        (4, lambda: step("edit", number=number, which=which, content=text)),
        (3, lambda: step("remove", number=number, which=which)),
        (3, lambda: step("restore", number=number, which=which)),
        (3, lambda: step("read", number=number, seq=position)),
        (1, lambda: step("unread", number=number, seq=position)),
        (3, lambda: ("catch_up_late", {"number": number(), "limit": limit()})),
        (3, lambda: ("fetch_changes", {"number": number(), "since": position(), "limit": limit()})),
    ]
    weights = [weight for weight, _ in makers]
    return [maker() for _, maker in random.choices(makers, weights, k=STEPS)]


@dataclass
class Follower:
    """A client that holds one room's state and brings it up to date by changes alone."""

    version: int = 0
    messages: dict[int, Any] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    room: dict[str, Any] = field(default_factory=dict)

    def apply(self, change: RoomChange) -> None:
        """Take a change as a client takes an event."""
        assert change.version > self.version, "the same change twice, or in the wrong order"
        self.version, payload = change.version, change.payload
        match change.event:
            case ServerEvent.NEW_MESSAGE | ServerEvent.MESSAGE_UPDATED:
                known = payload["message"]["seq"] in self.messages
                assert known == (change.event == ServerEvent.MESSAGE_UPDATED)
                take_message(self.messages, payload["message"])
            case ServerEvent.MEMBER_LEFT:
                self.members.pop(payload["user"]["id"], None)
            case ServerEvent.MEMBER_JOINED | ServerEvent.MEMBER_UPDATED:
                self.members[payload["user"]["id"]] = payload["role"]
            case ServerEvent.ROOM_DELETED:
                self.room = {}
            case _:
                self.room = payload["room"]
        if self.room:
            self.room = self.room | {"version": change.version}
            self.room["member_count"] = payload.get("member_count", self.room["member_count"])


class Run:
    """Does each step to the record and to the model, and compares."""

    def __init__(self, users: Mapping[str, User]) -> None:
        self.recorder = Recorder()
        realtime.transport.provide(self.recorder)
        self.users = users
        self.world = World(admins={"Ada"})
        self.rooms: list[int] = []
        self.live: list[Follower] = []
        self.late: list[Follower] = []
        for number, (owner, other, name) in enumerate([("Bob", "Cleo", "Attic"), ("Cleo", "Dan", "Barn")]):
            self.create(owner, name, "public")
            self.change_room(other, number, "join")
            self.post([(owner, number, "one", 1, None), (other, number, "two", 1, None)])
            self.post([(other, number, "one", 2, 1)])

    def take(self, steps: list[Step]) -> None:
        """Take the steps."""
        for count, (verb, details) in enumerate(steps, 1):
            getattr(self, verb)(**details)
            if count % STEPS_BETWEEN_COMPARISONS == 0 or count == len(steps):
                for room in self.world.rooms:
                    self.compare_room(room)

    # Doing

    def perform(self, expected: Outcome, room: ModelRoom, act: Callable[..., Any], **kwargs: Any) -> None:
        """Do it, and find that it was refused as expected or took the expected versions, each announced."""
        outcome: Outcome = 0
        start = len(connection.run_on_commit)
        try:
            with transaction.atomic():
                act(room_id=self.pk(room), **kwargs)
        except ChatError as error:
            outcome = type(error)
        announced = self.announced(room, start)
        assert (outcome or announced) == expected
        assert not (outcome and announced)

    def announced(self, room: ModelRoom, start: int, *, keep: bool = False) -> int:
        """Deliver what was announced to the live follower of the room, as the commit would; return how much it was."""
        self.recorder.sent.clear()
        for _, announce, _ in connection.run_on_commit[start:]:
            announce()
        if not keep:
            del connection.run_on_commit[start:]
        changes = [item for item in self.recorder.sent if isinstance(item, RoomChange)]
        mine = [change for change in changes if change.room_id == self.pk(room)]
        follower = self.live[self.world.rooms.index(room)]
        for change in mine:
            assert change.version == follower.version + 1, "a gap in what is announced"
            follower.apply(change)
        return len(mine)

    def pk(self, room: ModelRoom) -> int:
        return self.rooms[self.world.rooms.index(room)]

    def room(self, number: int) -> ModelRoom:
        return self.world.rooms[number % len(self.world.rooms)]

    @staticmethod
    def seq(room: ModelRoom, which: int) -> int:
        """Return mostly the position of a message, sometimes of none."""
        return room.said[which % len(room.said)].seq if room.said and which else NO_SUCH_SEQ

    def create(self, by: str, name: str, visibility: str) -> None:
        start = len(connection.run_on_commit)
        room = self.world.create(by, name, visibility)
        if not isinstance(room, ModelRoom):
            with pytest.raises(room):
                rooms.create_room(by=self.users[by], name=name, visibility=visibility)
            return
        self.rooms.append(rooms.create_room(by=self.users[by], name=name, visibility=visibility).pk)
        self.live.append(Follower())
        self.late.append(Follower())
        assert self.announced(room, start) == 2

    def change_room(self, by: str, number: int, verb: str) -> None:
        room, module = self.room(number), memberships if verb in {"join", "leave"} else rooms
        service = getattr(module, f"{verb}_room")
        self.perform(getattr(room, verb)(by), room, service, by=self.users[by])

    def rename(self, by: str, number: int, name: str) -> None:
        room = self.room(number)
        self.perform(room.rename(by, name), room, rooms.update_room, by=self.users[by], name=name)

    def appoint(self, by: str, person: str, number: int, role: str) -> None:
        room, user_id = self.room(number), self.users[person].pk
        expected = room.appoint(by, person, role)
        self.perform(expected, room, roles.set_role, by=self.users[by], user_id=user_id, role=role)

    def show_to(self, by: str, number: int, visibility: str) -> None:
        room = self.room(number)
        expected = room.show_to(by, visibility)
        self.perform(expected, room, rooms.update_room, by=self.users[by], visibility=visibility)

    def let_write(self, by: str, number: int, who: str) -> None:
        room = self.room(number)
        self.perform(room.let_write(by, who), room, rooms.update_room, by=self.users[by], who_may_write=who)

    def add(self, by: str, person: str, number: int) -> None:
        room, user_ids = self.room(number), [self.users[person].pk]
        self.perform(room.add(by, person), room, add_members, by=self.users[by], user_ids=user_ids)

    def take_out(self, by: str, person: str, number: int) -> None:
        room, user_id = self.room(number), self.users[person].pk
        expected = room.take_out(by, person)
        self.perform(expected, room, remove_member, by=self.users[by], user_id=user_id, reason="Finished")

    def post(self, drafts: list[tuple[str, int, str, int, int | None]]) -> None:
        start = len(connection.run_on_commit)
        before = [room.version for room in self.world.rooms]
        expected, asked = [], []
        for by, number, content, client_id, reply in drafts:
            room = self.room(number)
            # What was there before the batch, since a reply answers something that was seen.
            seen = [said.seq for said in room.said if said.seq <= before[self.world.rooms.index(room)]]
            reply_to = None if reply is None else seen[-reply % len(seen)] if seen and reply else NO_SUCH_SEQ
            asked.append(Draft(self.users[by].pk, self.pk(room), content, UUID(int=client_id), reply_to))
            outcome = room.post(by, content, client_id, reply_to)
            expected.append((outcome, room.said[-1] if outcome == 1 else None))
        for result, (outcome, said) in zip(post_messages(asked), expected, strict=True):
            self.compare_result(result, outcome, said)
        for room, version in zip(self.world.rooms, before, strict=True):
            assert self.announced(room, start, keep=True) == room.version - version
        del connection.run_on_commit[start:]

    @staticmethod
    def compare_result(result: Any, outcome: Any, said: Said | None) -> None:
        if isinstance(outcome, Said):
            assert isinstance(result, Duplicate)
            assert (result.message["seq"], result.message["content"]) == (outcome.seq, outcome.shown)
        elif said:
            assert isinstance(result, StoredMessage)
            assert (result.message["seq"], result.message["content"]) == (said.seq, said.content)
        else:
            assert isinstance(result, Refused)
            assert type(result.error) is outcome

    def edit(self, by: str, number: int, which: int, content: str) -> None:
        room, user = self.room(number), self.users[by]
        seq = self.seq(room, which)
        self.perform(room.edit(by, seq, content), room, messages.edit_message, by=user, seq=seq, content=content)

    def remove(self, by: str, number: int, which: int) -> None:
        room = self.room(number)
        seq = self.seq(room, which)
        self.perform(room.remove(by, seq), room, messages.delete_message, by=self.users[by], seq=seq)

    def restore(self, by: str, number: int, which: int) -> None:
        room = self.room(number)
        seq = self.seq(room, which)
        self.perform(room.restore(by, seq), room, messages.restore_message, by=self.users[by], seq=seq)

    def read(self, by: str, number: int, seq: int) -> None:
        room = self.room(number)
        self.perform(room.read(by, seq), room, reading.mark_read, by=self.users[by], seq=seq)

    def unread(self, by: str, number: int, seq: int) -> None:
        room = self.room(number)
        self.perform(room.unread_from(by, seq), room, reading.mark_read, by=self.users[by], unread_from=seq)

    # Comparing

    def catch_up_late(self, number: int, limit: int) -> None:
        """Bring the late follower up to date in steps; it then holds what a fresh fetch shows."""
        room = self.room(number)
        follower = self.late[self.world.rooms.index(room)]
        since = follower.version
        while True:
            found = changes_since(self.pk(room), since, limit)
            for change in found.changes:
                follower.apply(change)
            since = found.version
            if found.complete:
                break
        assert follower.version == since == room.version
        self.compare_follower(follower, room, self.fetch(room))

    def fetch_changes(self, number: int, since: int, limit: int) -> None:
        """Apply /changes to the messages as they were; they are then those of a fresh fetch."""
        room = self.room(number)
        reader = self.reader(room)
        if reader is None:
            return
        since = version = min(since, room.version)
        fresh = {message["seq"]: message for message in self.fetch(room)}
        held = {seq: known_at(message, since) for seq, message in fresh.items() if message["version"] <= since}
        while True:
            found = catch_up(user=reader, room_id=self.pk(room), since=version, limit=limit)
            take_messages(held, found.messages)
            version = found.version
            if found.complete:
                break
        assert (held, version) == (fresh, room.version)

    def reader(self, room: ModelRoom) -> User | None:
        """Return someone who may read a room, if there is anyone."""
        readers = (name for name in PEOPLE if not room.hides_from(name))
        return next((self.users[name] for name in readers), None)

    def fetch(self, room: ModelRoom) -> list[Any]:
        found: list[Any] = []
        reader = self.reader(room)
        more = None if reader is None else 0
        while reader and more is not None:
            part = page(user=reader, room_id=self.pk(room), after=more, limit=20)
            found += part.messages
            more = found[-1]["seq"] if part.has_more_after else None
        return found

    def compare_follower(self, follower: Follower, room: ModelRoom, fresh: list[Any]) -> None:
        """Compare what a follower holds with a fresh fetch."""
        reader = self.reader(room)
        if room.deleted:
            assert follower.room == {}
        if reader is None:
            return
        assert [follower.messages[seq] for seq in sorted(follower.messages)] == fresh
        current = Membership.objects.current().filter(room=self.pk(room))
        assert follower.members == dict(current.values_list("user", "role"))
        assert follower.room == room_payload(room_for(reader, self.pk(room)))

    def compare_room(self, room: ModelRoom) -> None:
        pk = self.pk(room)
        stored = Room.objects.select_related("counter").get(pk=pk)
        assert (stored.counter.version, stored.name) == (room.version, room.name)
        assert (bool(stored.closed_at), bool(stored.deleted_at)) == (room.closed, room.deleted)
        assert (stored.counter.member_count, stored.counter.last_message_seq) == (len(room.members), room.last_seq)
        self.compare_members(room)
        self.compare_visibility(room)
        fresh = self.fetch(room)
        if self.reader(room):
            self.compare_messages(room, fresh)
        self.compare_follower(self.live[self.world.rooms.index(room)], room, fresh)

    def compare_visibility(self, room: ModelRoom) -> None:
        visible = {name for name in PEOPLE if Room.objects.visible_to(self.users[name]).filter(pk=self.pk(room))}
        assert visible == {name for name in PEOPLE if not room.hides_from(name)}

    def compare_members(self, room: ModelRoom) -> None:
        members = list(Membership.objects.current().filter(room=self.pk(room)).select_related("user"))
        assert {member.user.name: (member.role, member.last_read_seq) for member in members} == {
            name: (member.role, member.read) for name, member in room.members.items()
        }
        for member in members:
            assert unread_counts([member]).get(member.room_id, 0) == room.unread(member.user.name)

    def compare_messages(self, room: ModelRoom, fresh: list[Any]) -> None:
        assert [(message["seq"], message["author"]["name"], message["content"]) for message in fresh] == [
            (said.seq, said.author, said.shown) for said in room.said
        ]
        shown = {said.seq: said.shown.replace("*", "") for said in room.said}  # a quote shows no markup
        for message, said in zip(fresh, room.said, strict=True):
            quoted = message["reply_to"]["excerpt"] if message["reply_to"] else None
            assert quoted == (None if said.deleted or said.reply_to is None else shown[said.reply_to])


def known_at(message: Any, version: int) -> Any:
    """Return a message as a client may hold it that knows the room at ``version``: with a quote of an older text."""
    quote = message["reply_to"]
    if quote is None or quote["version"] <= version:
        return message
    return message | {"reply_to": quote | {"version": quote["seq"], "excerpt": "older"}}


@contextmanager
def undone() -> Iterator[None]:
    """Leave no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    realtime.transport.withdraw()


def failure_of(steps: list[Step], users: Mapping[str, User]) -> Exception | None:
    """Return what is wrong after ``steps``."""
    try:
        with undone():
            Run(users).take(steps)
    except (AssertionError, LookupError, ChatError) as error:
        return error
    return None


def shortest(steps: list[Step], users: Mapping[str, User]) -> list[Step]:
    """Return ``steps`` less those that the failure does not need."""
    for index in reversed(range(len(steps))):
        fewer = steps[:index] + steps[index + 1 :]
        if failure_of(fewer, users):
            steps = fewer
    return steps


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(3_600)
def test_the_record_behaves_like_its_model():
    users = {
        name: User.objects.create(email=f"{name}@example.org", name=name, is_superuser=name == "Ada") for name in PEOPLE
    }
    for seed in range(FIRST_SEED, FIRST_SEED + RUNS):
        steps = plan(Random(seed))
        if failure_of(steps, users):
            steps = shortest(steps, users)
            lines = "\n".join(map(str, steps))
            pytest.fail(f"seed {seed}, these steps:\n{lines}\n{failure_of(steps, users)!r}")
