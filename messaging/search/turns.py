"""Letting few searches run at a time: two in a process, one of each person. Others wait a moment, then are refused."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import RateLimited, Unavailable

AT_ONCE: Final = 2
# Each waiting search holds one of the few threads that serve requests.
MAX_WAITING: Final = 4
WAIT_S: Final = 1.0


@dataclass(slots=True)
class Turns:
    """Who searches now, and how many wait for them."""

    at_once: int = AT_ONCE
    max_waiting: int = MAX_WAITING
    wait_s: float = WAIT_S
    _searching: set[int] = field(default_factory=set)
    _waiting: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def turn(self, user_id: int) -> Iterator[None]:
        """Wait for a turn, and hold it.

        Raises:
            RateLimited: the person's earlier search is not done.
            Unavailable: too many others search.
        """
        with self._changed:
            self._wait(user_id)
            self._searching.add(user_id)
        try:
            yield
        finally:
            with self._changed:
                self._searching.remove(user_id)
                self._changed.notify_all()

    def _wait(self, user_id: int) -> None:
        ends_at = time.monotonic() + self.wait_s
        while not self._is_free_for(user_id):
            left = ends_at - time.monotonic()
            if left <= 0 or self._waiting >= self.max_waiting:
                raise self._refusal(user_id)
            self._waiting += 1
            try:
                self._changed.wait(left)
            finally:
                self._waiting -= 1

    def _is_free_for(self, user_id: int) -> bool:
        return user_id not in self._searching and len(self._searching) < self.at_once

    def _refusal(self, user_id: int) -> RateLimited | Unavailable:
        if user_id in self._searching:
            return RateLimited(_("Your last search is still running. Try again in a moment."), retry_after_s=1)
        return Unavailable(_("Many people are searching. Try again in a moment."), retry_after_s=1)


turns: Final = Turns()
