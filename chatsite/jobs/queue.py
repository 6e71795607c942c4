"""Work after the request: stored with the change that wants it, tried until it succeeds (docs/decisions/jobs.md).

A job runs at least once: a process that dies between the work and its bookkeeping makes it run again.

Quick and long work have a lane each, so that no mail waits for a purge, and so have push messages and webhooks, which
may be many.
Long work comes in steps, and its lease is renewed between them for as long as it goes on.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from chatsite.db.transactions import in_transaction
from chatsite.models import MAX_ERROR_CHARS, Job, JobQuerySet
from chatsite.observe import metrics
from chatsite.registry import Registry

log = logging.getLogger(__name__)

P = ParamSpec("P")
Steps = TypeVar("Steps", bound=Iterable[object] | None)
Handler = Callable[..., Iterable[object] | None]

LEASE = timedelta(minutes=5)  # longer than a quick handler, or a step of a long one, takes
RENEW_AFTER = LEASE / 5
# Longer than a batch of push messages, or the requests of a webhook, take: what comes later is of little use.
PUSH_LEASE = timedelta(minutes=1)
NOT_READY_FOR = timedelta(seconds=2)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
PATIENCE = timedelta(days=3)
BATCH = 20


class Lane(StrEnum):
    """Where a job waits: behind others of its length."""

    QUICK = "quick"
    LONG = "long"
    MAIL = "mail"
    PUSH = "push"
    WEBHOOKS = "webhooks"


# Lanes of many jobs, in which several threads of a process work.
SHARED = {Lane.PUSH, Lane.WEBHOOKS}
# Set when a job may have fallen due: the worker of that lane in this process looks at once.
wake = {lane: threading.Event() for lane in Lane}


def always(**_payload: object) -> bool:
    """Tell that a job can run now."""
    return True


@dataclass(frozen=True, slots=True)
class JobHandler:
    """The function that runs the jobs of a kind. The kind is stored with a job, so it never changes.

    ``is_ready`` tells of a job's payload whether it can run now; one that can't is left to wait, without a trace.
    """

    kind: str
    run: Handler
    lane: Lane
    is_ready: Callable[..., bool] = always


handlers: Registry[JobHandler] = Registry()


class PermanentFailure(Exception):
    """Trying again can't help; the message says why."""


class LeaseLost(Exception):
    """Another process has taken the job over: this one was held up for longer than the lease."""


def handler(
    kind: str, *, lane: Lane = Lane.QUICK, is_ready: Callable[..., bool] = always
) -> Callable[[Callable[P, Steps]], Callable[P, Steps]]:
    """Have the decorated function run the jobs of ``kind``; it gets their payload as keyword arguments.

    One of the long lane yields after each step. What makes a job ready sets ``wake`` of its lane.
    """

    def register(function: Callable[P, Steps]) -> Callable[P, Steps]:
        handlers.add(kind, JobHandler(kind, function, lane, is_ready))
        return function

    return register


@in_transaction
def enqueue(work: Callable[P, object], *args: P.args, **payload: P.kwargs) -> None:
    """Have the job handler ``work`` called with ``payload`` soon after the running transaction commits.

    Raises:
        TypeError: ``work`` handles no kind of job, or an argument has no name.
    """
    found = _handler_of(work)
    if args:
        raise TypeError(work, args)
    Job.objects.create(kind=found.kind, payload=payload)
    transaction.on_commit(wake[found.lane].set, robust=True)


@in_transaction
def enqueue_later(after: timedelta, work: Callable[P, object], *args: P.args, **payload: P.kwargs) -> None:
    """Have the job handler ``work`` called with ``payload`` some time after now.

    Raises:
        TypeError: ``work`` handles no kind of job, or an argument has no name.
    """
    found = _handler_of(work)
    if args:
        raise TypeError(work, args)
    Job.objects.create(kind=found.kind, payload=payload, due_at=timezone.now() + after)


@in_transaction
def enqueue_once(work: Callable[[], object], *, after: timedelta = timedelta(), running_counts: bool = False) -> None:
    """Have the job handler ``work`` called some time after now, unless that is to happen anyway.

    One that is running may have gone past what the caller wants done, and does not count, unless ``running_counts``:
    for work that is asked for again and again, such as every few seconds.

    Raises:
        TypeError: ``work`` handles no kind of job.
    """
    found = _handler_of(work)
    waiting = Job.objects.waiting().filter(kind=found.kind)
    if not (waiting if running_counts else waiting.filter(attempts=0)).exists():
        Job.objects.create(kind=found.kind, payload={}, due_at=timezone.now() + after)
        transaction.on_commit(wake[found.lane].set, robust=True)


def _handler_of(work: Callable[..., object]) -> JobHandler:
    found = next((one for one in handlers if one.run == work), None)
    if found is None:
        raise TypeError(work)
    return found


def wake_all() -> None:
    """Have the workers of all lanes look for jobs."""
    for event in wake.values():
        event.set()


def run_due(now: datetime | None = None, *, lane: Lane = Lane.QUICK) -> int:
    """Run jobs of a lane that are due and ready, each at most once, and return how many those were: at most 20.

    In a lane that others share it is one: they may have taken the next meanwhile.
    """
    moment = now or timezone.now()
    while (ran := _run_some(moment, now, lane)) is None:
        pass
    return ran


def _run_some(moment: datetime, now: datetime | None, lane: Lane) -> int | None:
    """Run some jobs and return how many; nothing when all that were looked at had to wait and were put off."""
    ran, waiting = 0, list[int]()
    for job in _in_lane(Job.objects.due(moment), lane)[:BATCH]:
        claimed_at = now or timezone.now()  # the jobs before it may have taken a while of its lease
        if not _is_ready(job):
            waiting.append(job.pk)
        elif _claim(job, claimed_at, PUSH_LEASE if lane in SHARED else LEASE):
            _run(job, claimed_at)
            ran += 1
            if lane in SHARED:
                return ran
    if len(waiting) < BATCH:
        return ran
    Job.objects.due(moment).filter(pk__in=waiting).update(due_at=moment + NOT_READY_FOR)
    return None  # what is ready may be behind them


def _is_ready(job: Job) -> bool:
    found = handlers.entries.get(job.kind)
    return found is None or found.is_ready(**job.payload)


def _in_lane(jobs: JobQuerySet, lane: Lane) -> JobQuerySet:
    """Keep the jobs of a lane; what no lane knows is in the quick one."""
    if lane is Lane.QUICK:
        return jobs.exclude(kind__in=[one.kind for one in handlers if one.lane is not Lane.QUICK])
    return jobs.filter(kind__in=[one.kind for one in handlers if one.lane is lane])


def retry(jobs: Any) -> None:
    """Queue failed ``jobs`` (a queryset) again."""
    now = timezone.now()
    jobs.update(failed_at=None, due_at=now, created_at=now, attempts=0)
    transaction.on_commit(wake_all, robust=True)


def _claim(job: Job, now: datetime, lease: timedelta) -> bool:
    """Take ``job``, unless another process did since it was read."""
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, failed_at=None)
    job.attempts += 1
    return bool(mine.update(attempts=job.attempts, due_at=now + lease))


def _run(job: Job, now: datetime) -> None:
    try:
        _take_steps(job, handlers.entries[job.kind].run(**job.payload), now)
    except LeaseLost:
        log.warning("job %s was taken over by another process", job)
    except PermanentFailure as error:
        _fail(job, error, now)
    except Exception as error:  # whatever it was: written down, and tried again
        if now - job.created_at > PATIENCE:
            _fail(job, error, now)
        else:
            _postpone(job, error, now)
    else:
        job.delete()
        metrics.count_job(job.kind, "done")


def _take_steps(job: Job, steps: Iterable[object] | None, now: datetime) -> None:
    """Go through the steps of long work, and renew the lease before it can end.

    Raises:
        LeaseLost: it has ended, and another process took the job.
    """
    renewed_at = now
    for _step in steps or ():
        moment = timezone.now()
        if moment - renewed_at >= RENEW_AFTER:
            mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, failed_at=None)
            if not mine.update(due_at=moment + LEASE):
                raise LeaseLost
            renewed_at = moment


def _fail(job: Job, error: Exception, now: datetime) -> None:
    metrics.count_job(job.kind, "failed_permanently")
    log.error("job %s failed permanently after %s attempts: %s", job, job.attempts, _words(error))
    Job.objects.filter(pk=job.pk).update(failed_at=now, last_error=_words(error))


def _postpone(job: Job, error: Exception, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(job.attempts - 1, 20), LONGEST_PAUSE)
    metrics.count_job(job.kind, "failed")
    log.warning("job %s failed, next attempt in %s: %s", job, pause, _words(error))
    Job.objects.filter(pk=job.pk).update(due_at=now + pause, last_error=_words(error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:MAX_ERROR_CHARS]
