"""Deliver a room's change: those inside get each, the others those of the room itself."""

import time
from collections.abc import Iterable
from datetime import datetime

from chatsite.contract.events import ServerEvent
from chatsite.observe import metrics
from chatsite.realtime import Audience, Notice, RoomChange
from chatsite.socketio import Hub, Socket
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
            self._end_subscriptions(_leaver(change), change.room_id)
        elif change.event == ServerEvent.ROOM_DELETED:
            self.room_index.room_changed(change)  # before those inside, who have it now, are outside too
            self._end_subscriptions(room, change.room_id)

    def part(self, changes: Iterable[OrderedChange]) -> None:
        """Unsubscribe people who leave in ``changes`` read from the database: its messages may be newer than that."""
        for ordered in changes:
            change = ordered.change
            if change.event == ServerEvent.MEMBER_LEFT:
                inside = self.hub.in_group(_leaver(change)) & self.hub.in_group(groups.room(change.room_id))
                self.hub.deliver_to(inside, change.event, {**change.payload, "prev_version": ordered.prev_version})
                self._end_subscriptions(_leaver(change), change.room_id)

    def _end_subscriptions(self, group: str, room_id: int) -> None:
        for socket in self.hub.in_group(group):
            leave_room(socket, room_id)


def _leaver(change: RoomChange) -> str:
    return groups.user(change.payload["user"]["id"])


def notify_outsiders(hub: Hub, change: RoomChange) -> None:
    """Hand a change of the room itself to the sockets that may see the room and have not opened it."""
    inside = hub.in_group(groups.room(change.room_id))
    if change.audience == Audience.EVERYONE:
        hub.deliver(groups.EVERYONE, change.event, change.payload, skip={socket.id for socket in inside})
    else:
        hub.deliver_to(_of_members(hub, change) - inside, change.event, change.payload)
    if change.event == ServerEvent.ROOM_DELETED:
        members = groups.members(change.room_id)
        for socket in hub.in_group(members):
            socket.leave(members)


def notify_withdrawn(hub: Hub, change: RoomChange) -> None:
    """Tell all who are no members that a room is gone: it was public until ``change``."""
    others = hub.in_group(groups.EVERYONE) - _of_members(hub, change)
    hub.deliver_to(others, ServerEvent.ROOM_DELETED, {"room_id": change.room_id})


def _of_members(hub: Hub, change: RoomChange) -> frozenset[Socket]:
    return frozenset(socket for user_id in change.members for socket in hub.in_group(groups.user(user_id)))


def seat(hub: Hub, change: RoomChange) -> None:
    """Let a new member's connections receive the room's activity."""
    for socket in hub.in_group(groups.user(change.payload["user"]["id"])):
        socket.join(groups.members(change.room_id))


def notify_person(hub: Hub, notice: RoomChange | Notice) -> None:
    """Hand a notice to a person's connections; a member's receive the room's activity from now on, others nothing."""
    if isinstance(notice, RoomChange):
        seat(hub, notice)
        return
    sockets = hub.in_group(groups.user(notice.user_id or 0))
    if notice.event == ServerEvent.MEMBERSHIP_CHANGED:
        for socket in sockets:
            if notice.payload["membership"]:
                socket.join(groups.members(notice.payload["room_id"]))
            else:
                leave_room(socket, notice.payload["room_id"])
    if sockets:
        hub.deliver_to(sockets, notice.event, notice.payload)


def _observe_fan_out(change: RoomChange) -> None:
    written_at = datetime.fromisoformat(change.payload["message"]["created_at"])
    metrics.FAN_OUT.observe(max(0.0, time.time() - written_at.timestamp()))
