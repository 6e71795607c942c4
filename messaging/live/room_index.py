"""The rooms as the people outside know them: each change of a room itself is announced once, however it was learnt.

Notifications bring most. The sweep compares the latest versions of the rooms with those announced, which finds what
no notification brought: a command's change in another process, or whatever happened while Redis was away. Who joined
or left meanwhile is read with it. It reads only rooms whose sum of versions differs from what is known
(docs/decisions/sums-of-versions.md).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from chatsite.contract.events import ServerEvent
from chatsite.realtime import Audience, Notice, RoomChange
from messaging.live.known_rooms import KnownRooms, differing
from rooms.versions import RoomVersions, Total

MAX_ROOMS_PER_SWEEP = 100
ABOUT_MESSAGES = frozenset({ServerEvent.NEW_MESSAGE, ServerEvent.MESSAGE_UPDATED})

Versions = Mapping[int, RoomVersions]


@dataclass(frozen=True, slots=True)
class ReadRooms:
    """What is asked of the database: of all rooms, of some blocks of their ids, and of the rooms that changed.

    ``changes`` returns the last change of each of some rooms, ``seats`` what to tell the people who joined or left
    rooms, each after a version.
    """

    versions: Callable[[], Awaitable[Versions]]
    total: Callable[[], Awaitable[Total]]
    totals: Callable[[], Awaitable[Mapping[int, Total]]]
    versions_in: Callable[[Collection[int]], Awaitable[Versions]]
    changes: Callable[[Collection[int]], Awaitable[Sequence[RoomChange]]]
    seats: Callable[[Mapping[int, int]], Awaitable[Sequence[RoomChange | Notice]]]


@dataclass(slots=True)
class RoomIndex:
    """The latest versions of every room that the people of this process were notified of.

    ``notify_outsiders`` gets a room's change for people who have not opened it, ``notify_withdrawn`` one that takes a
    room away from all but its members, ``notify_person`` what a person's connections receive of their own membership,
    ``notify_activity`` a room whose messages changed.
    """

    read: ReadRooms
    notify_outsiders: Callable[[RoomChange], None]
    notify_withdrawn: Callable[[RoomChange], None]
    notify_person: Callable[[RoomChange | Notice], None]
    notify_activity: Callable[[int], None]
    _known: KnownRooms = field(default_factory=KnownRooms)
    _is_loaded: bool = False
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self) -> None:
        """Read all rooms before the first connection: people who came earlier would miss that a room goes private.

        Repeating it changes nothing.
        """
        async with self._loading:
            if self._is_loaded:
                return
            for room_id, versions in (await self.read.versions()).items():
                self._known[room_id] = versions
            self._is_loaded = True

    def room_changed(self, change: RoomChange) -> None:
        """Receive the change of a room itself."""
        known = self._known[change.room_id]
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
        known = self._known[change.room_id]
        if change.version == known.version + 1:
            self._known[change.room_id] = known._replace(version=change.version)
        if change.version > known.version and change.event in ABOUT_MESSAGES:
            self.notify_activity(change.room_id)

    async def sweep(self) -> None:
        """Find what was not announced.

        What is known is taken before the database is asked, which then knows that much at least: totals that agree
        leave nothing out.
        """
        await self.load()
        total, totals = self._known.total, dict(self._known.totals)
        if await self.read.total() == total:
            return
        blocks = differing(totals, await self.read.totals())
        known = self._known.ids_in(blocks)
        latest = await self.read.versions_in(blocks)
        self._known.forget(known - latest.keys())
        await self._sweep_rooms(latest)

    async def _sweep_rooms(self, latest: Versions) -> None:
        changed = [
            room_id for room_id, versions in latest.items() if versions.room_version > self._known[room_id].room_version
        ]
        if changed:
            for change in await self.read.changes(changed[:MAX_ROOMS_PER_SWEEP]):
                self.room_changed(change)
        waiting = set(changed[MAX_ROOMS_PER_SWEEP:])
        await self._sweep_inside({room_id: latest[room_id] for room_id in latest.keys() - waiting})

    async def _sweep_inside(self, latest: Versions) -> None:
        missed = {
            room_id: self._known[room_id].version
            for room_id, versions in latest.items()
            if versions.version > self._known[room_id].version
        }
        notices = await self.read.seats(missed) if missed else ()
        for room_id in missed:
            known = self._known[room_id]
            self._known[room_id] = known._replace(version=max(known.version, latest[room_id].version))
        for notice in notices:
            self.notify_person(notice)
        for room_id in missed:
            self.notify_activity(room_id)
