"""What each event of a client does: the data is clean, the return value is the acknowledgement, less its ``ok``."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import NotAllowed
from chatsite.contract.events import ClientEvent, Typing
from chatsite.contract.payloads import MessagePayload
from chatsite.socketio import Socket
from chatsite.web.forms import StrictForm
from messaging import services
from messaging.live import groups
from messaging.live.chat import Chat
from messaging.live.event_forms import (
    DeleteMessageForm,
    EditMessageForm,
    JoinRoomForm,
    MessageEventForm,
    ReactForm,
    RoomEventForm,
    SendMessageForm,
    SyncForm,
    TypingForm,
)
from messaging.live.revocation import identity_of
from messaging.live.syncing import Known
from messaging.payloads import message_payload
from messaging.posting import Draft, Duplicate, Refused
from messaging.reactions import services as reactions
from messaging.reading import services as reading
from rooms import services as rooms
from rooms.direct.forms import OpenDirectForm
from rooms.direct.services import open_direct
from rooms.forms import CreateRoomForm
from rooms.queries import my_room

log = logging.getLogger(__name__)

Data = Mapping[str, Any]
Ack = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event that is handled on the event loop; unless it ``writes``, an access token need only read."""

    form: type[StrictForm]
    run: Callable[[Chat, Socket, Data], Awaitable[Ack]]
    writes: bool = True


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """An event that only asks a service, in a database thread and on behalf of a person."""

    form: type[StrictForm]
    run: Callable[[User, Data], Ack]
    writes: bool = True


async def join_room(chat: Chat, socket: Socket, data: Data) -> Ack:
    """Subscribe the connection to a room's events and bring it up to date."""
    async with _turn(socket, data["room_id"]):
        return await chat.joins.join(socket, data["room_id"], data.get("since"))


async def leave_room(chat: Chat, socket: Socket, data: Data) -> Ack:
    """End the connection's subscription."""
    async with _turn(socket, data["room_id"]):
        socket.leave(groups.room(data["room_id"]))
    return {}


async def sync(chat: Chat, socket: Socket, data: Data) -> Ack:
    """Say what the client's list of rooms lacks."""
    known = Known(identity_of(socket).user_id, data.get("rooms", {}), data.get("read", {}))
    difference = await chat.syncing.submit(known)
    return {
        "rooms": difference.rooms,
        "gone": difference.gone,
        "attention": difference.attention,
        "blocked": difference.blocked,
        "bookmarks": difference.bookmarks,
        "has_notices": difference.has_notices,
        "complete": difference.complete,
    }


async def send_message(chat: Chat, socket: Socket, data: Data) -> Ack:
    """Store a message; the acknowledgement leaves after the commit."""
    draft = Draft(
        author_id=identity_of(socket).user_id,
        room_id=data["room_id"],
        content=data["content"],
        client_id=data.get("client_id"),
        reply_to=data.get("reply_to"),
        attachment_ids=data.get("attachment_ids", ()),
        by_token=identity_of(socket).token is not None,
    )
    result = await chat.writer.submit(draft)
    if isinstance(result, Refused):
        raise result.error
    _log_sent(draft, result.message)
    return {"message": result.message, "duplicate": isinstance(result, Duplicate)}


def _log_sent(draft: Draft, message: MessagePayload) -> None:
    """Leave a trace of a message without its text; the line itself names the socket."""
    if log.isEnabledFor(logging.DEBUG):
        fields = {"user": draft.author_id, "room": draft.room_id, "seq": message["seq"]}
        log.debug("message", extra={"fields": fields | {"client_id": draft.client_id or "-"}})


async def typing(chat: Chat, socket: Socket, data: Data) -> Ack:
    """Tell the room's other connections; asks no database: who is subscribed is a member."""
    room = groups.room(data["room_id"])
    async with _turn(socket, data["room_id"]):
        if room not in socket.groups:
            raise NotAllowed(_("Join the room first."))
        payload: Typing = {
            "room_id": data["room_id"],
            "user": identity_of(socket).user,
            "is_typing": data["is_typing"],
        }
        chat.typing.send(payload, socket.id)
    return {}


def open_direct_room(user: User, data: Data) -> Ack:
    """Open the direct room of the person and some others."""
    return {"room": open_direct(by=user, **data).room}


def edit_message(user: User, data: Data) -> Ack:
    """Change the text of an own message."""
    return {"message": message_payload(services.edit_message(by=user, **data))}


def delete_message(user: User, data: Data) -> Ack:
    """Leave only a tombstone of a message."""
    return {"message": message_payload(services.delete_message(by=user, **data))}


def react(user: User, data: Data) -> Ack:
    """React to a message, or take the reaction back."""
    return {"message": message_payload(reactions.react(by=user, **data))}


def mark_read(user: User, data: Data) -> Ack:
    """Move the read pointer forward."""
    membership, unread = reading.mark_read(by=user, **data)
    return {
        "last_read_seq": membership.last_read_seq,
        "unread_count": unread.messages,
        "mention_count": unread.mentions,
    }


def create_room(user: User, data: Data) -> Ack:
    """Create a room of the person's own."""
    return {"room": my_room(user, rooms.create_room(by=user, **data).pk)}


HANDLERS: Mapping[str, LiveEvent | ServiceEvent] = {
    ClientEvent.JOIN_ROOM: LiveEvent(JoinRoomForm, join_room, writes=False),
    ClientEvent.LEAVE_ROOM: LiveEvent(RoomEventForm, leave_room, writes=False),
    ClientEvent.SEND_MESSAGE: LiveEvent(SendMessageForm, send_message),
    ClientEvent.TYPING: LiveEvent(TypingForm, typing),
    ClientEvent.EDIT_MESSAGE: ServiceEvent(EditMessageForm, edit_message),
    ClientEvent.DELETE_MESSAGE: ServiceEvent(DeleteMessageForm, delete_message),
    ClientEvent.SYNC: LiveEvent(SyncForm, sync, writes=False),
    ClientEvent.CREATE_ROOM: ServiceEvent(CreateRoomForm, create_room),
    ClientEvent.REACT: ServiceEvent(ReactForm, react),
    ClientEvent.OPEN_DIRECT: ServiceEvent(OpenDirectForm, open_direct_room),
    ClientEvent.MARK_READ: ServiceEvent(MessageEventForm, mark_read),
}


def _turn(socket: Socket, room_id: int) -> asyncio.Lock:
    """Return what an event of ``socket`` about a room holds while it runs; those that wait get it first come first.

    Events run at the same time, so that a slow one delays no other. Joining reads the database and leaving does not: a
    ``leave_room`` sent right after a ``join_room`` would otherwise be done first, and leave the connection subscribed.
    """
    locks: WeakValueDictionary[int, asyncio.Lock] = socket.state.setdefault("turns", WeakValueDictionary())
    return locks.setdefault(room_id, asyncio.Lock())
