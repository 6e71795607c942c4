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
class Hosts:
    """Which hosts are being written to, and which are slow or do not answer: those delay no other.

    Those that have not answered quickly lately share one job, however many they are: anyone can name ten of them.
    """

    _quick: set[str] = field(default_factory=set)
    _jobs: dict[str, int] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _paused_until: dict[str, float] = field(default_factory=dict)
    _slow_until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pause_left_s(self, host: str) -> float:
        """Return for how long nothing is sent to a host that did not answer."""
        with self._lock:
            return max(0.0, self._paused_until.get(host, 0.0) - time.monotonic())

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
            return host in self._quick or sum(self._slow_jobs()) <= 1

    def note(self, host: str, *, is_well: bool, took_s: float = 0.0) -> None:
        """Note whether a host answered, and how soon; after a few failures on end it is left alone for a while."""
        with self._lock:
            now = time.monotonic()
            if took_s > SLOW_S:
                self._slow_until[host] = now + SLOW_FOR_S
            if is_well:
                self._failures.pop(host, None)
                self._paused_until.pop(host, None)
            else:
                self._failures[host] = self._failures.get(host, 0) + 1
                if self._failures[host] >= FAILURES_UNTIL_PAUSED:
                    self._paused_until[host] = now + PAUSE_S
            if is_well and self._slow_until.get(host, 0.0) <= now:
                self._quick.add(host)
            else:
                self._quick.discard(host)

    def _has_room(self, host: str) -> bool:
        if host in self._quick:
            return self._jobs.get(host, 0) < JOBS_PER_HOST
        return not any(self._slow_jobs())

    def _slow_jobs(self) -> Iterator[int]:
        return (count for host, count in self._jobs.items() if host not in self._quick)

    def _end_job(self, host: str) -> None:
        with self._lock:
            self._jobs[host] -= 1
            if not self._jobs[host]:
                del self._jobs[host]
