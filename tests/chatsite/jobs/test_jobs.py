"""Work after the request: stored with the change, tried until it succeeds, never run by two at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatsite.jobs import queue as jobs
from chatsite.jobs.queue import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    PATIENCE,
    RENEW_AFTER,
    Lane,
    PermanentFailure,
    enqueue,
    run_due,
)
from chatsite.models import Job
from tests.support.jobs import handle

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)  # after whatever these tests enqueue


class Work:
    """A handler that fails when asked to and remembers what it was called with."""

    def __init__(self) -> None:
        self.calls: list[dict[str, object]] = []
        self.error: Exception | None = None

    def __call__(self, **payload: object) -> None:
        self.calls.append(payload)
        if self.error:
            raise self.error


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    handle(monkeypatch, "work", work)
    return work


def test_a_job_runs_once_with_its_payload_and_is_gone(work):
    enqueue(work, name="Zoë 🍺", number=5)
    assert (run_due(NOW), run_due(NOW)) == (1, 0)
    assert work.calls == [{"name": "Zoë 🍺", "number": 5}]
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_change_that_was_rolled_back_never_was(work):
    with transaction.atomic():
        enqueue(work)
        transaction.set_rollback(True)
    assert run_due(NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_the_commit_wakes_the_worker(work):
    wake = jobs.wake[Lane.QUICK]
    wake.clear()
    with transaction.atomic():
        enqueue(work)
        assert not wake.is_set()
    assert wake.is_set()


def test_a_failure_is_tried_again_later_and_later(work):
    enqueue(work)
    work.error, now, pauses = OSError("no route"), NOW, []
    for _ in range(20):
        assert run_due(now) == 1
        job = Job.objects.get()
        pauses.append(job.due_at - now)
        assert run_due(job.due_at - timedelta(milliseconds=1)) == 0
        now = job.due_at
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE
    assert job.last_error == "OSError: no route"
    work.error = None
    assert run_due(now) == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("error", "age"), [(PermanentFailure("no such address"), timedelta()), (OSError("down"), PATIENCE)]
)
def test_a_hopeless_or_old_job_is_kept_for_the_administrator(work, error, age):
    enqueue(work)
    work.error, later = error, NOW + age + timedelta(seconds=1)
    run_due(later)
    job = Job.objects.failed().get()
    assert str(error) in job.last_error
    assert run_due(later + timedelta(days=30)) == 0


def test_an_administrator_has_a_failed_job_tried_again(work):
    enqueue(work)
    work.error = PermanentFailure("typo")
    run_due(NOW)
    work.error = None
    jobs.retry(Job.objects.failed())
    assert run_due(timezone.now()) == 1
    assert not Job.objects.exists()


def test_a_job_whose_process_died_falls_due_again(work):
    enqueue(work)
    assert jobs._claim(Job.objects.get(), NOW, LEASE)
    assert run_due(NOW + LEASE - timedelta(seconds=1)) == 0
    assert run_due(NOW + LEASE) == 1


def test_of_two_processes_that_read_the_same_job_one_runs_it(work):
    enqueue(work)
    one, other = Job.objects.get(), Job.objects.get()
    assert [jobs._claim(one, NOW, LEASE), jobs._claim(other, NOW, LEASE)] == [True, False]


def test_a_job_of_an_unknown_kind_waits_for_a_version_that_knows_it():
    Job.objects.create(kind="from_the_future", payload={})
    assert run_due(NOW) == 1
    assert Job.objects.get().failed_at is None


def test_one_bad_job_does_not_hold_up_the_others(work):
    Job.objects.create(kind="from_the_future", payload={})
    enqueue(work, number=1)
    assert run_due(NOW) == 2
    assert work.calls == [{"number": 1}]


@pytest.fixture
def long_work(monkeypatch):
    """Return a handler of the long lane, whose steps the test takes: each sets the clock on."""
    clock = [NOW]
    monkeypatch.setattr("chatsite.jobs.queue.timezone.now", lambda: clock[0])

    def steps(seconds, between):
        for pause in seconds:
            clock[0] += timedelta(seconds=pause)
            yield
            between(clock[0])

    def install(seconds, between):
        def long() -> Iterator[None]:
            return steps(seconds, between)

        handle(monkeypatch, "long", long, Lane.LONG)
        enqueue(long)
        return clock

    return install


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(1, int((LEASE - RENEW_AFTER).total_seconds()) - 1), min_size=1, max_size=25))
def test_a_job_whose_work_goes_on_is_never_taken_by_another(long_work, seconds):
    """However long it takes as a whole: no step takes longer than what is left of the lease."""
    Job.objects.all().delete()
    taken = []

    def other_process(now):
        taken.append(Job.objects.due(now).count())

    clock = long_work(seconds, other_process)
    clock[0] = NOW
    Job.objects.update(due_at=NOW)
    assert run_due(NOW, lane=Lane.LONG) == 1
    assert taken == [0] * len(seconds)
    assert not Job.objects.exists()


def test_work_whose_lease_was_lost_stops(long_work, caplog):
    def other_process(now):
        Job.objects.update(attempts=9)

    long_work([400, 400, 400], other_process)
    run_due(NOW, lane=Lane.LONG)
    assert Job.objects.get().attempts == 9, "it is the other's now"
    assert "taken over" in caplog.text


def test_each_lane_runs_its_own(work, monkeypatch):
    long = Work()
    handle(monkeypatch, "long", long, Lane.LONG)
    enqueue(long, number=1)
    enqueue(work, number=2)
    assert run_due(NOW) == 1
    assert work.calls == [{"number": 2}]
    assert run_due(NOW, lane=Lane.LONG) == 1
    assert (work.calls, long.calls) == ([{"number": 2}], [{"number": 1}])


# What a job is stored under: one that waits during an upgrade runs afterwards (tests/chatsite/backup/release.py).
KINDS = {
    "approved_mail",
    "confirm_email_mail",
    "feedback_answer_mail",
    "feedback_mail",
    "password_changed_mail",
    "password_reset_mail",
    "purge_room",
    "registration_waits_mail",
}


def test_the_kinds_that_are_stored_keep_their_names():
    assert {one.kind for one in jobs.handlers} >= KINDS
    assert [name for name, one in jobs.handlers.entries.items() if name != one.kind] == []


def test_only_a_handler_with_named_arguments_can_be_enqueued(work):
    with pytest.raises(TypeError):
        enqueue(print)
    with pytest.raises(TypeError):
        enqueue(work, 5)
    assert not Job.objects.exists()
