"""The live chat of one process: its parts, and what each of them does again and again."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence, Sized
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings

from accounts.models import User
from chatsite import realtime
from chatsite.contract.errors import NotAuthenticated
from chatsite.contract.events import ServerEvent, UserPayload
from chatsite.db.batching import Batcher
from chatsite.db.outages import is_outage, log_outage
from chatsite.db.pool import run_in_pool
from chatsite.socketio import Hub, Socket
from messaging import posting, queries
from messaging.live import catching_up, groups, identity, presence, syncing
from messaging.live.activity import Activity
from messaging.live.catching_up import Absence
from messaging.live.identity import Arrival
from messaging.live.joins import Joins
from messaging.live.limits import EventLimits
from messaging.live.presence import Presence
from messaging.live.relay import Relay
from messaging.live.revocation import Cutter
from messaging.live.room_index import Lobby
from messaging.live.roster import Roster
from messaging.live.router import Switchboard
from messaging.live.syncing import Difference, Known
from messaging.monitoring import process_status
from messaging.monitoring.process_status import Vital, Vitals
from messaging.posting import Draft, Result
from messaging.queries import CatchUp
from rooms import online
from rooms.queries import marks, room_changes, versions

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Item = TypeVar("Item")

MAX_DRAFTS = 64
MAX_ARRIVALS = 200
MAX_WAITING = 10_000
RELAY_SWEEP_S = 2.0
REVOCATION_SWEEP_S = 5.0
ACTIVITY_TICK_S = 1.0


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
    return Batcher(_pooled(function), batch=batch, queue=MAX_WAITING)


class Chat:
    """What serves the sockets of this process, put together around its hub."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self.limits = EventLimits()
        self.writer: Batcher[Draft, Result] = _batcher(posting.post_messages, batch=MAX_DRAFTS)
        self.arrivals: Batcher[str, Arrival] = _batcher(identity.identify)
        self.catching_up: Batcher[Absence, CatchUp] = _batcher(catching_up.read)
        self.syncing: Batcher[Known, Difference] = _batcher(syncing.read)
        self.relay = Relay(
            _pooled(versions), _pooled(queries.changes_since), lambda delivery: self.switchboard.deliver(delivery)
        )
        self.joins = Joins(self.relay, self.catching_up.submit)
        self.activity = Activity(hub, _pooled(queries.room_news))
        self.cutter = Cutter(hub, _pooled(identity.ended))
        roster = Roster(grace_s=settings.PRESENCE_GRACE_S, lease_s=presence.LEASE_S)
        self.presence = Presence(roster, hub.publish, partial(hub.deliver, groups.EVERYONE))
        self.lobby = Lobby(
            _pooled(marks),
            _pooled(room_changes),
            tell=lambda change: self.switchboard.tell_outsiders(change),
            tell_news=self.activity.notice,
        )
        self.switchboard = Switchboard(hub, self.relay, self.presence, self.lobby, self.cutter)
        self._started = time.monotonic()
        self.vitals = Vitals(self._measure, hub.publish)
        self._tasks: list[asyncio.Task[None]] = []
        hub.subscribe(process_status.TOPIC, lambda mail, sender: self.vitals.receive(mail, sender, time.monotonic()))
        hub.subscribe(realtime.TOPIC, lambda mail, _sender: self.switchboard.take_mail(mail))
        hub.subscribe(presence.TOPIC, lambda mail, _sender: self.presence.receive(mail, time.monotonic()))
        hub.on_line_restored(self.presence.ask_everyone)

    def start(self) -> None:
        """Begin on the running loop. Repeating it changes nothing."""
        if self._tasks:
            return
        self.hub.start()
        self.switchboard.start(asyncio.get_running_loop())
        realtime.connect(self.switchboard)
        online.ask(self.presence.is_online)
        self.vitals.look()
        process_status.ask(self.vitals.all)
        self._tasks = [
            asyncio.create_task(every(seconds, job), name=f"chat-{job.__name__}")
            for seconds, job in (
                (presence.TICK_S, self._tick_presence),
                (ACTIVITY_TICK_S, self.activity.tick),
                (RELAY_SWEEP_S, self._sweep_rooms),
                (RELAY_SWEEP_S, self.lobby.sweep),
                (REVOCATION_SWEEP_S, self.cutter.sweep),
                (REVOCATION_SWEEP_S, self._cut_expired),
                (process_status.EVERY_S, self.vitals.tell),
            )
        ]

    async def stop(self) -> None:
        """End what :meth:`start` began."""
        realtime.connect(None)
        online.ask()
        process_status.ask()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self.hub.stop()

    @property
    def queues(self) -> Mapping[str, Sized]:
        """Return what may have work waiting, by name."""
        return {
            "messages": self.writer,
            "arrivals": self.arrivals,
            "catching_up": self.catching_up,
            "syncing": self.syncing,
        }

    def welcome(self, socket: Socket, user: UserPayload) -> None:
        """Count a new connection of ``user``; the next tick tells it, with all others that came, who is online."""
        self.presence.connected(user)
        socket.join(groups.ARRIVING)

    def _measure(self) -> Vital:
        return Vital(
            people_online=len(self.presence.people()),
            up_s=round(time.monotonic() - self._started),
            connections=len(self.hub.in_group(groups.EVERYONE)),
            line_up=self.hub.is_line_up,
            waiting={name: len(queue) for name, queue in self.queues.items()},
        )

    async def _tick_presence(self) -> None:
        arriving = self.hub.in_group(groups.ARRIVING)
        if arriving:
            self.hub.deliver(groups.ARRIVING, ServerEvent.ONLINE_USERS, {"users": self.presence.people()})
        for socket in arriving:
            socket.leave(groups.ARRIVING)
        self.presence.tick(time.monotonic())

    async def _sweep_rooms(self) -> None:
        await self.relay.sweep(lambda room_id: bool(self.hub.in_group(groups.room(room_id))))

    async def _cut_expired(self) -> None:
        self.cutter.cut_expired()


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
