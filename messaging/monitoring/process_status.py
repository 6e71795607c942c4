"""How each server process is: they tell each other every few seconds, and forget who is silent (the Live page)."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

TOPIC = "vitals"
EVERY_S = 4.0
LEASE_S = 15.0


@dataclass(frozen=True, slots=True)
class Vital:
    """One process: whom it knows to be online, what it serves, and what waits in it."""

    people_online: int
    up_s: int
    connections: int
    line_up: bool
    waiting: Mapping[str, int]
    process: int = field(default_factory=os.getpid)

    @property
    def started_at(self) -> datetime:
        """Return since when it serves."""
        return timezone.now() - timedelta(seconds=self.up_s)

    @property
    def waiting_in_all(self) -> str:
        """Return what waits in it, in words; nothing when nothing does."""
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.waiting.items() if count)


@dataclass(slots=True)
class Vitals:
    """What ``measure`` said of this process when it last looked, and what the others told of themselves."""

    measure: Callable[[], Vital]
    publish: Callable[[str, Mapping[str, Any]], None]
    _own: list[Vital] = field(default_factory=list)
    _others: dict[str, tuple[float, Vital]] = field(default_factory=dict)

    def look(self) -> None:
        """Measure this process; on its event loop, which alone may count what it holds."""
        self._own = [self.measure()]

    async def tell(self) -> None:
        """Look, and tell the other processes."""
        self.look()
        self.publish(TOPIC, asdict(self._own[0]))

    def receive(self, message: Mapping[str, Any], sender: str, now: float) -> None:
        """Take what another process told."""
        known = self._others | {sender: (now, Vital(**message))}
        self._others = {name: told for name, told in known.items() if now - told[0] < LEASE_S}

    def all(self) -> list[Vital]:
        """Return every process that is alive, this one first; may be called from any thread."""
        now = time.monotonic()
        return [*self._own, *(vital for when, vital in self._others.values() if now - when < LEASE_S)]


def _none() -> list[Vital]:
    return []


@dataclass(slots=True)
class _Source:
    processes: Callable[[], Sequence[Vital]] = _none


_source = _Source()


def ask(source: Callable[[], Sequence[Vital]] = _none) -> None:
    """Ask ``source`` from now on. Without it this process serves no sockets and knows of none."""
    _source.processes = source


def processes() -> Sequence[Vital]:
    """Return every server process that is alive, as this one knows."""
    return _source.processes()
