"""A private room and a direct one full of marked words, and people who must receive none of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from accounts.blocking.services import block_person
from accounts.models import User
from chatsite.text.times import FOREVER
from messaging.attachments.services import describe, receive
from messaging.bookmarks.services import bookmark_message
from messaging.forms import CleanContent
from messaging.forwarding.services import forward_message
from messaging.models import Message
from messaging.moderation.services import report_message
from messaging.pins.services import pin_message
from messaging.reactions.services import react
from messaging.services import delete_message, edit_message
from messaging.webhooks.incoming.services import create_webhook
from rooms.access.services import add_members
from rooms.direct.services import open_direct
from rooms.invitations.services import invite
from rooms.memberships import leave_room
from rooms.models import Membership, Room
from rooms.moderation.services import mute_member, remove_member, unmute_member
from rooms.roles import set_role
from rooms.services import create_room, update_room
from tests.support.conversation import say
from tests.support.webhook_receiver import webhook_with_delivery

# What an outsider may know of someone: their name. That they are in the room is in its list of members alone.
NAME, TOPIC, TEXT = "zqxname", "zqxtopic", "zqxtext"
ANSWER, EDIT, FORWARD, DIRECT, GROUP = "zqxanswer", "zqxedit", "zqxforward", "zqxdirect", "zqxgroup"
FILE, BYTES, ALT = "zqxfile", "zqxbytes", "zqxalt"
EMOJI = "🦭"
MARKS = (FILE, BYTES, ALT, NAME, TOPIC, TEXT, ANSWER, EDIT, FORWARD, DIRECT, GROUP, EMOJI, "\\ud83e\\uddad")

# What the former member wrote, and sends again.
RETRIED = UUID("018f3f6e-0000-7000-8000-000000000001")


@dataclass(frozen=True)
class World:
    """Alice owns the private room, and Bob is in it. Each of ``outsiders`` is not, or not any more."""

    alice: User
    bob: User
    outsiders: dict[str, User]
    room: Room
    direct_id: int
    group_id: int
    hall: Room
    seq: int
    message: Message


def marks_in(text: str) -> list[str]:
    """Return the marks that ``text`` holds."""
    return [mark for mark in MARKS if mark in text]


def fill(alice: User, bob: User, make_user: Any, admin: User) -> World:
    """Create the rooms and everything in them, each thing that has words with words of its own."""
    outsider, former, blocked = make_user("Outsider"), make_user("Former"), make_user("Blocked")
    hall = create_room(by=alice, name="Hall")
    add_members(room_id=hall.pk, by=alice, user_ids=[bob.pk, outsider.pk, former.pk, blocked.pk])
    room = create_room(by=alice, name="Before", description="Before", visibility="private", members_may_invite=True)
    add_members(room_id=room.pk, by=alice, user_ids=[bob.pk, former.pk])
    quoted = say(alice, room, "what do you think?")
    old = [
        say(former, room, "first", client_id=RETRIED, reply_to=quoted["seq"]),
        say(former, room, "second"),
    ]
    _take_part(former, alice, room)
    remove_member(room_id=room.pk, by=alice, user_id=former.pk, reason="Bye")
    block_person(by=alice, person=blocked)
    update_room(room_id=room.pk, by=alice, name=NAME, description=TOPIC)
    edit_message(room_id=room.pk, seq=quoted["seq"], by=alice, content=EDIT)
    text = f"{TEXT} <@{outsider.pk}> <@{former.pk}> <@{admin.pk}> <@{alice.pk}>"
    message = say(bob, room, text, attachment_ids=[_file(bob, room)])
    say(bob, room, ANSWER, reply_to=old[0]["seq"])
    edited = say(bob, room, f"{TEXT} again", reply_to=message["seq"])
    edit_message(room_id=room.pk, seq=edited["seq"], by=bob, content=f"{EDIT} <@{former.pk}>")
    react(room_id=room.pk, seq=message["seq"], by=alice, emoji=EMOJI, on=True)
    react(room_id=room.pk, seq=old[0]["seq"], by=alice, emoji=EMOJI, on=True)
    pin_message(room_id=room.pk, seq=message["seq"], by=alice)
    delete_message(room_id=room.pk, seq=old[1]["seq"], by=alice, reason="Off topic")
    unmute_member(room_id=room.pk, by=alice, user_id=former.pk)
    set_role(room_id=room.pk, by=alice, user_id=bob.pk, role=Membership.Role.MODERATOR)
    invite(by=alice, room_id=room.pk)
    create_webhook(room_id=room.pk, by=alice, name="Builds")
    webhook_with_delivery(alice, room, message["seq"])
    public = say(outsider, hall, "Everyone may read this")
    forward_message(room_id=hall.pk, seq=public["seq"], by=bob, to=room.pk, content=CleanContent(FORWARD))
    direct_id = _direct(alice, bob)
    return World(
        alice,
        bob,
        {"outsider": outsider, "former member": former, "blocked": blocked, "administrator": admin},
        Room.objects.get(pk=room.pk),
        direct_id,
        _group(alice, bob, former),
        hall,
        message["seq"],
        Message.objects.get(pk=message["id"]),
    )


def _take_part(former: User, alice: User, room: Room) -> None:
    """Leave behind what a member leaves: a bookmark, a report, an invitation, a mute."""
    kept = say(alice, room, "keep this")
    bookmark_message(message_id=kept["id"], by=former, note="mine")
    report_message(by=former, room_id=room.pk, seq=kept["seq"], reason="spam")
    invite(by=former, room_id=room.pk)
    mute_member(room_id=room.pk, by=alice, user_id=former.pk, until=FOREVER, reason="Quiet")


def _file(by: User, room: Room) -> UUID:
    file = receive(by=by, room_id=room.pk, file=ContentFile(BYTES.encode()), name=f"{FILE}.txt")
    return describe(by=by, attachment_id=file.pk, said={"alt": ALT}).pk


def _direct(alice: User, bob: User) -> int:
    room_id = open_direct(by=alice, user_ids=[bob.pk]).room["id"]
    room = Room.objects.get(pk=room_id)
    said = say(alice, room, DIRECT, attachment_ids=[_file(alice, room)])
    say(bob, room, f"{DIRECT} too", reply_to=said["seq"])
    return int(room_id)


def _group(alice: User, bob: User, former: User) -> int:
    """Fill a direct room of three, one of whom leaves it with all that a member leaves behind."""
    room_id = open_direct(by=alice, user_ids=[bob.pk, former.pk]).room["id"]
    room = Room.objects.get(pk=room_id)
    old = say(former, room, "good morning")
    kept = say(alice, room, f"keep this, <@{former.pk}>")
    bookmark_message(message_id=kept["id"], by=former, note="mine")
    report_message(by=former, room_id=room_id, seq=kept["seq"], reason="spam")
    leave_room(room_id=room_id, by=former)
    edit_message(room_id=room_id, seq=kept["seq"], by=alice, content=GROUP)
    said = say(bob, room, f"{GROUP} <@{former.pk}>", reply_to=old["seq"])
    edit_message(room_id=room_id, seq=said["seq"], by=bob, content=f"{GROUP} {EDIT} <@{former.pk}>")
    react(room_id=room_id, seq=old["seq"], by=alice, emoji=EMOJI, on=True)
    pin_message(room_id=room_id, seq=said["seq"], by=alice)
    forward_message(room_id=room_id, seq=said["seq"], by=bob, to=room_id, content=CleanContent(FORWARD))
    return int(room_id)
