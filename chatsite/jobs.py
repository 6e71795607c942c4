"""Work after the request: stored with the change that wants it, tried until it succeeds (docs/decisions/jobs.md).

A job runs at least once: a process that dies between the work and its bookkeeping makes it run again.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chatsite import metrics
from chatsite.models import MAX_ERROR_CHARS, Job
from chatsite.transactions import in_transaction

log = logging.getLogger(__name__)

Handler = Callable[..., None]

LEASE = timedelta(minutes=5)  # longer than any handler takes
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
PATIENCE = timedelta(days=3)
BATCH = 20

wake = threading.Event()  # set when a job may have fallen due: the worker of this process looks at once
_handlers: dict[str, Handler] = {}


class GiveUp(Exception):
    """Trying again cannot help; the message says why."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Have the decorated function run the jobs of ``kind``; it gets their payload as keyword arguments."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


@in_transaction
def enqueue(kind: str, **payload: Any) -> None:
    """Have the handler of ``kind`` called with ``payload`` soon after the running transaction commits."""
    Job.objects.create(kind=kind, payload=payload)
    transaction.on_commit(wake.set, robust=True)


def run_due(now: datetime | None = None) -> int:
    """Run the jobs that are due, each at most once, and return how many those were."""
    moment = now or timezone.now()
    ran = 0
    for job in Job.objects.due(moment)[:BATCH]:
        if _claim(job, moment):
            _run(job, moment)
            ran += 1
    return ran


def retry(jobs: Any) -> None:
    """Try given-up ``jobs`` (a queryset) again from the start."""
    now = timezone.now()
    jobs.update(failed_at=None, due_at=now, created_at=now, attempts=0)
    transaction.on_commit(wake.set, robust=True)


def _claim(job: Job, now: datetime) -> bool:
    """Take ``job``, unless another process did since it was read."""
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, failed_at=None)
    job.attempts += 1
    return bool(mine.update(attempts=job.attempts, due_at=now + LEASE))


def _run(job: Job, now: datetime) -> None:
    try:
        _handlers[job.kind](**job.payload)
    except GiveUp as error:
        _fail(job, error, now)
    except Exception as error:  # whatever it was: written down, and tried again
        if now - job.created_at > PATIENCE:
            _fail(job, error, now)
        else:
            _postpone(job, error, now)
    else:
        job.delete()
        metrics.JOBS.labels(job.kind, "done").inc()


def _fail(job: Job, error: Exception, now: datetime) -> None:
    metrics.JOBS.labels(job.kind, "given up").inc()
    log.error("gave up job %s after %s attempts: %s", job, job.attempts, _words(error))
    Job.objects.filter(pk=job.pk).update(failed_at=now, last_error=_words(error))


def _postpone(job: Job, error: Exception, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(job.attempts - 1, 20), LONGEST_PAUSE)
    metrics.JOBS.labels(job.kind, "failed").inc()
    log.warning("job %s failed, next attempt in %s: %s", job, pause, _words(error))
    Job.objects.filter(pk=job.pk).update(due_at=now + pause, last_error=_words(error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:MAX_ERROR_CHARS]
