"""Token buckets: how often one caller may do one thing. The clock is an argument, so the rules can be tested alone."""

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field

from chatsite.contract.errors import RateLimited

MAX_KEYS = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then ``per_s`` a second."""

    per_s: float
    burst: int


@dataclass(slots=True)
class RateLimiter:
    """One token bucket per key. Full buckets are forgotten, so memory follows the callers of the last moments."""

    rate: Rate
    _spent: dict[Hashable, tuple[float, float]] = field(default_factory=dict)  # key: (tokens, when)

    def take(self, key: Hashable, now: float) -> None:
        """Take one token of ``key``'s bucket at ``now`` (seconds on any monotonic clock).

        Raises:
            RateLimited: the bucket is empty; ``retry_after_s`` says when the next token is there.
        """
        tokens = self._tokens(key, now)
        if tokens < 1:
            raise RateLimited(retry_after_s=round((1 - tokens) / self.rate.per_s, 2))
        if len(self._spent) >= MAX_KEYS:
            self._forget_full(now)
        self._spent[key] = (tokens - 1, now)

    def charge(self, key: Hashable, now: float, tokens: float) -> None:
        """Take ``tokens`` more for what turned out to cost more than one; what is missing is paid by waiting longer."""
        self._spent[key] = (self._tokens(key, now) - tokens, now)

    def _tokens(self, key: Hashable, now: float) -> float:
        tokens, when = self._spent.get(key, (self.rate.burst, now))
        return min(self.rate.burst, tokens + (now - when) * self.rate.per_s)

    def _forget_full(self, now: float) -> None:
        for key in [key for key in self._spent if self._tokens(key, now) >= self.rate.burst]:
            del self._spent[key]
        if len(self._spent) >= MAX_KEYS:
            raise RateLimited(retry_after_s=1)


@dataclass(slots=True)
class SharedRateLimiter:
    """A :class:`RateLimiter` for several threads."""

    limiter: RateLimiter
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: Hashable, now: float) -> None:
        """Take one token, as :meth:`RateLimiter.take` does."""
        with self._lock:
            self.limiter.take(key, now)

    def charge(self, key: Hashable, now: float, tokens: float) -> None:
        """Take ``tokens`` more, as :meth:`RateLimiter.charge` does."""
        with self._lock:
            self.limiter.charge(key, now, tokens)
