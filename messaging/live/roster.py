"""Who is online: a state machine that merges what every process says of its own people. No I/O, the clock is passed in.

Each process counts the connections of its own people and keeps a person for a grace period after the last one went
(a reload is no absence). Every other process is believed for a lease, renewed by its digests: one that was killed
lapses as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chatsite.contract.payloads import UserPayload

People = dict[int, UserPayload]


@dataclass(frozen=True, slots=True)
class PresenceDifference:
    """What changed for the people who watch: everyone who came, everyone who went."""

    online: tuple[UserPayload, ...] = ()
    offline: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.online) + len(self.offline)


@dataclass(slots=True)
class _Peer:
    """Another process: its people as of its ``revision``, believed until ``expires_at``."""

    revision: int
    people: People
    expires_at: float


@dataclass(slots=True)
class Roster:
    """The people online, as one process knows them."""

    grace_s: float
    lease_s: float
    revision: int = 0
    own: People = field(default_factory=dict)
    _connections: dict[int, int] = field(default_factory=dict)
    _leaving: dict[int, float] = field(default_factory=dict)  # person: when their grace ends
    _peers: dict[str, _Peer] = field(default_factory=dict)
    _shown: People = field(default_factory=dict)

    def connected(self, user: UserPayload) -> bool:
        """Count one more connection of ``user``; return whether the other processes have something to learn."""
        user_id = user["id"]
        self._connections[user_id] = self._connections.get(user_id, 0) + 1
        self._leaving.pop(user_id, None)
        return self._set_own(user)

    def disconnected(self, user_id: int, now: float) -> None:
        """Count one connection less; the last one starts the grace period."""
        left = self._connections.get(user_id, 0) - 1
        if left > 0:
            self._connections[user_id] = left
        elif self._connections.pop(user_id, None) is not None:
            self._leaving[user_id] = now + self.grace_s

    def renamed(self, user: UserPayload) -> bool:
        """Show a person of ours as they look now."""
        return user["id"] in self.own and self._set_own(user)

    def _set_own(self, user: UserPayload) -> bool:
        if self.own.get(user["id"]) == user:
            return False
        self.own[user["id"]] = user
        self.revision += 1
        return True

    def expire(self, now: float) -> list[int]:
        """End the grace periods and leases that are over; return the people of ours who went."""
        gone = [user_id for user_id, ends_at in self._leaving.items() if ends_at <= now]
        for user_id in gone:
            del self._leaving[user_id], self.own[user_id]
        if gone:
            self.revision += 1
        for name in [name for name, peer in self._peers.items() if peer.expires_at <= now]:
            del self._peers[name]
        return gone

    def peer_changed(
        self, name: str, *, revision: int, online: Iterable[UserPayload], offline: Iterable[int], now: float
    ) -> bool:
        """Apply a peer's difference that leads to its ``revision``; return whether its full state must be asked for."""
        peer = self._peers.get(name)
        if peer is None or peer.revision + 1 != revision:
            return peer is None or revision > peer.revision
        peer.people |= {user["id"]: user for user in online}
        for user_id in offline:
            peer.people.pop(user_id, None)
        peer.revision, peer.expires_at = revision, now + self.lease_s
        return False

    def peer_state(self, name: str, *, revision: int, people: Iterable[UserPayload], now: float) -> None:
        """Replace what is known of a peer by its full state."""
        known = self._peers.get(name)
        if known is None or revision >= known.revision:
            self._peers[name] = _Peer(revision, {user["id"]: user for user in people}, now + self.lease_s)

    def peer_digest(self, name: str, *, revision: int, now: float) -> bool:
        """Renew a peer's lease; return whether its full state must be asked for."""
        peer = self._peers.get(name)
        if peer is None or peer.revision != revision:
            return True
        peer.expires_at = now + self.lease_s
        return False

    def online(self) -> People:
        """Return everyone who is online anywhere."""
        people: People = {}
        for peer in self._peers.values():
            people |= peer.people
        return people | self.own

    def is_online(self, user_id: int) -> bool:
        """Tell whether a person is online anywhere."""
        return user_id in self.own or any(user_id in peer.people for peer in list(self._peers.values()))

    def difference(self) -> PresenceDifference:
        """Return what changed since the last call."""
        now_online = self.online()
        came = _missing(now_online, self._shown)
        went = _missing(self._shown, now_online)
        self._shown = now_online
        return PresenceDifference(tuple(now_online[user_id] for user_id in came), tuple(went))

    def shown(self) -> list[UserPayload]:
        """Return the people as everyone was last notified of them."""
        return list(self._shown.values())


def _missing(these: Mapping[int, UserPayload], those: Mapping[int, UserPayload]) -> list[int]:
    return [user_id for user_id in these if user_id not in those]
