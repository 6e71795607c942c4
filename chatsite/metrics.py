"""Everything that is counted and timed, under the names that Prometheus sees (docs/metrics.md)."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

# With several workers, the folder in which each keeps what it counts; prometheus_client reads it when it is imported.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

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
