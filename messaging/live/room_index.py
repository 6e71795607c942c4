"""The rooms as the people outside know them: each change of a room itself is announced once, however it was learnt.

Notifications bring most. The sweep compares the latest versions of every room with those announced, which finds what
no notification brought: a command's change in another process, or whatever happened while Redis was away.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from rooms.queries import RoomVersions

MAX_ROOMS_PER_SWEEP = 100
UNKNOWN = RoomVersions(room_version=0, version=0)
ABOUT_MESSAGES = frozenset({ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED})

ReadVersions = Callable[[], Awaitable[Mapping[int, RoomVersions]]]
ReadRoomChanges = Callable[[Collection[int]], Awaitable[Sequence[RoomChange]]]


@dataclass(slots=True)
class RoomIndex:
    """The latest versions of every room that the people of this process were notified of.

    ``read_versions`` and ``read_changes`` ask the database, the latter for the last change of each of some rooms.
    ``notify_outsiders`` gets a room's change for those outside it, ``notify_activity`` a room whose messages changed.
    """

    read_versions: ReadVersions
    read_changes: ReadRoomChanges
    notify_outsiders: Callable[[RoomChange], None]
    notify_activity: Callable[[int], None]
    _known: dict[int, RoomVersions] = field(default_factory=dict)
    _is_loaded: bool = False

    def room_changed(self, change: RoomChange) -> None:
        """Receive the change of a room itself."""
        known = self._versions(change.room_id)
        if change.version > known.room_version:
            self._known[change.room_id] = known._replace(room_version=change.version)
            self.notify_outsiders(change)

    def changed(self, change: RoomChange) -> None:
        """Receive any change inside a room.

        The version moves only without a gap: what a lost notification was about is found by the sweep.
        """
        known = self._versions(change.room_id)
        if change.version == known.version + 1:
            self._known[change.room_id] = known._replace(version=change.version)
        if change.version > known.version and change.event in ABOUT_MESSAGES:
            self.notify_activity(change.room_id)

    async def sweep(self) -> None:
        """Find what was not announced. The first sweep only loads: those who connected before asked for themselves."""
        latest = await self.read_versions()
        if not self._is_loaded:
            self._is_loaded, self._known = True, {**latest, **self._known}
            return
        changed = [
            room_id
            for room_id, versions in latest.items()
            if versions.room_version > self._versions(room_id).room_version
        ]
        if changed:
            for change in await self.read_changes(changed[:MAX_ROOMS_PER_SWEEP]):
                self.room_changed(change)
        for room_id, versions in latest.items():
            known = self._versions(room_id)
            if versions.version > known.version:
                self._known[room_id] = known._replace(version=versions.version)
                self.notify_activity(room_id)

    def _versions(self, room_id: int) -> RoomVersions:
        return self._known.get(room_id, UNKNOWN)
