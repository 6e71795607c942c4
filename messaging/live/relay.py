"""The relay: what is committed anywhere reaches the sockets of this process, in order, each change once.

Notifications are hints. What none brought is read from the database: at once when a later one shows the gap, and every
sweep otherwise. So a lost notification, a killed process, a Redis outage or a command's change costs seconds only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chatsite.observe import metrics
from chatsite.realtime import RoomChange
from messaging.live.feed import Feed, OrderedChange
from messaging.queries import Changes

log = logging.getLogger(__name__)

GAP_PATIENCE_S = 0.05  # notifications of two processes overtake each other by milliseconds; reading costs more

ReadVersions = Callable[[Iterable[int]], Awaitable[Mapping[int, int]]]
ReadChanges = Callable[[int, int], Awaitable[Changes]]  # of a room, after a version
Deliver = Callable[[OrderedChange], None]


@dataclass(slots=True)
class Relay:
    """Keeps a :class:`Feed` for each room that has sockets here.

    ``read_versions`` and ``read_changes`` ask the database; ``deliver`` hands one change to the sockets of its room,
    ``part`` unsubscribes people who leave in changes read from the database.
    """

    read_versions: ReadVersions
    read_changes: ReadChanges
    deliver: Deliver
    part: Callable[[Sequence[OrderedChange]], None]
    feeds: dict[int, Feed] = field(default_factory=dict)
    _healing: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def watch(self, room_id: int) -> Feed:
        """Return the feed of ``room_id``, started at the version of now if this process did not watch the room."""
        if room_id not in self.feeds:
            head = (await self.read_versions([room_id])).get(room_id, 0)
            self.feeds.setdefault(room_id, Feed(room_id, head))
        return self.feeds[room_id]

    def receive(self, change: RoomChange) -> None:
        """Receive a notification, of this process or another."""
        feed = self.feeds.get(change.room_id)
        if feed is None:
            return
        self._send(feed.receive(change))
        if feed.is_behind and change.room_id not in self._healing:
            self._heal_soon(feed, GAP_PATIENCE_S)

    async def bring_to(self, feed: Feed, version: int) -> None:
        """Deliver everything up to ``version`` at least."""
        feed.notice(version)
        while feed.is_behind:
            await self._heal_soon(feed, 0)

    async def sweep(self, is_watched: Callable[[int], bool]) -> None:
        """Compare every feed with the database, heal those behind, forget those that are not watched."""
        for room_id in [
            room_id for room_id, feed in self.feeds.items() if not feed.recordings and not is_watched(room_id)
        ]:
            del self.feeds[room_id]
        if not self.feeds:
            return
        for room_id, version in (await self.read_versions(list(self.feeds))).items():
            if feed := self.feeds.get(room_id):
                feed.notice(version)
                if feed.is_behind:
                    self._heal_soon(feed, 0)

    def _heal_soon(self, feed: Feed, delay_s: float) -> asyncio.Task[None]:
        task = self._healing.get(feed.room_id)
        if task is None:
            task = asyncio.create_task(self._heal(feed, delay_s), name=f"heal-room-{feed.room_id}")
            self._healing[feed.room_id] = task
            task.add_done_callback(lambda done: self._healed(feed, done))
        return task

    def _healed(self, feed: Feed, task: asyncio.Task[None]) -> None:
        del self._healing[feed.room_id]
        if not task.cancelled() and (error := task.exception()):
            log.warning("room %s could not be read, the next sweep tries again: %s", feed.room_id, error)

    async def _heal(self, feed: Feed, delay_s: float) -> None:
        """Read from the database what ``feed`` misses, unless it arrives within ``delay_s``."""
        if delay_s:
            await asyncio.sleep(delay_s)
        while feed.is_behind:
            changes = await self.read_changes(feed.room_id, feed.head)
            metrics.GAPS.inc()
            log.info("room %s: read %s missed changes after %s", feed.room_id, len(changes.changes), feed.head)
            before = feed.head
            filled = feed.fill(changes.changes, changes.version)
            self.part(filled)
            self._send(filled)
            if feed.head == before:
                feed.known = feed.head  # the database does not know better, for example after a restored backup

    def _send(self, changes: Iterable[OrderedChange]) -> None:
        for ordered in changes:
            self.deliver(ordered)
