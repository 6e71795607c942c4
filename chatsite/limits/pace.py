"""Work in the background that leaves room for what people wait for."""

import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """Lets threads go on one after the other, at even distances: ``per_s`` a second at most, never a burst."""

    per_s: float
    _next_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Wait for this thread's turn."""
        with self._lock:
            now = time.monotonic()
            turn_at = max(self._next_at, now)
            self._next_at = turn_at + 1 / self.per_s
        time.sleep(turn_at - now)
