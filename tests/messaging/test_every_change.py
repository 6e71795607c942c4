"""State fetched before, with ``/changes`` applied, is the state fetched after: for every change of a room."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chatsite.text.times import end_of
from messaging import services as messages
from messaging.pins import services as pins
from messaging.posting import Draft, post_messages
from messaging.reactions import services as reactions
from messaging.reading import services as reading
from rooms import memberships, roles
from rooms import services as rooms
from rooms.models import Room
from rooms.moderation import services as moderation
from tests.support.conversation import say
from tests.support.quotes import take_messages


@dataclass
class Scene:
    """A room whose first message is quoted by the second; the third is deleted. The administrator looks on."""

    room: Room
    alice: User
    bob: User
    charlie: User
    admin: User
    client: Client
    seqs: list[int]

    @property
    def path(self) -> str:
        """Return the path of the room."""
        return f"/rooms/{self.room.pk}"

    def fetch(self) -> dict[str, Any]:
        """Return all that is to be seen of the room."""
        room = self.client.get(self.path).json()["room"]
        members = self.client.get(f"{self.path}/members").json()["members"]
        page = self.client.get(f"{self.path}/messages?limit=100").json()
        return {
            "room": {name: value for name, value in room.items() if name not in {"membership", "last_message"}},
            "members": {member["user"]["id"]: member for member in members},
            "messages": {message["seq"]: message for message in page["messages"]},
        }


@pytest.fixture
def scene(room, alice, bob, charlie, admin, signed_in) -> Scene:
    """Return the scene."""
    seqs = [say(alice, room, "first")["seq"]]
    seqs += [say(bob, room, "second", reply_to=seqs[0])["seq"], say(alice, room, "third")["seq"]]
    messages.delete_message(room_id=room.pk, seq=seqs[2], by=alice)
    return Scene(room, alice, bob, charlie, admin, signed_in(admin), seqs)


FOR_A_MINUTE = {"until": end_of(60), "reason": "Why."}
Act = Callable[[Scene], object]


def by(service: Callable[..., object], who: str = "alice", **fields: Any) -> Act:
    """Return a call of ``service`` in the room by one of the people; ``whom`` names the one it is about."""

    def act(scene: Scene) -> object:
        more = {"user_id": getattr(scene, fields["whom"]).pk} if "whom" in fields else {}
        more |= {"seq": scene.seqs[fields["which"]]} if "which" in fields else {}
        rest = {name: value for name, value in fields.items() if name not in {"whom", "which"}}
        return service(room_id=scene.room.pk, by=getattr(scene, who), **more, **rest)

    return act


def after_closing(scene: Scene) -> object:
    rooms.close_room(room_id=scene.room.pk, by=scene.alice)
    return rooms.reopen_room(room_id=scene.room.pk, by=scene.alice)


def after_joining(scene: Scene) -> object:
    memberships.join_room(room_id=scene.room.pk, by=scene.charlie)
    return moderation.remove_member(room_id=scene.room.pk, by=scene.alice, user_id=scene.charlie.pk, reason="Why.")


def banning_one_who_left(scene: Scene) -> object:
    memberships.join_room(room_id=scene.room.pk, by=scene.charlie)
    memberships.leave_room(room_id=scene.room.pk, by=scene.charlie)
    return by(moderation.ban_from_room, whom="charlie", **FOR_A_MINUTE)(scene)


def after_banning(scene: Scene) -> object:
    by(moderation.ban_from_room, whom="bob", **FOR_A_MINUTE)(scene)
    by(moderation.unban_from_room, whom="bob")(scene)
    return memberships.join_room(room_id=scene.room.pk, by=scene.bob)


def after_removing(scene: Scene) -> object:
    by(messages.delete_message, which=1, reason="Why.")(scene)
    return by(messages.restore_message, which=1)(scene)


def after_pinning(scene: Scene) -> object:
    by(pins.pin_message, which=1)(scene)
    return by(pins.unpin_message, which=1)(scene)


def after_reacting(scene: Scene) -> object:
    by(reactions.react, which=1, emoji="👍", on=True)(scene)
    return by(reactions.react, "bob", which=1, emoji="🎉", on=True)(scene)


def sweeping(scene: Scene) -> object:
    return messages.remove_messages_of(person=scene.alice, since=scene.room.created_at, by=scene.admin, reason="Why.")


ACTS: dict[str, list[Act]] = {
    "post_messages": [lambda scene: post_messages([Draft(scene.bob.pk, scene.room.pk, f"{n}") for n in range(3)])],
    "edit_message": [by(messages.edit_message, which=0, content="new")],
    "delete_message": [by(messages.delete_message, which=0), by(messages.delete_message, which=1, reason="Why.")],
    "remove_messages_of": [sweeping],
    "restore_message": [after_removing],
    "pin_message": [by(pins.pin_message, which=1)],
    "unpin_message": [after_pinning],
    "react": [by(reactions.react, which=0, emoji="👍", on=True), after_reacting],
    "mark_read": [by(reading.mark_read, "bob", which=2)],
    "update_room": [by(rooms.update_room, name="Garden"), by(rooms.update_room, description="d", slow_mode_s=10)],
    "set_default": [lambda scene: rooms.set_default(room_id=scene.room.pk, by=scene.admin, is_default=True)],
    "close_room": [by(rooms.close_room)],
    "reopen_room": [after_closing],
    "join_room": [by(memberships.join_room, "charlie")],
    "leave_room": [by(memberships.leave_room, "bob"), by(memberships.leave_room, "alice")],
    "set_role": [by(roles.set_role, whom="bob", role="moderator"), by(roles.set_role, whom="bob", role="owner")],
    "mute_member": [by(moderation.mute_member, whom="bob", **FOR_A_MINUTE)],
    "unmute_member": [by(moderation.unmute_member, whom="bob")],
    "remove_member": [after_joining],
    "ban_from_room": [
        by(moderation.ban_from_room, whom="bob", **FOR_A_MINUTE),
        banning_one_who_left,
    ],
    "unban_from_room": [after_banning],
}
# Before the first there is nothing to fetch, after the others nothing is left (test_policy_table.py).
NO_BEFORE_OR_AFTER = {"create_room", "delete_room", "purge_room"}


def test_every_service_that_changes_a_room_has_an_act():
    services = {
        name
        for module in (rooms, memberships, roles, moderation, messages, pins, reactions)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and "by" in inspect.signature(function).parameters
    }
    services = {name for name in services if not name.startswith("_")} - {"make_owner"} | {"post_messages", "mark_read"}
    assert services == ACTS.keys() | NO_BEFORE_OR_AFTER


@pytest.mark.parametrize("act", [pytest.param(act, id=name) for name, acts in ACTS.items() for act in acts])
@pytest.mark.parametrize("limit", [1, 200])
def test_what_changed_brings_what_a_fetch_would(scene, act, limit):
    shown = scene.fetch()
    act(scene)
    after, complete = scene.fetch(), False
    while not complete:
        query = f"since={shown['room']['version']}&limit={limit}"
        changes = scene.client.get(f"{scene.path}/changes?{query}").json()
        shown["room"] = changes["room"] | {"version": changes["version"]}
        take_messages(shown["messages"], changes["messages"])
        if changes["members_changed"]:
            shown["members"] = after["members"]
        complete = changes["complete"]
    assert shown == after
