"""Jobs that wait until what they need is free: they are left as they are, and keep nothing from the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chatsite.jobs.queue import BATCH, NOT_READY_FOR, Lane, enqueue, run_due
from chatsite.models import Job
from tests.support.jobs import handle

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(hours=1)  # after whatever these tests enqueue


class Work:
    """A handler that writes down what it runs; the jobs of some hosts are not ready."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.busy: set[str] = set()

    def __call__(self, host: str) -> None:
        self.ran.append(host)

    def is_ready(self, host: str) -> bool:
        """Tell whether a host is free."""
        return host not in self.busy


@pytest.fixture(params=[Lane.QUICK, Lane.PUSH])
def lane(request):
    return request.param


@pytest.fixture
def work(monkeypatch, lane) -> Work:
    work = Work()
    handle(monkeypatch, "work", work, lane, work.is_ready)
    return work


def run_all(lane, now=NOW):
    while run_due(now, lane=lane):
        pass


def test_a_job_that_is_not_ready_stays_as_it_is(work, lane):
    work.busy = {"slow"}
    enqueue(work, host="slow")
    before = Job.objects.values().get()
    assert run_due(NOW, lane=lane) == 0
    assert Job.objects.values().get() == before
    work.busy = set()
    assert run_due(NOW, lane=lane) == 1
    assert work.ran == ["slow"]


def test_others_run_before_it_in_their_order(work, lane):
    work.busy = {"slow"}
    for host in ("slow", "first", "slow", "second"):
        enqueue(work, host=host)
    run_all(lane)
    assert work.ran == ["first", "second"]


@pytest.mark.parametrize("crowd", [BATCH, 3 * BATCH + 1])
def test_however_many_wait_what_is_ready_behind_them_runs(work, lane, crowd):
    work.busy = {"slow"}
    for _ in range(crowd):
        enqueue(work, host="slow")
    enqueue(work, host="quick")
    run_all(lane)
    assert work.ran == ["quick"]
    assert set(Job.objects.values_list("attempts", flat=True)) == {0}
    work.busy = set()
    run_all(lane, NOW + NOT_READY_FOR)
    assert len(work.ran) == crowd + 1


def test_of_a_shared_lane_one_job_is_taken_at_a_time(work, lane):
    enqueue(work, host="a")
    enqueue(work, host="b")
    assert run_due(NOW, lane=lane) == (1 if lane is Lane.PUSH else 2)
