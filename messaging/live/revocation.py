"""Revocation ends connections whose right has ended: on an announcement, by a sweep, and by the session's own clock.

The three are independent, so that one suffices when the others fail.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.security.sessions import EndReason
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Revocation
from chatsite.socketio import Hub, Socket
from messaging.live import groups
from messaging.live.identity import Identity

MAX_CHECKED_AT_ONCE = 500
MAX_RECENT = 1_000
# A program goes on when its person's password changes or their sessions end (docs/decisions/access-tokens.md).
ENDS_TOKENS = frozenset({EndReason.DEACTIVATED, EndReason.BANNED})

FindEnded = Callable[[Iterable[Identity]], Awaitable[Mapping[Identity, str]]]


def identity_of(socket: Socket) -> Identity:
    """Return who is behind ``socket``."""
    identity: Identity = socket.state["identity"]
    return identity


def leave_room(socket: Socket, room_id: int) -> None:
    """End what ``socket`` receives of a room."""
    socket.leave(groups.room(room_id))
    socket.leave(groups.members(room_id))


def end_session(socket: Socket, reason: str) -> None:
    """Notify ``socket`` why, then close it; a renewed session only has to connect again, with its new id."""
    if reason != EndReason.RENEWED:
        socket.emit(ServerEvent.SESSION_ENDED, {"reason": reason})
    socket.disconnect(close=True)


@dataclass(slots=True)
class Revoker:
    """Ends the connections of this process that have lost their right."""

    hub: Hub
    find_ended: FindEnded
    _recent: deque[tuple[float, Revocation]] = field(default_factory=lambda: deque(maxlen=MAX_RECENT))

    def revoke(self, revocation: Revocation) -> None:
        """End what ``revocation`` names."""
        self._recent.append((time.monotonic(), revocation))
        for socket in self.hub.in_group(groups.user(revocation.user_id)):
            if revocation.room_id is not None:
                leave_room(socket, revocation.room_id)
            elif _is_meant(revocation, identity_of(socket)):
                end_session(socket, revocation.reason)

    def was_revoked(self, identity: Identity, since: float) -> bool:
        """Tell whether a revocation since the monotonic time ``since`` meant a connection that was not listed yet."""
        return any(
            when >= since
            and revocation.user_id == identity.user_id
            and revocation.room_id is None
            and _is_meant(revocation, identity)
            for when, revocation in self._recent
        )

    def end_expired(self) -> None:
        """End the connections whose session is over by its own clock; needs no database."""
        self._end_expired(groups.EVERYONE)

    def end_expired_tokens(self) -> None:
        """End the connections by tokens that have expired, which are few: so they end within a second."""
        self._end_expired(groups.TOKENS)

    def _end_expired(self, group: str) -> None:
        now = timezone.now()
        for socket in self.hub.in_group(group):
            if identity_of(socket).expires_at <= now:
                end_session(socket, "expired")

    async def sweep(self) -> None:
        """End the connections whose person or session the database no longer backs."""
        sockets = list(self.hub.in_group(groups.EVERYONE))
        for start in range(0, len(sockets), MAX_CHECKED_AT_ONCE):
            some = sockets[start : start + MAX_CHECKED_AT_ONCE]
            ended = await self.find_ended([identity_of(socket) for socket in some])
            for socket in some:
                if reason := ended.get(identity_of(socket)):
                    end_session(socket, reason)


def _is_meant(revocation: Revocation, identity: Identity) -> bool:
    if revocation.session_hash is not None:
        return identity.session_hash == revocation.session_hash
    if identity.token:
        return revocation.reason in ENDS_TOKENS
    return identity.session_hash != revocation.except_session_hash
