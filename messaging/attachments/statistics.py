"""How many files there are, and what becomes of those that arrive."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Count, Q, Sum

from chatsite.contract.errors import ChatError
from chatsite.observe import metrics
from chatsite.observe.statistics import Counts, count
from messaging.attachments.models import Attachment, StoredFile, Upload


@count("files")
def _files() -> Counts:
    found = Attachment.objects.aggregate(
        all=Count("pk"), unsent=Count("pk", filter=Q(message=None)), bytes=Sum("size", default=0)
    )
    stored = StoredFile.objects.aggregate(bytes_on_disk=Sum("size", default=0))
    return {**found, **stored, "arriving": Upload.objects.count()}


@contextmanager
def watched() -> Iterator[None]:
    """Count what becomes of a file that has arrived whole, and how long that takes."""
    started, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "stored"
    except ChatError as error:
        outcome = error.code
        raise
    finally:
        metrics.UPLOADS.labels(outcome).inc()
        metrics.PREPARING.observe(time.perf_counter() - started)
