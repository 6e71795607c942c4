"""Rates without clocks: the time is an argument."""


class TokenBucket:
    """Allow ``burst`` events at once and ``rate_per_s`` on average.

    ``take(now)`` spends one token and tells whether there was one; ``wait_s(now)`` tells how long until the next.
    """

    __slots__ = ("_burst", "_rate_per_s", "_tokens", "_updated_at")

    def __init__(self, rate_per_s: float, burst: float, now: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._updated_at = now

    def take(self, now: float) -> bool:
        self._refill(now)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wait_s(self, now: float) -> float:
        self._refill(now)
        return max(0.0, (1 - self._tokens) / self._rate_per_s)

    def _refill(self, now: float) -> None:
        earned = (now - self._updated_at) * self._rate_per_s
        self._tokens = min(self._burst, self._tokens + max(0.0, earned))
        self._updated_at = now
