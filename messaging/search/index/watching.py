"""How far the index is, for operators; and how it begins after a restore, since backups leave it out."""

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import DatabaseError
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from chatsite.doctor.findings import Finding, doubtful, fine
from messaging.search.index.building import KIND, progress
from messaging.search.index.models import BLOCK_IDS, RecentText

LONG_TAIL: int = 16 * BLOCK_IDS  # looking through it takes 40 ms on SQLite, 120 ms on MariaDB


def start(registry: Apps) -> None:
    """Have restored messages indexed."""
    registry.get_model("chatsite", "Job").objects.create(kind=KIND, payload={})


def examine() -> Iterator[Finding]:
    """Tell whether the index is complete; a database that can't be read is another examination's concern."""
    try:
        state, texts = progress(), RecentText.objects.count()
    except DatabaseError:
        return
    if not state.is_complete:
        yield doubtful(
            f"{state.done} of {state.total} blocks of messages are indexed; searching the others is slower.",
            "The server indexes them in the background. Run manage.py rebuild_search to do it now.",
        )
    elif texts > LONG_TAIL:
        yield doubtful(
            f"{texts} messages wait for the search index, which slows searches down.",
            "Look for failed jobs (index_messages) in the admin, then run manage.py rebuild_search.",
        )
    else:
        yield fine("The search index is complete.")


class StoredIndex(Collector):
    """What the tables of the index hold, counted when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the length of the tail, and the number of blocks that are indexed and that are to be."""
        yield GaugeMetricFamily("chatsite_search_tail", "Texts outside the pages.", RecentText.objects.count())
        state = progress()
        family = GaugeMetricFamily("chatsite_search_blocks", "Full blocks of messages.", labels=["state"])
        family.add_metric(["indexed"], state.done)
        family.add_metric(["waiting"], state.total - state.done)
        yield family
