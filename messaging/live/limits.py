"""How often one person may do one thing: over sockets, all their connections together; and by every entry point."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from chatsite.contract.events import ClientEvent
from chatsite.limits.bucket import Rate, RateLimiter
from chatsite.limits.window import Limit

MINUTE_S = 60

UNREAD_MARKS = Limit("unread-marks", 30, MINUTE_S)


def edits() -> Limit:
    """Return the limit of a person's edits."""
    return Limit("edits", settings.CHANGES_PER_MINUTE, MINUTE_S)


def removals() -> Limit:
    """Return the limit of what a person deletes and restores."""
    return Limit("removals", settings.CHANGES_PER_MINUTE, MINUTE_S)


RATES: Mapping[str, Rate] = {
    ClientEvent.SEND_MESSAGE: settings.RATE_SEND,
    ClientEvent.JOIN_ROOM: settings.RATE_JOIN,
    ClientEvent.TYPING: settings.RATE_TYPING,
}


@dataclass(slots=True)
class EventLimits:
    """One bucket per person and event."""

    _limiters: dict[str, RateLimiter] = field(default_factory=dict)

    def take(self, user_id: int, event: str) -> None:
        """Count one ``event`` of a person.

        Raises:
            RateLimited: with ``retry_after_s``.
        """
        self._limiter(event).take(user_id, time.monotonic())

    def charge(self, user_id: int, event: str, tokens: float) -> None:
        """Count an ``event`` that was taken as so many more."""
        self._limiter(event).charge(user_id, time.monotonic(), tokens)

    def _limiter(self, event: str) -> RateLimiter:
        return self._limiters.setdefault(event, RateLimiter(RATES.get(event, settings.RATE_OTHER)))
