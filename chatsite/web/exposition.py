"""``/metrics``: what chatsite.observe.metrics counted, for Prometheus; whichever worker is asked adds them all up."""

import os
import secrets
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from chatsite.contract.errors import NotFound
from chatsite.models import Job
from chatsite.observe import metrics
from chatsite.web.api import error_response
from chatsite.web.views import only_read


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


def exposition() -> bytes:
    """Return the metrics of all workers in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get(metrics.FOLDER_VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(StoredJobs())
    return generate_latest(registry)


@only_read
def show(request: HttpRequest) -> HttpResponseBase:
    """Answer Prometheus, known by its address or a token; to anyone else there is nothing here."""
    if not _may_read(request):
        return error_response(NotFound())
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return True
    try:
        caller = ip_address(request.META["REMOTE_ADDR"])
    except ValueError:  # a Unix socket
        return False
    return any(caller in ip_network(network) for network in settings.METRICS_HOSTS)
