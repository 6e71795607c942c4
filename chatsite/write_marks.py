"""Marks that transactions leave: whether one whose COMMIT was never answered is in the database can be looked up.

SQLite needs none: there a COMMIT that fails has not been done.
"""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from chatsite.models import WriteMark

LIFETIME = timedelta(days=1)  # of the last mark of a thread that writes no more


class _Thread(threading.local):
    """The mark that this thread left last: the next one takes its row, so the table stays as small as the pools."""

    last: UUID | None = None


_thread = _Thread()


def leave() -> UUID | None:
    """Leave a mark in the running transaction, on an engine where the outcome of a COMMIT can be unknown."""
    if connection.vendor == "sqlite":
        return None
    mark, now = uuid4(), timezone.now()
    if not (_thread.last and WriteMark.objects.filter(pk=_thread.last).update(key=mark, left_at=now)):
        WriteMark.objects.filter(left_at__lt=now - LIFETIME).delete()
        WriteMark.objects.create(key=mark, left_at=now)
    transaction.on_commit(lambda: setattr(_thread, "last", mark))
    return mark


def is_committed(mark: UUID) -> bool:
    """Tell whether the transaction that left ``mark`` was committed; waits until the database has ended it.

    The transaction holds the lock of its mark. So a COMMIT that is still on its way is never taken for a lost one.
    """
    with transaction.atomic():
        return bool(WriteMark.objects.select_for_update().filter(pk=mark))
