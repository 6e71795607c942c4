"""Deliver a room's change: those inside get each, the others those of the room itself."""

import time
from datetime import datetime

from chatsite.contract.events import ServerEvent
from chatsite.observe import metrics
from chatsite.realtime import RoomChange
from chatsite.socketio import Hub
from messaging.live import groups
from messaging.live.feed import OrderedChange
from messaging.live.revocation import leave_room
from messaging.live.room_index import RoomIndex


class RoomDelivery:
    """Hands the changes of rooms to the sockets of this process."""

    def __init__(self, hub: Hub, room_index: RoomIndex):
        self.hub, self.room_index = hub, room_index

    def has_receivers(self, room_id: int) -> bool:
        """Tell whether sockets of this process have opened the room."""
        return bool(self.hub.in_group(groups.room(room_id)))

    def deliver(self, ordered: OrderedChange) -> None:
        """Hand a change to the sockets in its room; after the one that takes the room away, they get no more."""
        change = ordered.change
        room = groups.room(change.room_id)
        self.hub.deliver(room, change.event, {**change.payload, "prev_version": ordered.prev_version})
        if change.event == ServerEvent.NEW_MESSAGE:
            _observe_fan_out(change)
        elif change.event == ServerEvent.MEMBER_LEFT:
            self._end_subscriptions(groups.user(change.payload["user"]["id"]), change.room_id)
        elif change.event == ServerEvent.ROOM_DELETED:
            self.room_index.room_changed(change)  # before those inside, who have it now, are outside too
            self._end_subscriptions(room, change.room_id)

    def _end_subscriptions(self, group: str, room_id: int) -> None:
        for socket in self.hub.in_group(group):
            leave_room(socket, room_id)


def notify_outsiders(hub: Hub, change: RoomChange) -> None:
    """Hand a change of the room itself to the sockets that have not opened it."""
    inside = {socket.id for socket in hub.in_group(groups.room(change.room_id))}
    hub.deliver(groups.EVERYONE, change.event, change.payload, skip=inside)
    if change.event == ServerEvent.ROOM_DELETED:
        members = groups.members(change.room_id)
        for socket in hub.in_group(members):
            socket.leave(members)


def _observe_fan_out(change: RoomChange) -> None:
    written_at = datetime.fromisoformat(change.payload["message"]["created_at"])
    metrics.FAN_OUT.observe(max(0.0, time.time() - written_at.timestamp()))
