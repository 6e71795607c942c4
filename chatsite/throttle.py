"""Counting attempts, so that nobody can try for ever.

The counts live in the cache that the processes share. When Redis cannot be reached each process counts by itself:
limits become a little wider, never absent.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from chatsite.errors import RateLimited

log = logging.getLogger(__name__)

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` attempts within ``period_s`` seconds of the first; no ``count`` means no limit."""

    name: str
    count: int
    period_s: int

    def take(self, subject: str) -> None:
        """Count an attempt of ``subject``.

        Raises:
            RateLimited: the attempts are used up; says when the period ends.
        """
        if not self.count:
            return
        key = self._key(subject)
        used, ends_at = _shared(lambda cache: _increment(cache, key, self.period_s))
        if used > self.count:
            raise RateLimited(_("Too many attempts. Wait a while and try again."), retry_after_s=_left(ends_at))

    def give_back(self, subject: str) -> None:
        """Uncount an attempt that turned out well."""
        if self.count:
            key = self._key(subject)
            _shared(lambda cache: _decrement(cache, key))

    @contextmanager
    def attempt(self, subject: str) -> Iterator[None]:
        """Count what is tried inside, unless it turns out well.

        Raises:
            RateLimited: the attempts are used up.
        """
        self.take(subject)
        yield
        self.give_back(subject)

    def _key(self, subject: str) -> str:
        return f"limit:{self.name}:{hashlib.sha256(subject.encode()).hexdigest()}"


def _left(ends_at: float) -> int:
    return max(1, round(ends_at - time.time()))


def _increment(cache: BaseCache, key: str, period_s: int) -> tuple[int, float]:
    """Return how many attempts the period has seen with this one, and when it ends."""
    ends_at = time.time() + period_s
    if cache.add(key, 1, period_s):
        cache.set(f"{key}:end", ends_at, period_s)
        return 1, ends_at
    try:
        used = cache.incr(key)
    except ValueError:  # the period ended between the two calls
        cache.add(key, 1, period_s)
        used = 1
    return used, cache.get(f"{key}:end", ends_at)


def _decrement(cache: BaseCache, key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:  # the period has ended
        return


def _shared(call: Callable[[BaseCache], R]) -> R:
    try:
        return call(caches["default"])
    except (RedisError, OSError) as error:
        log.warning("shared cache unreachable, counting in this process: %s", type(error).__name__)
        return call(caches["local"])
