"""Presence across processes: gossips the roster over the hub and notifies everyone of who came and who went.

Each process publishes its own people's comings and goings at once, a digest every few seconds, and its full state on
request. What changed is gathered for a moment before people are notified, so that a mass reconnect is one snapshot.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import UserPayload
from messaging.live.roster import Roster

TOPIC = "presence"
LEASE_S = 15.0
DIGEST_EVERY_S = 4.0
TICK_S = 0.2
SNAPSHOT_FROM = 25  # changes at once: from here on, one list is smaller than the single events
SNAPSHOT_PAUSE_S = 1 / 200  # between two snapshots, for each person in them: they are as long as the storm is wide
MAX_SNAPSHOT_PAUSE_S = 10.0

Publish = Callable[[str, Mapping[str, Any]], None]
NotifyEveryone = Callable[[ServerEvent, Mapping[str, Any]], object]


@dataclass(slots=True)
class Presence:
    """The roster of this process, kept in step with the others'. Call :meth:`tick` every :data:`TICK_S`."""

    roster: Roster
    publish: Publish
    notify_everyone: NotifyEveryone
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    _seen: set[int] = field(default_factory=set)
    _changed: bool = False
    _digest_at: float = 0.0
    _snapshot_at: float = 0.0

    def people(self) -> list[UserPayload]:
        """Return everyone who is online."""
        return list(self.roster.online().values())

    def take_seen(self) -> set[int]:
        """Return the people of this process who came or went since the last call."""
        seen, self._seen = self._seen, set()
        return seen

    def is_online(self, user_id: int) -> bool:
        """Tell whether a person is online; may be called from any thread."""
        return self.roster.is_online(user_id)

    def ask_everyone(self) -> None:
        """Ask the other processes for their full states."""
        self.publish(TOPIC, {"kind": "request", "name": self.name})

    def connected(self, user: UserPayload) -> None:
        """Count a new connection of ``user``."""
        if self.roster.connected(user):
            self._seen.add(user["id"])
            self._publish_difference(online=[user])

    def disconnected(self, user_id: int, now: float) -> None:
        """Count a lost connection of a person; they stay online for the grace period."""
        self.roster.disconnected(user_id, now)

    def renamed(self, user: UserPayload) -> None:
        """Show ``user`` as they look now, if they are online here."""
        if self.roster.renamed(user):
            self._publish_difference(online=[user])

    def receive(self, message: Mapping[str, Any], now: float) -> None:
        """Receive what another process published."""
        name = str(message["name"])
        if name == self.name:
            return
        if self._apply(message, name, now):
            self.publish(TOPIC, {"kind": "request", "name": self.name, "of": name})
        self._changed = True

    def _apply(self, message: Mapping[str, Any], name: str, now: float) -> bool:
        """Merge ``message``; return whether the full state of process ``name`` must be asked for."""
        match message["kind"]:
            case "difference":
                return self.roster.peer_changed(
                    name,
                    revision=message["revision"],
                    online=message["online"],
                    offline=message["offline"],
                    now=now,
                )
            case "state":
                self.roster.peer_state(name, revision=message["revision"], people=message["people"], now=now)
            case "digest":
                return self.roster.peer_digest(name, revision=message["revision"], now=now)
            case "request" if message.get("of", self.name) == self.name:
                self._publish("state", people=list(self.roster.own.values()))
        return False

    def tick(self, now: float) -> None:
        """End what is over, renew what is due, and notify everyone of what changed."""
        if gone := self.roster.expire(now):
            self._seen.update(gone)
            self._publish_difference(offline=gone)
        if now >= self._digest_at:
            self._digest_at = now + DIGEST_EVERY_S
            self._changed = True
            self._publish("digest")
        if self._changed and now >= self._snapshot_at:
            self._notify(now)

    def _notify(self, now: float) -> None:
        self._changed = False
        difference = self.roster.difference()
        if len(difference) >= SNAPSHOT_FROM:
            people = self.roster.shown()
            self._snapshot_at = now + min(len(people) * SNAPSHOT_PAUSE_S, MAX_SNAPSHOT_PAUSE_S)
            self.notify_everyone(ServerEvent.ONLINE_USERS, {"users": people})
            return
        for user in difference.online:
            self.notify_everyone(ServerEvent.USER_ONLINE, {"user": user})
        for user_id in difference.offline:
            self.notify_everyone(ServerEvent.USER_OFFLINE, {"user_id": user_id})

    def _publish_difference(self, *, online: list[UserPayload] | None = None, offline: list[int] | None = None) -> None:
        self._changed = True
        self._publish("difference", online=online or [], offline=offline or [])

    def _publish(self, kind: str, **content: Any) -> None:
        self.publish(TOPIC, {"kind": kind, "name": self.name, "revision": self.roster.revision, **content})
