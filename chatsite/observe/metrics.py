"""Everything that is counted and timed, under the names that Prometheus sees (docs/metrics.md)."""

from bisect import bisect_left
from collections import Counter as Tally
from collections import deque
from functools import cache, partial

import prometheus_client
from prometheus_client import Counter, Gauge

# With several workers, the folder in which each keeps what it counts; prometheus_client reads it when it is imported.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MAX_OBSERVED = 100_000  # more than a process sees in a second
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Histogram(prometheus_client.Histogram):
    """A histogram that costs those who observe next to nothing: many observations are written down together.

    Each by itself would take 5 µs for the file that the workers share, of the 350 that a message takes.
    """

    _all: "list[Histogram]" = []

    def _metric_init(self) -> None:
        super()._metric_init()
        self._observed: deque[float] = deque(maxlen=MAX_OBSERVED)
        self._all.append(self)

    def observe(self, amount: float, exemplar: object = None) -> None:
        """Note an observation; may be called from any thread."""
        self._observed.append(amount)

    def _write_down(self) -> None:
        amounts = [self._observed.popleft() for _ in range(len(self._observed))]
        places = Tally(map(partial(bisect_left, self._upper_bounds), amounts))
        for place, count in places.items():
            self._buckets[place].inc(count)
        self._sum.inc(sum(amounts))

    @classmethod
    def write_all_down(cls) -> None:
        """Write down what was observed since the last time; for one thread, every second."""
        for histogram in cls._all:
            if histogram._observed:
                histogram._write_down()


HTTP_REQUESTS = Histogram(
    "chatsite_http_request_seconds", "HTTP requests, by route.", ["method", "route", "status"], buckets=SECONDS
)
EVENTS = Histogram(
    "chatsite_event_seconds",
    "Socket events until their acknowledgement, by outcome: ok, or the error's code.",
    ["event", "outcome"],
    buckets=SECONDS,
)
# Finding a label's child takes as long as using it: events and requests come often, with few labels.
event_seconds = cache(EVENTS.labels)
http_seconds = cache(HTTP_REQUESTS.labels)
MESSAGES = Counter("chatsite_messages", "Messages stored, through any door.")
FAN_OUT = Histogram(
    "chatsite_fan_out_seconds", "From storing a message to handing it to a room's sockets.", buckets=SECONDS
)
DELIVERIES = Counter("chatsite_deliveries", "Events handed to a socket.")
GAPS = Counter("chatsite_gaps_healed", "Times that changes which no ring brought were read from the database.")
CONNECTIONS = Gauge("chatsite_connections", "Open connections.", multiprocess_mode="livesum")
CONNECTIONS_CLOSED = Counter("chatsite_connections_closed", "Connections that ended, by reason.", ["reason"])
LINE_UP = Gauge("chatsite_line_up", "Whether the other processes can be reached.", multiprocess_mode="livemin")
WAITING = Gauge("chatsite_waiting", "What waits in a queue.", ["queue"], multiprocess_mode="livesum")
THREAD_WAIT = Histogram("chatsite_thread_wait_seconds", "Waits for a thread of a pool.", ["pool"], buckets=SECONDS)
JOBS = Counter("chatsite_jobs", "Attempts at background jobs.", ["kind", "outcome"])
