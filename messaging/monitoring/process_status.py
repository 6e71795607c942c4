"""The status of each server process: each publishes every few seconds; silent ones are dropped (the Status page)."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chatsite.registry import Provided

TOPIC = "process-status"
EVERY_S = 4.0
LEASE_S = 15.0


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """One process: how many people it knows to be online, its connections, and its pending work."""

    people_online: int
    up_s: int
    connections: int
    is_connected: bool
    pending: Mapping[str, int]
    process: int = field(default_factory=os.getpid)

    @property
    def started_at(self) -> datetime:
        """Return since when it serves."""
        return timezone.now() - timedelta(seconds=self.up_s)

    @property
    def pending_in_words(self) -> str:
        """Return its pending work in words; empty if there is none."""
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.pending.items() if count)


@dataclass(slots=True)
class ProcessStatuses:
    """What ``measure`` last returned of this process, and what the others published."""

    measure: Callable[[], ProcessStatus]
    publish: Callable[[str, Mapping[str, Any]], None]
    _own: list[ProcessStatus] = field(default_factory=list)
    _others: dict[str, tuple[float, ProcessStatus]] = field(default_factory=dict)

    def measure_own(self) -> None:
        """Measure this process; on its event loop, which alone may count what it holds."""
        self._own = [self.measure()]

    async def publish_own(self) -> None:
        """Measure this process, and publish its status to the others."""
        self.measure_own()
        self.publish(TOPIC, asdict(self._own[0]))

    def receive(self, message: Mapping[str, Any], sender: str, now: float) -> None:
        """Receive the status of another process."""
        known = self._others | {sender: (now, ProcessStatus(**message))}
        self._others = {name: received for name, received in known.items() if now - received[0] < LEASE_S}

    def all(self) -> list[ProcessStatus]:
        """Return every process that is alive, this one first; may be called from any thread."""
        now = time.monotonic()
        return [*self._own, *(status for when, status in self._others.values() if now - when < LEASE_S)]


def _none() -> Sequence[ProcessStatus]:
    return ()


# Without the live engine this process serves no sockets and knows of no other.
statuses: Provided[Callable[[], Sequence[ProcessStatus]]] = Provided(_none)


def processes() -> Sequence[ProcessStatus]:
    """Return every server process that is alive, as this one knows."""
    return statuses.part()
