"""Which events a webhook can send: the changes of a room's log."""

from typing import Final

from chatsite.contract.events import ServerEvent

# As in the log; what concerns single people or connections is in none.
EVENTS: Final = (
    ServerEvent.NEW_MESSAGE,
    ServerEvent.MESSAGE_UPDATED,
    ServerEvent.MEMBER_JOINED,
    ServerEvent.MEMBER_UPDATED,
    ServerEvent.MEMBER_LEFT,
    ServerEvent.ROOM_CREATED,
    ServerEvent.ROOM_UPDATED,
    ServerEvent.ROOM_CLOSED,
    ServerEvent.ROOM_DELETED,
)
