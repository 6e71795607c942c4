"""``room_activity``: tells members who have not opened a room that something new is there, gathered over a moment."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from chatsite.events import ServerEvent
from chatsite.socketio import Hub, Socket
from messaging import groups
from messaging.revocation import identity_of

MAX_ROOMS_PER_TICK = 50

# The unread counts of some people in one room: {user_id: unread_count}.
ReadUnread = Callable[[int, Collection[int]], Awaitable[Mapping[int, int]]]


@dataclass(slots=True)
class Activity:
    """The rooms with news since the last tick, each with the newest message's ``seq``."""

    hub: Hub
    read_unread: ReadUnread
    _news: dict[int, int] = field(default_factory=dict)

    def notice(self, room_id: int, seq: int) -> None:
        """Remember that a message arrived."""
        self._news[room_id] = max(seq, self._news.get(room_id, 0))

    async def tick(self) -> None:
        """Tell the members of some of the rooms with news; the others wait for the next tick."""
        for room_id in list(self._news)[:MAX_ROOMS_PER_TICK]:
            seq = self._news.pop(room_id)
            sockets = self._sockets_elsewhere(room_id)
            if sockets:
                await self._tell(room_id, seq, sockets)

    def _sockets_elsewhere(self, room_id: int) -> list[Socket]:
        here = self.hub.in_group(groups.room(room_id))
        return [socket for socket in self.hub.in_group(groups.members(room_id)) if socket not in here]

    async def _tell(self, room_id: int, seq: int, sockets: Collection[Socket]) -> None:
        counts = await self.read_unread(room_id, {identity_of(socket).user_id for socket in sockets})
        for socket in sockets:
            unread = counts.get(identity_of(socket).user_id)
            may_know = groups.members(room_id) in socket.groups  # not if they lost the room while this was counted
            if unread is not None and may_know:
                payload = {"room_id": room_id, "seq": seq, "unread_count": unread, "mention_count": 0}
                socket.emit(ServerEvent.ROOM_ACTIVITY, payload)
