"""Counting attempts and changes, so that none can be repeated without end.

The counts live in the cache that the processes share. When Redis cannot be reached each process counts by itself:
limits become a little wider, never absent. A Redis that hangs costs one call its time-out every few seconds, not each
call: a breaker keeps the others away.
"""

import functools
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.text import format_lazy
from django.utils.translation import ngettext_lazy
from redis.exceptions import RedisError

from chatsite.contract.errors import RateLimited
from chatsite.contract.sentences import Sentence

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

_is_counting: ContextVar[bool] = ContextVar("is_counting", default=False)
OPEN_S = 10.0


@dataclass(slots=True)
class Breaker:
    """Keeps calls from a service that failed: for :data:`OPEN_S` all, then all but one that tries it.

    The clock is an argument, so the rules can be tested alone.
    """

    clock: Callable[[], float] = time.monotonic
    _retry_at: float | None = None  # nothing while the service is well
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lets_through(self) -> bool:
        """Tell whether a call may be made; one that tries a failed service again keeps the others waiting."""
        with self._lock:
            if self._retry_at is None:
                return True
            now = self.clock()
            if now < self._retry_at:
                return False
            self._retry_at = now + OPEN_S
            return True

    def failed(self) -> bool:
        """Note a failure; tell whether it is the first."""
        with self._lock:
            is_first = self._retry_at is None
            self._retry_at = self.clock() + OPEN_S
            return is_first

    def succeeded(self) -> bool:
        """Note a success; tell whether it is the first after failures."""
        with self._lock:
            is_first, self._retry_at = self._retry_at is not None, None
            return is_first


_breaker = Breaker()


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
            left = _left(ends_at)
            raise RateLimited(_too_many(left), retry_after_s=left)

    def charge(self, subject: str, count: int) -> None:
        """Count an attempt that was taken as ``count`` more; what is too much delays the next one."""
        if self.count and count:
            key = self._key(subject)
            _shared(lambda cache: _increment(cache, key, self.period_s, count))

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


def _too_many(left_s: int) -> Sentence:
    """Return the refusal with the wait in a unit that a person plans by, rounded up."""
    minutes, hours = -(-left_s // 60), -(-left_s // 3600)
    if minutes > 90:
        text = ngettext_lazy(
            "Too many attempts. Try again in {n} hour.", "Too many attempts. Try again in {n} hours.", hours
        )
        return format_lazy(text, n=hours)
    text = ngettext_lazy(
        "Too many attempts. Try again in {n} minute.", "Too many attempts. Try again in {n} minutes.", minutes
    )
    return format_lazy(text, n=minutes)


def _increment(cache: BaseCache, key: str, period_s: int, count: int = 1) -> tuple[int, float]:
    """Return how many attempts the period has seen with these ``count``, and when it ends."""
    ends_at = time.time() + period_s
    if cache.add(key, count, period_s):
        cache.set(f"{key}:end", ends_at, period_s)
        return count, ends_at
    try:
        used = cache.incr(key, count)
    except ValueError:  # the period ended between the two calls
        cache.add(key, count, period_s)
        used = count
    return used, cache.get(f"{key}:end", ends_at)


def _decrement(cache: BaseCache, key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:  # the period has ended
        return


def _shared(call: Callable[[BaseCache], R]) -> R:
    if not _breaker.lets_through():
        return call(caches["local"])
    try:
        result = call(caches["default"])
    except (RedisError, OSError) as error:
        if _breaker.failed():
            log.warning("Redis can't be reached, counting attempts in this process: %s", error)
        return call(caches["local"])
    if _breaker.succeeded():
        log.info("Redis can be reached again, counting attempts there")
    return result


class Person(Protocol):
    """Whose changes are counted."""

    pk: int

    @property
    def is_admin(self) -> bool:
        """Tell whether their changes are not."""


@contextmanager
def counting() -> Iterator[None]:
    """Count what services do inside: every entry point for people wraps its calls in this, commands and jobs do not."""
    token = _is_counting.set(True)
    try:
        yield
    finally:
        _is_counting.reset(token)


def count(limit: Limit, *, by: Person, what: object = "") -> None:
    """Count a change by a person, of ``what`` if each has a limit of its own; administrators and the system have none.

    Raises:
        RateLimited: too many of them.
    """
    if _is_counting.get() and not by.is_admin:
        limit.take(f"{by.pk}:{what}")


def uncount(limit: Limit, *, by: Person, what: object = "") -> None:
    """Take back a change that was counted and turned out to change nothing."""
    if _is_counting.get() and not by.is_admin:
        limit.give_back(f"{by.pk}:{what}")


def limited(limit: Limit | Callable[[], Limit], *, each: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Count each call of a service for its argument ``by``, apart for each value of its argument ``each``.

    Put it above the transaction: a shared cache that is slow must hold no lock.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(service)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            given: dict[str, Any] = dict(kwargs)
            count(limit if isinstance(limit, Limit) else limit(), by=given["by"], what=given.get(each, ""))
            return service(*args, **kwargs)

        return counted

    return decorate
