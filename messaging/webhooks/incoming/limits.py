"""How often webhooks may be changed and may post."""

import functools
import time

from django.conf import settings

from chatsite.limits.bucket import Rate, RateLimiter, SharedRateLimiter
from chatsite.limits.window import Limit
from messaging.markup import markup_weight

HOUR_S = 3600

WEBHOOKS = Limit("webhooks", 30, HOUR_S)  # created, deleted; each changes the room's members


def take_turn(webhook_id: int, content: str) -> None:
    """Count a message of a webhook, as several if it is slow to render.

    Raises:
        RateLimited: too many at once.
    """
    limiter, now = _posts(settings.RATE_WEBHOOK), time.monotonic()
    limiter.take(webhook_id, now)
    limiter.charge(webhook_id, now, markup_weight(content))


@functools.cache
def _posts(rate: Rate) -> SharedRateLimiter:
    return SharedRateLimiter(RateLimiter(rate))
