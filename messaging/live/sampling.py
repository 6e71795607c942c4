"""What this process is doing, brought into the metrics every second: nothing is counted twice for it."""

from collections import Counter
from dataclasses import dataclass, field

from chatsite.observe import metrics
from chatsite.socketio import SocketIOServer
from messaging.live.chat import Chat

SAMPLE_S = 1.0


@dataclass(slots=True)
class Sampler:
    """Copies the totals that the server keeps anyway."""

    server: SocketIOServer
    chat: Chat
    _delivered: int = 0
    _closed: Counter[str] = field(default_factory=Counter)

    async def sample(self) -> None:
        """Read everything once."""
        metrics.write_down()
        metrics.CONNECTIONS.set(len(self.server))
        metrics.set_connected(self.chat.hub.is_connected)
        for name, queue in self.chat.queues.items():
            metrics.WAITING.labels(name).set(len(queue))
        delivered, closed = self.chat.hub.delivered, Counter(self.server.closed)
        metrics.DELIVERIES.inc(delivered - self._delivered)
        for reason, count in (closed - self._closed).items():
            metrics.CONNECTIONS_CLOSED.labels(reason).inc(count)
        self._delivered, self._closed = delivered, closed
