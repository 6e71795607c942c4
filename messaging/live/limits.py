"""How often one person may send each event, all their connections to this process together; and a bot any event."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from chatsite.contract.events import ClientEvent
from chatsite.limits.bucket import Rate, RateLimiter

RATES: Mapping[str, Rate] = {
    ClientEvent.SEND_MESSAGE: settings.RATE_SEND,
    ClientEvent.JOIN_ROOM: settings.RATE_JOIN,
    ClientEvent.TYPING: settings.RATE_TYPING,
}

_OF_BOTS = ""


@dataclass(slots=True)
class EventLimits:
    """One bucket per person and event."""

    _limiters: dict[str, RateLimiter] = field(default_factory=dict)

    def take(self, user_id: int, event: str, *, is_bot: bool = False) -> None:
        """Count one ``event`` of a person, or of a bot, whose events are all counted together.

        Raises:
            RateLimited: with ``retry_after_s``.
        """
        self._limiter(event, is_bot=is_bot).take(user_id, time.monotonic())

    def charge(self, user_id: int, event: str, tokens: float, *, is_bot: bool = False) -> None:
        """Count an ``event`` that was taken as so many more."""
        self._limiter(event, is_bot=is_bot).charge(user_id, time.monotonic(), tokens)

    def _limiter(self, event: str, *, is_bot: bool) -> RateLimiter:
        if is_bot:
            return self._limiters.setdefault(_OF_BOTS, RateLimiter(settings.RATE_BOT))
        return self._limiters.setdefault(event, RateLimiter(RATES.get(event, settings.RATE_OTHER)))
