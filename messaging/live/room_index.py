"""The rooms as the people outside know them: each change of a room itself is announced once, however it was learnt.

Notifications bring most. The sweep compares the latest versions of every room with those announced, which finds what
no notification brought: a command's change in another process, or whatever happened while Redis was away. Who joined
or left meanwhile is read with it.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, Notice, RoomChange
from rooms.queries import RoomVersions

MAX_ROOMS_PER_SWEEP = 100
UNKNOWN = RoomVersions(room_version=0, version=0, is_public=False)
ABOUT_MESSAGES = frozenset({ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED})

ReadVersions = Callable[[], Awaitable[Mapping[int, RoomVersions]]]
ReadRoomChanges = Callable[[Collection[int]], Awaitable[Sequence[RoomChange]]]
ReadSeats = Callable[[Mapping[int, int]], Awaitable[Sequence[RoomChange | Notice]]]  # of rooms, each after a version


@dataclass(slots=True)
class RoomIndex:
    """The latest versions of every room that the people of this process were notified of.

    ``read_versions``, ``read_changes`` and ``read_seats`` ask the database: for the last change of each of some rooms,
    and for what to tell the people who joined or left them. ``notify_outsiders`` gets a room's change for those who
    have not opened it, ``notify_withdrawn`` one that takes a room away from all but its members, ``notify_person`` what
    a person's connections receive of their own membership, ``notify_activity`` a room whose messages changed.
    """

    read_versions: ReadVersions
    read_changes: ReadRoomChanges
    read_seats: ReadSeats
    notify_outsiders: Callable[[RoomChange], None]
    notify_withdrawn: Callable[[RoomChange], None]
    notify_person: Callable[[RoomChange | Notice], None]
    notify_activity: Callable[[int], None]
    _known: dict[int, RoomVersions] = field(default_factory=dict)
    _is_loaded: bool = False

    def room_changed(self, change: RoomChange) -> None:
        """Receive the change of a room itself."""
        known = self._versions(change.room_id)
        if change.version > known.room_version:
            is_public = change.audience == Audience.EVERYONE
            self._known[change.room_id] = known._replace(room_version=change.version, is_public=is_public)
            if known.is_public and not is_public:
                self.notify_withdrawn(change)
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
            self._is_loaded, self._known = True, {**self._known, **latest}
            return
        changed = [
            room_id
            for room_id, versions in latest.items()
            if versions.room_version > self._versions(room_id).room_version
        ]
        if changed:
            for change in await self.read_changes(changed[:MAX_ROOMS_PER_SWEEP]):
                self.room_changed(change)
        await self._sweep_inside(latest)

    async def _sweep_inside(self, latest: Mapping[int, RoomVersions]) -> None:
        missed = {
            room_id: self._versions(room_id).version
            for room_id, versions in latest.items()
            if versions.version > self._versions(room_id).version
        }
        notices = await self.read_seats(missed) if missed else ()
        for room_id in missed:
            known = self._versions(room_id)
            self._known[room_id] = known._replace(version=max(known.version, latest[room_id].version))
        for notice in notices:
            self.notify_person(notice)
        for room_id in missed:
            self.notify_activity(room_id)

    def _versions(self, room_id: int) -> RoomVersions:
        return self._known.get(room_id, UNKNOWN)
