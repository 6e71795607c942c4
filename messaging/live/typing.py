"""Who is typing: for the connections in a room, but not those of people who have blocked the person.

Nothing is asked of the database: a connection brings along whom its person has blocked, and follows the changes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from chatsite.contract.events import ServerEvent, Typing
from chatsite.realtime import Notice
from chatsite.socketio import Hub
from messaging.live import groups

TOPIC = "typing"


@dataclass(slots=True)
class TypingNotices:
    """Sends who is typing, here and through the other processes: each knows its own people's blocks."""

    hub: Hub

    def send(self, notice: Typing, sender: str) -> None:
        """Send a notice to all connections in its room but ``sender``, a socket's id."""
        self._deliver(notice, [sender])
        self.hub.publish(TOPIC, notice)

    def receive(self, notice: Typing, _sender: str) -> None:
        """Deliver a notice of another process."""
        self._deliver(notice, [])

    def _deliver(self, notice: Typing, skip: Collection[str]) -> None:
        blocking = self.hub.in_group(groups.blocking(notice["user"]["id"]))
        unwilling = {*skip, *(socket.id for socket in blocking)}
        self.hub.deliver(groups.room(notice["room_id"]), ServerEvent.TYPING, notice, skip=unwilling)


def note_block(hub: Hub, notice: Notice) -> None:
    """Let a person's connections follow whom they have blocked just now, or unblocked."""
    group = groups.blocking(notice.payload["user_id"])
    for socket in hub.in_group(groups.user(notice.user_id or 0)):
        if notice.payload["block"]:
            socket.join(group)
        else:
            socket.leave(group)
