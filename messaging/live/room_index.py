"""The rooms as the people outside them know them: each change of a room itself is told once, however it was learnt.

Rings bring most. The sweep compares a mark of every room with what was told, which finds what no ring brought: a
command's change in another process, or whatever happened while Redis was away.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from rooms.queries import Mark

MAX_TOLD_PER_SWEEP = 100
UNKNOWN = Mark(room_version=0, version=0)
ABOUT_MESSAGES = frozenset({ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED})

ReadMarks = Callable[[], Awaitable[Mapping[int, Mark]]]
ReadRoomChanges = Callable[[Collection[int]], Awaitable[Sequence[RoomChange]]]


@dataclass(slots=True)
class Lobby:
    """What the people of this process know of every room.

    ``read_marks`` and ``read_changes`` ask the database, the latter for the last change of each of some rooms. ``tell``
    hands a room's change to those outside it, ``tell_news`` the room whose messages are others now.
    """

    read_marks: ReadMarks
    read_changes: ReadRoomChanges
    tell: Callable[[RoomChange], None]
    tell_news: Callable[[int], None]
    _known: dict[int, Mark] = field(default_factory=dict)
    _has_looked: bool = False

    def room_changed(self, change: RoomChange) -> None:
        """Take the change of a room itself."""
        mark = self._mark(change.room_id)
        if change.version > mark.room_version:
            self._known[change.room_id] = mark._replace(room_version=change.version)
            self.tell(change)

    def changed(self, change: RoomChange) -> None:
        """Take any change inside a room.

        The mark moves only without a gap: what a ring that never came was about is found by the sweep.
        """
        mark = self._mark(change.room_id)
        if change.version == mark.version + 1:
            self._known[change.room_id] = mark._replace(version=change.version)
        if change.version > mark.version and change.event in ABOUT_MESSAGES:
            self.tell_news(change.room_id)

    async def sweep(self) -> None:
        """Find what was not told. The first sweep only looks: those who connected before it asked for themselves."""
        marks = await self.read_marks()
        if not self._has_looked:
            self._has_looked, self._known = True, {**marks, **self._known}
            return
        changed = [room_id for room_id, mark in marks.items() if mark.room_version > self._mark(room_id).room_version]
        if changed:
            for change in await self.read_changes(changed[:MAX_TOLD_PER_SWEEP]):
                self.room_changed(change)
        for room_id, mark in marks.items():
            known = self._mark(room_id)
            if mark.version > known.version:
                self._known[room_id] = known._replace(version=mark.version)
                self.tell_news(room_id)

    def _mark(self, room_id: int) -> Mark:
        return self._known.get(room_id, UNKNOWN)
