"""The router: takes announcements from any thread or process and passes each on to the part it is for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import UserPayload
from chatsite.realtime import Announcement, Audience, Notice, Revocation, RoomChange
from chatsite.socketio import Hub
from messaging.live import groups
from messaging.live.presence import Presence
from messaging.live.relay import Relay
from messaging.live.revocation import Revoker, identity_of
from messaging.live.room_delivery import notify_person, seat
from messaging.live.room_index import RoomIndex
from messaging.live.typing import note_block


@dataclass(slots=True)
class Router:
    """Implements :class:`chatsite.realtime.Transport` for a process that serves sockets."""

    hub: Hub
    relay: Relay
    room_index: RoomIndex
    revoker: Revoker
    presence: Presence
    _loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Route on ``loop``, where the sockets are."""
        self._loop = loop

    def send(self, announcements: list[Announcement]) -> None:
        """Route here and notify the other processes; called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, announcements)

    def _send(self, announcements: list[Announcement]) -> None:
        self._route(announcements)
        if not self.hub.is_alone:
            self.hub.publish(realtime.TOPIC, realtime.encode(announcements))

    def receive(self, notification: Sequence[Mapping[str, Any]], _sender: str) -> None:
        """Route what another process announced."""
        self._route(realtime.decode(notification))

    def _route(self, announcements: Sequence[Announcement]) -> None:
        for announcement in announcements:
            match announcement:
                case RoomChange():
                    self._change(announcement)
                case Notice():
                    self._notify(announcement)
                case Revocation():
                    self.revoker.revoke(announcement)

    def _change(self, change: RoomChange) -> None:
        self.relay.receive(change)
        self.room_index.changed(change)
        if change.event == ServerEvent.MEMBER_JOINED:
            seat(self.hub, change)
        if change.audience != Audience.ROOM:
            self.room_index.room_changed(change)

    def _notify(self, notice: Notice) -> None:
        if notice.event == ServerEvent.USER_UPDATED:
            self._rename(notice.payload["user"])
        elif notice.event == ServerEvent.BLOCKS_CHANGED:
            note_block(self.hub, notice)
        if notice.user_id is None:
            self.hub.deliver(groups.EVERYONE, notice.event, notice.payload)
        else:
            notify_person(self.hub, notice)

    def _rename(self, user: UserPayload) -> None:
        """Show a person as they look now wherever this process shows them."""
        self.presence.renamed(user)
        for socket in self.hub.in_group(groups.user(user["id"])):
            identity_of(socket).rename(user)
