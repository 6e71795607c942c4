"""``/metrics``: what chatsite.observe.metrics counted, for Prometheus; whichever worker is asked adds them all up."""

import os
import secrets
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from chatsite.contract.errors import NotFound
from chatsite.observe import metrics
from chatsite.web.api import error_response
from chatsite.web.views import only_read


def exposition() -> bytes:
    """Return the metrics of all workers in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get(metrics.FOLDER_VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    for collector in metrics.stored:
        registry.register(collector())
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
