"""Joining a room's live events without missing or doubling one: recorded first, read then, subscribed last."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import NotAllowed, NotFound
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import RoomPayload
from chatsite.realtime import RoomChange
from chatsite.socketio import Socket
from messaging.live import groups
from messaging.live.catching_up import Absence
from messaging.live.feed import Feed, OrderedChange, Recording
from messaging.live.relay import Relay
from messaging.live.revocation import identity_of
from messaging.queries import CatchUp

ReadMissed = Callable[[Absence], Awaitable[CatchUp]]


@dataclass(slots=True)
class Joins:
    """Brings connections into rooms."""

    relay: Relay
    read_missed: ReadMissed

    async def join(self, socket: Socket, room_id: int, since: int | None) -> dict[str, Any]:
        """Subscribe ``socket`` to a room and return what it missed after version ``since``, or the newest page.

        What is committed while that is being read is recorded, and sent on at once: those events may reach the client
        before the acknowledgement does. A client that is far behind is answered in steps, ``complete: false``, and is
        subscribed by the last.

        Raises:
            NotFound: there is no such room, or the person may not see it.
            NotAllowed: they are no member.
            Conflict: ``since`` is in the future.
        """
        feed = await self.relay.watch(room_id)
        with recording(feed) as meanwhile:
            missed = await self.read_missed(Absence(identity_of(socket).user_id, room_id, since))
            await self.relay.bring_to(feed, missed.version)
            if missed.complete:
                self._subscribe(socket, missed.room, meanwhile.after(missed.version))
        return {
            "room": missed.room,
            "version": missed.version,
            "messages": missed.messages,
            "members_changed": missed.members_changed,
            "complete": missed.complete,
        }

    def _subscribe(self, socket: Socket, room: RoomPayload, late: list[OrderedChange]) -> None:
        for ordered in late:
            _check_still_allowed(ordered.change, identity_of(socket).user_id, room)
        socket.join(groups.room(room["id"]))
        socket.join(groups.members(room["id"]))
        for ordered in late:
            payload = {**ordered.change.payload, "prev_version": ordered.prev_version}
            socket.emit(ordered.change.event, payload)


@contextmanager
def recording(feed: Feed) -> Iterator[Recording]:
    """Record what ``feed`` delivers meanwhile."""
    recording = Recording()
    feed.recordings.append(recording)
    try:
        yield recording
    finally:
        feed.recordings.remove(recording)


def _check_still_allowed(change: RoomChange, user_id: int, room: RoomPayload) -> None:
    """Refuse a person who lost the room while joining it.

    Raises:
        NotFound: the room was deleted, or the person left one that is not public.
        NotAllowed: the person left, or was removed.
    """
    if change.event == ServerEvent.ROOM_DELETED:
        raise NotFound
    if change.event == ServerEvent.MEMBER_LEFT and change.payload["user"]["id"] == user_id:
        raise NotAllowed(_("Join the room first.")) if room["visibility"] == "public" else NotFound
