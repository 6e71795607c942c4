"""Everything that is counted and timed, under the names that Prometheus sees (docs/metrics.md)."""

from bisect import bisect_left
from collections import Counter as Tally
from collections import deque
from functools import cache, partial

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.registry import Collector

# With several workers, the folder in which each keeps what it counts; prometheus_client reads it when it is imported.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MAX_OBSERVED = 100_000  # more than a process sees in a second
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Observer:
    """Notes what one histogram observes, to be written down together.

    Each by itself would take 1.7 µs for the file that the workers share, twice for each of the 350 µs of a message.
    """

    def __init__(self, histogram: Histogram):
        self._histogram = histogram
        self._amounts: deque[float] = deque(maxlen=MAX_OBSERVED)
        _observers.append(self)

    @property
    def has_news(self) -> bool:
        """Whether something was observed since the last time."""
        return bool(self._amounts)

    def observe(self, amount: float) -> None:
        """Note an observation; may be called from any thread."""
        self._amounts.append(amount)

    def write_down(self) -> None:
        """Write down what was observed since the last time; for one thread."""
        amounts = [self._amounts.popleft() for _ in range(len(self._amounts))]
        # The library has no call that counts several observations at once.
        for index, count in Tally(map(partial(bisect_left, SECONDS), amounts)).items():
            self._histogram._buckets[index].inc(count)
        self._histogram._sum.inc(sum(amounts))


_observers: list[Observer] = []
# What tables hold, counted when ``/metrics`` is asked for.
stored: list[type[Collector]] = []


def write_down() -> None:
    """Write down what all observers noted; for one thread, every second."""
    for observer in _observers:
        observer.write_down()


HTTP_REQUESTS = Histogram(
    "chatsite_http_request_seconds", "HTTP requests, by route.", ["method", "route", "status"], buckets=SECONDS
)
EVENTS = Histogram(
    "chatsite_event_seconds",
    "Socket events until their acknowledgement, by outcome: ok, or the error's code.",
    ["event", "outcome"],
    buckets=SECONDS,
)
MESSAGES = Counter("chatsite_messages", "Messages stored, through any entry point.")
FAN_OUT = Observer(
    Histogram("chatsite_fan_out_seconds", "From storing a message to handing it to a room's sockets.", buckets=SECONDS)
)
DELIVERIES = Counter("chatsite_deliveries", "Events handed to a socket.")
GAPS = Counter("chatsite_gaps_healed", "Times that changes without a notification were read from the database.")
CONNECTIONS = Gauge("chatsite_connections", "Open connections.", multiprocess_mode="livesum")
CONNECTIONS_CLOSED = Counter("chatsite_connections_closed", "Connections that ended, by reason.", ["reason"])
CONNECTED = Gauge(
    "chatsite_processes_connected", "Whether other processes can be reached.", multiprocess_mode="livemin"
)
UPLOADS = Counter("chatsite_uploads", "Files that had arrived whole, by what became of them.", ["outcome"])
UPLOAD_BYTES = Counter("chatsite_upload_bytes", "Bytes of files received, also of uploads that are not complete.")
PREPARING = Observer(
    Histogram("chatsite_upload_preparing_seconds", "Preparing a file: scanning, reading and storing.", buckets=SECONDS)
)
NOTIFICATIONS = Counter(
    "chatsite_notifications", "People whom messages might notify, by why not, or push.", ["outcome"]
)
PUSHES = Counter("chatsite_pushes", "Messages to push services, by what became of them.", ["result"])
WEBHOOK_DELIVERIES = Counter(
    "chatsite_webhook_deliveries", "Attempts of outgoing webhooks, by what became of them.", ["result"]
)
WAITING = Gauge("chatsite_waiting", "Items pending in a queue.", ["queue"], multiprocess_mode="livesum")
THREAD_WAIT = Histogram("chatsite_thread_wait_seconds", "Waits for a thread of a pool.", ["pool"], buckets=SECONDS)
MISSED_MAILS = Counter("chatsite_missed_mails", "Mails for what people missed, by what became of them.", ["outcome"])
JOB_ATTEMPTS = Counter("chatsite_job_attempts", "Attempts at background jobs.", ["kind", "outcome"])
# Names and labels of 0.1, until 0.3. They are metrics of their own, so that no sum counts anything twice.
OLD_CONNECTED = Gauge("chatsite_line_up", "See chatsite_processes_connected.", multiprocess_mode="livemin")
OLD_JOBS = Counter("chatsite_jobs", "See chatsite_job_attempts.", ["kind", "outcome"])
OLD_OUTCOMES = {"failed_permanently": "given up"}


def set_connected(is_connected: bool) -> None:  # noqa: FBT001 - what is set
    """Set whether this process can reach the others."""
    CONNECTED.set(is_connected)
    OLD_CONNECTED.set(is_connected)


def count_job(kind: str, outcome: str) -> None:
    """Count an attempt at a job: ``done``, ``failed`` or ``failed_permanently``."""
    JOB_ATTEMPTS.labels(kind, outcome).inc()
    OLD_JOBS.labels(kind, OLD_OUTCOMES.get(outcome, outcome)).inc()


@cache
def event_seconds(event: str, outcome: str) -> Observer:
    """Return what observes the events of one name and outcome."""
    return Observer(EVENTS.labels(event, outcome))


@cache
def http_seconds(method: str, route: str, status: str) -> Observer:
    """Return what observes the requests of one kind."""
    return Observer(HTTP_REQUESTS.labels(method, route, status))


@cache
def thread_wait(pool: str) -> Observer:
    """Return what observes the waits for a thread of a pool."""
    return Observer(THREAD_WAIT.labels(pool))
