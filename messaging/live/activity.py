"""``room_activity``: what lists show of a room whose messages changed, for its members elsewhere.

It is gathered over a moment, read once for each room and encoded once for each pair of counts: what it
costs does not grow with the people's requests, because there are none.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from chatsite.contract.events import RoomActivity, ServerEvent
from chatsite.socketio import Hub, Socket
from messaging.live import groups
from messaging.live.revocation import identity_of
from messaging.queries import RoomNews

MAX_ROOMS_PER_TICK = 50

# (room_id, user_ids): what lists show of a room, with the unread counts of some people; None when it is deleted.
ReadNews = Callable[[int, Collection[int]], Awaitable[RoomNews | None]]


@dataclass(slots=True)
class Activity:
    """The rooms with news since the last tick, the longest waiting first."""

    hub: Hub
    read_news: ReadNews
    _rooms: dict[int, None] = field(default_factory=dict)

    def notice(self, room_id: int) -> None:
        """Remember that messages were written, edited, deleted or restored."""
        self._rooms[room_id] = None

    async def tick(self) -> None:
        """Notify the members of some of the rooms with news; the others wait for the next tick."""
        for room_id in list(self._rooms)[:MAX_ROOMS_PER_TICK]:
            del self._rooms[room_id]
            if sockets := self._sockets_elsewhere(room_id):
                news = await self.read_news(room_id, {identity_of(socket).user_id for socket in sockets})
                if news:
                    self._notify(room_id, news)

    def _sockets_elsewhere(self, room_id: int) -> list[Socket]:
        here = self.hub.in_group(groups.room(room_id))
        return [socket for socket in self.hub.in_group(groups.members(room_id)) if socket not in here]

    def _notify(self, room_id: int, news: RoomNews) -> None:
        receivers = defaultdict(list)
        for socket in self._sockets_elsewhere(room_id):  # not those who lost the room while this was read
            user_id = identity_of(socket).user_id
            if user_id in news.unread:
                receivers[news.unread[user_id], news.mentions.get(user_id, 0)].append(socket)
        for (unread, mentions), sockets in receivers.items():
            payload: RoomActivity = {
                "room_id": room_id,
                "seq": news.seq,
                "unread_count": unread,
                "mention_count": mentions,
                "room": news.room,
                "last_message": news.last_message,
            }
            self.hub.deliver_to(sockets, ServerEvent.ROOM_ACTIVITY, payload)
