"""What happens in a gap, or while it is read: a client that applies events holds what a fresh fetch shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from messaging.queries import catch_up, changes_since, page
from messaging.services import delete_message, edit_message, restore_message
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.roles import set_role
from rooms.services import create_room
from tests.support.announcements import Recorder, room_changes
from tests.support.conversation import say
from tests.support.quotes import take_message, take_messages

VERBS = ["write", "write", "answer", "edit", "edit", "delete", "restore", "come_and_go", "appoint"]
VERB = st.tuples(st.sampled_from(VERBS), st.integers(0, 1_000))


@dataclass
class Client:
    """A client that follows the contract: an event that is not newer is dropped, what is unknown is never updated."""

    version: int = 0
    messages: dict[int, Any] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)

    def apply(self, change: RoomChange) -> None:
        """Take an event."""
        if change.version <= self.version:
            return
        self.version, payload = change.version, change.payload
        match change.event:
            case ServerEvent.NEW_MESSAGE:
                assert payload["message"]["seq"] == change.version > max(self.messages, default=0)
                self._put(payload["message"], change)
            case ServerEvent.MESSAGE_UPDATED:
                assert payload["message"]["seq"] in self.messages, "an update of what is unknown"
                self._put(payload["message"], change)
            case ServerEvent.MEMBER_LEFT:
                self.members.pop(payload["user"]["id"], None)
            case ServerEvent.MEMBER_JOINED:
                self.members[payload["user"]["id"]] = payload["role"]
            case ServerEvent.MEMBER_UPDATED:
                assert payload["user"]["id"] in self.members, "an update of who is unknown"
                self.members[payload["user"]["id"]] = payload["role"]

    def _put(self, message: Any, change: RoomChange) -> None:
        assert message["version"] == change.version
        take_message(self.messages, message)


class Scene:
    """A room in which things happen, some of them between the queries of a reading."""

    def __init__(self, alice: User, bob: User, recorder: Recorder):
        self.alice, self.bob, self.recorder = alice, bob, recorder
        # Only what a moderator removed can be restored.
        self.ada = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
            email="ada@example.org"
        )
        self.log: list[RoomChange] = []
        self.room: Room
        self.do(self._open)

    def _open(self) -> None:
        self.room = create_room(by=self.alice, name=f"Kitchen {Room.objects.count()}")

    def do(self, act: Callable[[], object]) -> None:
        """Do something; what it announces is in the log."""
        start = len(connection.run_on_commit)
        act()
        hooks = [hook for _, hook, _ in connection.run_on_commit[start:]]
        del connection.run_on_commit[start:]
        self.recorder.sent.clear()
        for hook in hooks:
            hook()
        self.log += room_changes(self.recorder.sent)

    def perform(self, verb: str, number: int) -> None:
        """Do what ``verb`` says, to the message that ``number`` picks."""
        messages = list(self.room.messages.order_by("seq"))
        target = messages[number % len(messages)] if messages else None
        if verb == "write" or target is None:
            self.do(lambda: say(self.alice, self.room, f"{number}"))
        elif verb == "answer":
            self.do(lambda: say(self.alice, self.room, f"{number}", reply_to=target.seq))
        elif verb == "edit" and not target.is_deleted:
            self.do(lambda: edit_message(room_id=self.room.pk, seq=target.seq, by=self.alice, content=f"new {number}"))
        elif verb == "delete":
            self.do(lambda: delete_message(room_id=self.room.pk, seq=target.seq, by=self.ada, reason="spam"))
        elif verb == "restore":
            self.do(lambda: restore_message(room_id=self.room.pk, seq=target.seq, by=self.ada))
        elif verb == "come_and_go":
            self.do(lambda: (leave_room if self.is_in() else join_room)(room_id=self.room.pk, by=self.bob))
        elif verb == "appoint" and self.is_in():
            role = ["member", "moderator"][number % 2]
            self.do(lambda: set_role(room_id=self.room.pk, by=self.alice, user_id=self.bob.pk, role=role))

    def is_in(self) -> bool:
        """Tell whether Bob is a member."""
        return Membership.objects.current().filter(room=self.room, user=self.bob).exists()

    def reading(self, read: Callable[[], Any], meanwhile: list[tuple[int, tuple[str, int]]]) -> Any:
        """Return what ``read`` returns when something happens before its second, third… query."""
        count = 0

        def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            if not sql.startswith("SELECT"):
                return execute(sql, params, many, context)
            count += 1
            due = [verb for place, verb in meanwhile if place == count and count > 1]
            with disabled(wrapper):
                for verb in due:
                    self.perform(*verb)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(wrapper):
            return read()

    def compare(self, client: Client) -> None:
        """Compare what a client holds with a fresh fetch."""
        fresh, more = [], 0
        while more is not None:
            part = page(user=self.alice, room_id=self.room.pk, after=more, limit=100)
            fresh += part.messages
            more = fresh[-1]["seq"] if part.has_more_after else None
        assert [client.messages[seq] for seq in sorted(client.messages)] == fresh
        assert client.version == part.version


class disabled:  # noqa: N801 - reads as what it does
    """Take a query wrapper away for a while."""

    def __init__(self, wrapper: Any):
        self.wrapper = wrapper

    def __enter__(self) -> None:
        connection.execute_wrappers.remove(self.wrapper)

    def __exit__(self, *_: object) -> None:
        connection.execute_wrappers.append(self.wrapper)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Return what is announced."""
    recorder = Recorder()
    realtime.transport.provide(recorder)
    yield recorder
    realtime.transport.withdraw()


MEANWHILE = st.lists(st.tuples(st.integers(2, 5), VERB), max_size=6)
property_of_a_log = given(
    before=st.lists(VERB, max_size=8),
    gap=st.lists(VERB, max_size=20),
    meanwhile=MEANWHILE,
    after=st.lists(VERB, max_size=5),
    limit=st.sampled_from([1, 2, 3, 200]),
)
many = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@property_of_a_log
def test_a_gap_that_is_read_brings_births_in_order_and_changes_as_updates(
    alice, bob, recorder, before, gap, meanwhile, after, limit
):
    scene, client = Scene(alice, bob, recorder), Client()
    for verb in before:
        scene.perform(*verb)
    for change in scene.log:
        client.apply(change)
    for verb in gap:
        scene.perform(*verb)
    version, complete = client.version, False
    while not complete:
        found = scene.reading(lambda: changes_since(scene.room.pk, version, limit), meanwhile)  # noqa: B023 - called here
        version, complete, meanwhile = found.version, found.complete, []
        for change in found.changes:
            client.apply(change)
    client.version = version
    for verb in after:
        scene.perform(*verb)
    for change in scene.log:
        client.apply(change)
    scene.compare(client)
    members = Membership.objects.current().filter(room=scene.room)
    assert client.members == dict(members.values_list("user", "role"))


@many
@property_of_a_log
def test_who_catches_up_holds_every_message_before_its_update(
    alice, bob, recorder, before, gap, meanwhile, after, limit
):
    scene, client = Scene(alice, bob, recorder), Client()
    for verb in before:
        scene.perform(*verb)
    for change in scene.log:
        client.apply(change)
    for verb in gap:
        scene.perform(*verb)
    complete, changes = False, {"since": client.version, "limit": limit}
    while not complete:
        found = scene.reading(lambda: catch_up(user=alice, room_id=scene.room.pk, **changes), meanwhile)
        complete, changes["since"], meanwhile = found.complete, found.version, []
        take_messages(client.messages, found.messages)
    client.version = found.version
    client.members = dict(Membership.objects.filter(room=scene.room).values_list("user", "role"))
    for verb in after:
        scene.perform(*verb)
    for change in scene.log:
        client.apply(change)
    scene.compare(client)
