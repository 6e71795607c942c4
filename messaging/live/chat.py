"""The live chat of one process: its parts, and what each of them does again and again."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence, Sized
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.conf import settings

from accounts.last_seen import note_last_seen
from accounts.models import User
from chatsite import realtime
from chatsite.contract.errors import NotAuthenticated
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import UserPayload
from chatsite.db.batching import Batcher
from chatsite.db.outages import is_outage, log_outage
from chatsite.db.pool import run_in_pool
from chatsite.socketio import Hub, Socket
from messaging import posting, queries
from messaging.live import catching_up, groups, identity, presence, syncing, typing
from messaging.live.activity import Activity
from messaging.live.catching_up import Absence
from messaging.live.identity import Arrival, Proof
from messaging.live.joins import Joins
from messaging.live.limits import EventLimits
from messaging.live.presence import Presence
from messaging.live.relay import Relay
from messaging.live.revocation import Revoker
from messaging.live.room_delivery import RoomDelivery, notify_outsiders, notify_person, notify_withdrawn
from messaging.live.room_index import ReadRooms, RoomIndex
from messaging.live.roster import Roster
from messaging.live.router import Router
from messaging.live.syncing import Known, RoomListDifference
from messaging.live.typing import TypingNotices
from messaging.monitoring import process_status
from messaging.monitoring.process_status import ProcessStatus, ProcessStatuses
from messaging.posting import Draft, Result
from messaging.queries import CatchUp
from rooms import online
from rooms.access.seats import missed_seats
from rooms.queries import room_changes, versions
from rooms.versions import latest_versions, total, totals, versions_in

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Item = TypeVar("Item")

MAX_DRAFTS = 64
MAX_ARRIVALS = 200
MAX_PENDING = 10_000
MAX_SEEN_AT_ONCE = 500
RELAY_SWEEP_S = 2.0
REVOCATION_SWEEP_S = 5.0
TOKENS_TICK_S = 0.5
ACTIVITY_TICK_S = 1.0
SEEN_EVERY_S = 5.0
PRESENT_EVERY_S = 300.0


def active_user(user_id: int) -> User:
    """Return the person as they are now.

    Raises:
        NotAuthenticated: there is no such person any more, or not an active one.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotAuthenticated
    return user


def _pooled(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    return partial(run_in_pool, function)


def _batcher(
    function: Callable[[Sequence[Item]], Sequence[R | Exception]], *, batch: int = MAX_ARRIVALS
) -> Batcher[Item, R]:
    return Batcher(_pooled(function), batch=batch, queue=MAX_PENDING)


def _reading_rooms() -> ReadRooms:
    return ReadRooms(
        versions=_pooled(latest_versions),
        total=_pooled(total),
        totals=_pooled(totals),
        versions_in=_pooled(versions_in),
        changes=_pooled(room_changes),
        seats=_pooled(missed_seats),
    )


class Chat:
    """What serves the sockets of this process, put together around its hub."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self.limits = EventLimits()
        self.writer: Batcher[Draft, Result] = _batcher(posting.post_messages, batch=MAX_DRAFTS)
        self.arrivals: Batcher[Proof, Arrival] = _batcher(identity.identify)
        self.catching_up: Batcher[Absence, CatchUp] = _batcher(catching_up.read)
        self.syncing: Batcher[Known, RoomListDifference] = _batcher(syncing.read)
        self.activity = Activity(hub, _pooled(queries.room_news))
        self.room_index = RoomIndex(
            _reading_rooms(),
            notify_outsiders=partial(notify_outsiders, hub),
            notify_withdrawn=partial(notify_withdrawn, hub),
            notify_person=partial(notify_person, hub),
            notify_activity=self.activity.notice,
        )
        self.typing = TypingNotices(hub)
        self.delivery = RoomDelivery(hub, self.room_index)
        self.relay = Relay(_pooled(versions), _pooled(queries.changes_since), self.delivery.deliver, self.delivery.part)
        self.joins = Joins(self.relay, self.catching_up.submit)
        self.revoker = Revoker(hub, _pooled(identity.ended))
        roster = Roster(grace_s=settings.PRESENCE_GRACE_S, lease_s=presence.LEASE_S)
        self.presence = Presence(roster, hub.publish, partial(hub.deliver, groups.EVERYONE))
        self.router = Router(hub, self.relay, self.room_index, self.revoker, self.presence)
        self._started = time.monotonic()
        self.processes = ProcessStatuses(self._measure, hub.publish)
        self._tasks: list[asyncio.Task[None]] = []
        hub.subscribe(realtime.TOPIC, self.router.receive)
        hub.subscribe(typing.TOPIC, self.typing.receive)
        hub.subscribe(presence.TOPIC, self._receive_presence)
        hub.subscribe(process_status.TOPIC, self._receive_status)
        hub.on_reconnected(self.presence.ask_everyone)

    def start(self) -> None:
        """Begin on the running loop. Repeating it changes nothing."""
        if self._tasks:
            return
        self.hub.start()
        self.router.start(asyncio.get_running_loop())
        realtime.transport.provide(self.router)
        online.presence.provide(self.presence.is_online)
        self.processes.measure_own()
        process_status.statuses.provide(self.processes.all)
        self._tasks = [
            asyncio.create_task(every(seconds, job), name=f"chat-{job.__name__}")
            for seconds, job in (
                (presence.TICK_S, self._tick_presence),
                (ACTIVITY_TICK_S, self.activity.tick),
                (SEEN_EVERY_S, self._note_comings_and_goings),
                (PRESENT_EVERY_S, self._note_present),
                (RELAY_SWEEP_S, self._sweep_rooms),
                (RELAY_SWEEP_S, self.room_index.sweep),
                (REVOCATION_SWEEP_S, self.revoker.sweep),
                (REVOCATION_SWEEP_S, self._end_expired),
                (TOKENS_TICK_S, self._end_expired_tokens),
                (process_status.EVERY_S, self.processes.publish_own),
            )
        ]

    async def stop(self) -> None:
        """End what :meth:`start` began."""
        realtime.transport.withdraw()
        online.presence.withdraw()
        process_status.statuses.withdraw()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self.hub.stop()

    @property
    def queues(self) -> Mapping[str, Sized]:
        """Return what may have pending work, by name."""
        return {
            "messages": self.writer,
            "arrivals": self.arrivals,
            "catching_up": self.catching_up,
            "syncing": self.syncing,
        }

    def welcome(self, socket: Socket, user: UserPayload) -> None:
        """Count a new connection of ``user``; the next tick sends it, with all others that came, who is online."""
        self.presence.connected(user)
        socket.join(groups.ARRIVING)

    def _receive_presence(self, notification: Mapping[str, Any], _sender: str) -> None:
        self.presence.receive(notification, time.monotonic())

    def _receive_status(self, notification: Mapping[str, Any], sender: str) -> None:
        self.processes.receive(notification, sender, time.monotonic())

    def _measure(self) -> ProcessStatus:
        return ProcessStatus(
            people_online=len(self.presence.people()),
            up_s=round(time.monotonic() - self._started),
            connections=len(self.hub.in_group(groups.EVERYONE)),
            is_connected=self.hub.is_connected,
            pending={name: len(queue) for name, queue in self.queues.items()},
        )

    async def _tick_presence(self) -> None:
        arriving = self.hub.in_group(groups.ARRIVING)
        if arriving:
            self.hub.deliver(groups.ARRIVING, ServerEvent.ONLINE_USERS, {"users": self.presence.people()})
        for socket in arriving:
            socket.leave(groups.ARRIVING)
        self.presence.tick(time.monotonic())

    async def _note_comings_and_goings(self) -> None:
        await self._note_seen(self.presence.take_seen())

    async def _note_present(self) -> None:
        await self._note_seen(set(self.presence.roster.own))

    async def _note_seen(self, people: set[int]) -> None:
        ids = sorted(people)
        for start in range(0, len(ids), MAX_SEEN_AT_ONCE):
            await run_in_pool(note_last_seen, ids[start : start + MAX_SEEN_AT_ONCE])

    async def _sweep_rooms(self) -> None:
        await self.relay.sweep(self.delivery.has_receivers)

    async def _end_expired(self) -> None:
        self.revoker.end_expired()

    async def _end_expired_tokens(self) -> None:
        self.revoker.end_expired_tokens()


async def every(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
    """Run ``job`` again and again; one that fails is logged and tried again."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except Exception as error:  # a database that is away for a while must not end the sweeps
            if is_outage(error):
                log_outage(job.__name__, error)
                continue
            log.warning("%s failed, trying again in %s s: %s", job.__name__, seconds, error or type(error).__name__)
