"""How many connections there may be, in all and from one network. The clock is an argument."""

from collections import Counter
from typing import Protocol

from chatsite.socketio.errors import BadRequest
from chatsite.socketio.options import Options

WAITING_SHARE = 10
"""One connection in ten may wait for its CONNECT, in all and of one network; other slots are for the connected."""
PATIENCE_S = 1.0
"""How long a connection may wait before another of its network takes its slot."""


class Waiting(Protocol):
    """A connection without a namespace."""

    network: str

    def give_way(self) -> None:
        """End, and free the slot."""


class Slots:
    """Counts connections, and those that wait for their CONNECT apart: until then anyone may hold them.

    Where slots run out, the connection that has waited longest gives way. The connected keep theirs.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self.total = 0
        self._by_network: Counter[str] = Counter()
        self._waiting: dict[Waiting, float] = {}  # since when, oldest first
        self._waiting_by_network: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many connections have no namespace."""
        return len(self._waiting)

    def take(self, network: str, now: float) -> None:
        """Take a slot for a connection from ``network``.

        Raises:
            BadRequest: there is none.
        """
        if self._by_network[network] >= self._options.max_connections_per_address:
            raise BadRequest(3, "Too many connections from this address", status=429)
        if self._waiting_by_network[network] >= self._share(self._options.max_connections_per_address):
            self._make_room(network, now)
        if self._is_full():
            self._oldest().give_way()
        self._by_network[network] += 1
        self.total += 1

    def free(self, network: str) -> None:
        """Give a slot back."""
        _decrement(self._by_network, network)
        self.total -= 1

    def wait(self, connection: Waiting, now: float) -> None:
        """Count ``connection`` among those that have no namespace; repeating it changes nothing."""
        if connection not in self._waiting:
            self._waiting[connection] = now
            self._waiting_by_network[connection.network] += 1

    def settle(self, connection: Waiting) -> None:
        """Stop counting ``connection`` among those that have no namespace."""
        if self._waiting.pop(connection, None) is not None:
            _decrement(self._waiting_by_network, connection.network)

    def _is_full(self) -> bool:
        most = self._options.max_connections
        return self.total >= most or self.waiting >= self._share(most)

    def _oldest(self) -> Waiting:
        if not self._waiting:
            raise BadRequest(3, "Too many connections", status=503)
        return next(iter(self._waiting))

    def _make_room(self, network: str, now: float) -> None:
        oldest = next(connection for connection in self._waiting if connection.network == network)
        if now - self._waiting[oldest] < PATIENCE_S:
            raise BadRequest(3, "Too many connections from this address", status=429)
        oldest.give_way()

    @staticmethod
    def _share(most: int) -> int:
        return max(1, most // WAITING_SHARE)


def _decrement(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
