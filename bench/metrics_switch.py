"""The settings of tests, with metrics that can be switched while the server runs (bench.metrics)."""

import signal

from prometheus_client import Counter, Gauge

from chatsite.observe.metrics import Histogram
from tests.support.settings import *  # noqa: F403

OFF, ON = signal.SIGUSR1, signal.SIGUSR2
COUNTING = {
    (kind, verb): getattr(kind, verb) for kind, verb in ((Counter, "inc"), (Gauge, "set"), (Histogram, "observe"))
}


def count(*_: object) -> None:
    """Count and time as usual."""
    for (kind, verb), method in COUNTING.items():
        setattr(kind, verb, method)


def count_nothing(*_: object) -> None:
    """Let every counter, gauge and histogram do nothing."""
    for kind, verb in COUNTING:
        setattr(kind, verb, lambda *_: None)


signal.signal(OFF, count_nothing)
signal.signal(ON, count)
