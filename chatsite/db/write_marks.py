"""Marks that transactions leave: whether one whose COMMIT was never answered is in the database can be looked up.

SQLite needs none: there a COMMIT that fails has not been done.
"""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

LIFETIME = timedelta(days=1)  # of the last mark of a thread that writes no more


class _Thread(threading.local):
    """The mark that this thread left last: the next one takes its row, so the table stays as small as the pools."""

    last: UUID | None = None


_thread = _Thread()
_PROBE = UUID(int=0)


def _marks() -> models.Manager[Any]:
    """Return the table's rows: a worker imports this module before its apps are ready."""
    return apps.get_model("chatsite", "WriteMark").objects


def leave() -> UUID | None:
    """Leave a mark in the running transaction, on an engine where the outcome of a COMMIT can be unknown."""
    if connection.vendor == "sqlite":
        return None
    mark, now = uuid4(), timezone.now()
    if not (_thread.last and _marks().filter(pk=_thread.last).update(key=mark, left_at=now)):
        _marks().filter(left_at__lt=now - LIFETIME).delete()
        _marks().create(key=mark, left_at=now)
    transaction.on_commit(lambda: setattr(_thread, "last", mark))
    return mark


def is_committed(mark: UUID) -> bool:
    """Tell whether the transaction that left ``mark`` was committed; waits until the database has ended it.

    The transaction holds the lock of its mark. So a COMMIT that is still on its way is never taken for a lost one.
    """
    with transaction.atomic():
        return bool(_marks().select_for_update().filter(pk=mark))


def probe() -> None:
    """Write one small row, always the same, to see whether the database takes it."""
    _marks().update_or_create(key=_PROBE, defaults={"left_at": timezone.now()})
