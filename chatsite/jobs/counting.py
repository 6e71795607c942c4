"""How many jobs the table holds: for ``manage.py stats`` and for Prometheus."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from chatsite.models import Job
from chatsite.observe import metrics, statistics


@statistics.count("jobs")
def _count() -> statistics.Counts:
    return {"waiting": Job.objects.waiting().count(), "failed": Job.objects.failed().count()}


class StoredJobs(Collector):
    """What the job table holds, counted when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the number of queued and failed jobs, and for how long the oldest has been due."""
        waiting = Job.objects.waiting()
        counts = waiting.count(), Job.objects.failed().count()
        yield _by_state("chatsite_jobs_queued", "Background jobs in the table.", ("waiting", "failed"), counts)
        yield _by_state("chatsite_jobs_stored", "See chatsite_jobs_queued; until 0.3.", ("waiting", "given_up"), counts)
        oldest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
        late_s = max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily("chatsite_jobs_late_seconds", "How long the oldest job has been due.", late_s)


def _by_state(name: str, help_: str, states: Iterable[str], counts: Iterable[int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_, labels=["state"])
    for state, count in zip(states, counts, strict=True):
        family.add_metric([state], count)
    return family


metrics.stored.append(StoredJobs)
