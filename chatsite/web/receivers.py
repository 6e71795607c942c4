"""Hosts that this server sends to in the background: which are busy, which do not answer, and when to come back."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from chatsite.web.outgoing import Answer

MAX_RETRY_AFTER_S: Final = 3600.0
FAILURES_UNTIL_PAUSED: Final = 3
PAUSE_S: Final = 30.0
JOBS_PER_HOST: Final = 2
# An answer that takes longer makes its host a slow one, for so long.
SLOW_S: Final = 2.0
SLOW_FOR_S: Final = 300.0
MAX_HOSTS: Final = 1000


def retry_after_s(answer: Answer) -> float:
    """Return the seconds that an answer asks to wait (RFC 9110, 10.2.3), within bounds."""
    said = next((value for name, value in answer.headers.items() if name.lower() == "retry-after"), "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), MAX_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return 0.0
    left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(left.total_seconds(), 0.0), MAX_RETRY_AFTER_S)


@dataclass(slots=True)
class _Host:
    """What was noted of a host; times are those of :func:`time.monotonic`."""

    is_quick: bool = False
    failures: int = 0
    paused_until: float = 0.0
    slow_until: float = 0.0


@dataclass(slots=True)
class Hosts:
    """Which hosts are being written to, and which are slow or do not answer: those delay no other.

    Those that have not answered quickly lately share one job, however many they are: anyone can name ten of them. Of
    more than :data:`MAX_HOSTS` the one written to longest ago is forgotten, which makes it unknown again.
    """

    _known: dict[str, _Host] = field(default_factory=dict)
    _jobs: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pause_left_s(self, host: str) -> float:
        """Return for how long nothing is sent to a host that did not answer."""
        with self._lock:
            return max(0.0, self._known[host].paused_until - time.monotonic()) if host in self._known else 0.0

    def has_room(self, host: str) -> bool:
        """Tell whether there is room for one more job for a host."""
        with self._lock:
            return self._has_room(host)

    @contextmanager
    def turn(self, host: str) -> Iterator[bool]:
        """Yield whether there is room for one more job for a host."""
        with self._lock:
            is_free = self._has_room(host)
            if is_free:
                self._jobs[host] = self._jobs.get(host, 0) + 1
        try:
            yield is_free
        finally:
            if is_free:
                self._end_job(host)

    def may_go_on(self, host: str) -> bool:
        """Tell whether a job for a host may send more: of hosts that became slow meanwhile, only one job may."""
        with self._lock:
            return self._is_quick(host) or sum(self._slow_jobs()) <= 1

    def note(self, host: str, *, is_well: bool, took_s: float = 0.0) -> None:
        """Note whether a host answered, and how soon; after a few failures on end it is left alone for a while."""
        with self._lock:
            now, known = time.monotonic(), self._remember(host)
            if took_s > SLOW_S:
                known.slow_until = now + SLOW_FOR_S
            known.failures = 0 if is_well else known.failures + 1
            known.paused_until = now + PAUSE_S if known.failures >= FAILURES_UNTIL_PAUSED else 0.0
            known.is_quick = is_well and known.slow_until <= now

    def _remember(self, host: str) -> _Host:
        """Return what is known of a host, which becomes the last to be forgotten."""
        known = self._known[host] = self._known.pop(host) if host in self._known else _Host()
        if len(self._known) > MAX_HOSTS:
            del self._known[next(iter(self._known))]
        return known

    def _is_quick(self, host: str) -> bool:
        return host in self._known and self._known[host].is_quick

    def _has_room(self, host: str) -> bool:
        if self._is_quick(host):
            return self._jobs.get(host, 0) < JOBS_PER_HOST
        return not any(self._slow_jobs())

    def _slow_jobs(self) -> Iterator[int]:
        return (count for host, count in self._jobs.items() if not self._is_quick(host))

    def _end_job(self, host: str) -> None:
        with self._lock:
            self._jobs[host] -= 1
            if not self._jobs[host]:
                del self._jobs[host]
