"""The order of one room's changes in one process: a plain state machine, no I/O (docs/architecture.md, "Delivery").

Notifications arrive from any process in any order, some never. What leaves here is in order, each version at most once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatsite.realtime import RoomChange

MAX_PENDING = 1_000


@dataclass(frozen=True, slots=True)
class OrderedChange:
    """A change to hand to the sockets of a room that had ``prev_version`` before."""

    prev_version: int
    change: RoomChange


@dataclass(slots=True, eq=False)
class Recording:
    """What was delivered while a connection was joining."""

    changes: list[OrderedChange] = field(default_factory=list)

    def after(self, version: int) -> list[OrderedChange]:
        """Return the changes that a page as of ``version`` does not hold yet."""
        return [ordered for ordered in self.changes if ordered.change.version > version]


@dataclass(slots=True)
class Feed:
    """One room's ``head``: the version up to which its sockets here have everything.

    A change at ``head + 1`` goes out; an older one is stale; a later one waits in ``pending`` until what is between
    arrived or was read from the database.
    """

    room_id: int
    head: int
    pending: dict[int, RoomChange] = field(default_factory=dict)
    recordings: list[Recording] = field(default_factory=list)
    known: int = 0

    def receive(self, change: RoomChange) -> list[OrderedChange]:
        """Receive a notification and return what can go out now, in order."""
        if change.version > self.head and len(self.pending) < MAX_PENDING:
            self.pending[change.version] = change
        self.notice(change.version)
        return self._drain()

    def notice(self, version: int) -> None:
        """Learn that the room is at ``version`` in the database."""
        self.known = max(self.known, version)

    @property
    def is_behind(self) -> bool:
        """Tell whether something is known to be missing."""
        return self.known > self.head

    def fill(self, changes: Iterable[RoomChange], version: int) -> list[OrderedChange]:
        """Receive what the database holds after ``head``, complete up to ``version``, and return what goes out."""
        ordered = [self._advance(change) for change in changes if change.version > self.head]
        self.head = max(self.head, version)
        self.notice(version)
        return ordered + self._drain()

    def _drain(self) -> list[OrderedChange]:
        ordered = []
        while (change := self.pending.pop(self.head + 1, None)) is not None:
            ordered.append(self._advance(change))
        if self.pending and min(self.pending) <= self.head:
            self.pending = {version: change for version, change in self.pending.items() if version > self.head}
        return ordered

    def _advance(self, change: RoomChange) -> OrderedChange:
        ordered = OrderedChange(self.head, change)
        self.head = change.version
        for recording in self.recordings:
            recording.changes.append(ordered)
        return ordered
