"""The switchboard: takes announcements from any thread or process and routes each to the sockets it is for."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatsite import realtime
from chatsite.contract.events import ServerEvent, UserPayload
from chatsite.observe import metrics
from chatsite.realtime import Announcement, Audience, Cut, Notice, RoomChange
from chatsite.socketio import Hub
from messaging.live import groups
from messaging.live.feed import Delivery
from messaging.live.presence import Presence
from messaging.live.relay import Relay
from messaging.live.revocation import Cutter, identity_of, leave_room
from messaging.live.room_index import Lobby


@dataclass(slots=True)
class Switchboard:
    """Implements :class:`chatsite.realtime.Transport` for a process that serves sockets."""

    hub: Hub
    relay: Relay
    presence: Presence
    lobby: Lobby
    cutter: Cutter
    _loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver on ``loop``, where the sockets are."""
        self._loop = loop

    def send(self, announcements: list[Announcement]) -> None:
        """Deliver here and ring the other processes; called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, announcements)

    def _send(self, announcements: list[Announcement]) -> None:
        self.receive(announcements)
        if not self.hub.is_alone:
            self.hub.publish(realtime.TOPIC, realtime.encode(announcements))

    def take_mail(self, mail: Sequence[Mapping[str, Any]]) -> None:
        """Take what another process announced."""
        self.receive(realtime.decode(mail))

    def receive(self, announcements: Sequence[Announcement]) -> None:
        """Deliver to the sockets of this process."""
        for announcement in announcements:
            match announcement:
                case RoomChange():
                    self._change(announcement)
                case Notice():
                    self._notify(announcement)
                case Cut():
                    self.cutter.cut(announcement)

    def _change(self, change: RoomChange) -> None:
        self.relay.receive(change)
        self.lobby.changed(change)
        if change.event == ServerEvent.MEMBER_JOINED:
            for socket in self.hub.in_group(groups.user(change.payload["user"]["id"])):
                socket.join(groups.members(change.room_id))
        if change.audience == Audience.EVERYONE:
            self.lobby.room_changed(change)

    def _notify(self, notice: Notice) -> None:
        if notice.event == ServerEvent.USER_UPDATED:
            self._rename(notice.payload["user"])
        group = groups.EVERYONE if notice.user_id is None else groups.user(notice.user_id)
        self.hub.deliver(group, notice.event, notice.payload)

    def _rename(self, user: UserPayload) -> None:
        """Show a person as they look now wherever this process speaks of them."""
        self.presence.renamed(user)
        for socket in self.hub.in_group(groups.user(user["id"])):
            identity_of(socket).rename(user)

    def deliver(self, delivery: Delivery) -> None:
        """Hand one change to the sockets in its room; who lost the room hears of it last."""
        change = delivery.change
        room = groups.room(change.room_id)
        self.hub.deliver(room, change.event, {**change.payload, "prev_version": delivery.prev_version})
        if change.event == ServerEvent.NEW_MESSAGE:
            written_at = datetime.fromisoformat(change.payload["message"]["created_at"])
            metrics.FAN_OUT.observe(max(0.0, time.time() - written_at.timestamp()))
        elif change.event == ServerEvent.MEMBER_LEFT:
            self._end_subscriptions(groups.user(change.payload["user"]["id"]), change.room_id)
        elif change.event == ServerEvent.ROOM_DELETED:
            self.lobby.room_changed(change)  # before those inside, who know it now, are outside too
            self._end_subscriptions(room, change.room_id)

    def tell_outsiders(self, change: RoomChange) -> None:
        """Tell those who have not opened the room of a change of the room itself."""
        inside = {socket.id for socket in self.hub.in_group(groups.room(change.room_id))}
        self.hub.deliver(groups.EVERYONE, change.event, change.payload, skip=inside)
        if change.event == ServerEvent.ROOM_DELETED:
            members = groups.members(change.room_id)
            for socket in self.hub.in_group(members):
                socket.leave(members)

    def _end_subscriptions(self, group: str, room_id: int) -> None:
        for socket in self.hub.in_group(group):
            leave_room(socket, room_id)
