"""The same bytes are stored once, and no sender learns whether others have sent them.

An upload is stored in full before it is compared, by as many statements whether its bytes are there already or not.
What turns out to be there twice is removed by a job. A file goes when its last attachment
has gone (docs/decisions/same-bytes-once.md).
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import Lane, enqueue_once, handler
from messaging.attachments.models import Attachment, StoredFile, Upload
from messaging.attachments.storing import storage

SOON = timedelta(minutes=1)  # so that one job serves many uploads


def hold(upload: Upload, facts: Mapping[str, Any]) -> StoredFile:
    """Return what holds the bytes of an upload from now on, locked: what it brought, or what was there before."""
    previews = facts.get("previews", [])
    brought = StoredFile(
        pk=upload.pk,
        sha256=facts["sha256"],
        kind=facts["kind"],
        size=facts["size"],
        file=upload.file,
        previews=previews,
    )
    queue_collection()
    return _add(brought, _there(brought.content))


def _there(content: str) -> StoredFile | None:
    return StoredFile.objects.select_for_update().filter(shared_as=content).first()


def _add(brought: StoredFile, there: StoredFile | None) -> StoredFile:
    brought.shared_as = None if there else brought.content
    brought.released_at = timezone.now() if there else None
    try:
        with transaction.atomic():
            brought.save(force_insert=True)
    except IntegrityError:
        if there:
            raise
        return _add(brought, StoredFile.objects.select_for_update().get(shared_as=brought.content))
    return there or brought


def release(ids: Collection[UUID]) -> None:
    """Note that attachments of stored files have gone, in the transaction that removes them."""
    StoredFile.objects.filter(pk__in=ids).update(released_at=timezone.now())


def queue_collection() -> None:
    """Have files that lost their last attachment removed soon."""
    enqueue_once(collect, after=SOON)


@handler("collect_files", lane=Lane.LONG)
def collect() -> Iterator[int]:
    """Remove the files that no attachment shows any more; yield for each how many went."""
    last: UUID | None = None
    while stored := _released_after(last):
        last = stored.pk
        yield collect_one(last)


def _released_after(last: UUID | None) -> StoredFile | None:
    rows = StoredFile.objects.exclude(released_at=None).order_by("pk")
    return (rows.filter(pk__gt=last) if last else rows).first()


def unused() -> QuerySet[StoredFile]:
    """Return the files that no attachment shows any more."""
    return StoredFile.objects.exclude(released_at=None).filter(attachments=None, posters=None)


def collect_one(stored_id: UUID) -> int:
    """Remove a stored file, unless an attachment shows it; return how many went."""
    brought = StoredFile.objects.filter(pk=stored_id, shared_as=None, attachments=None, posters=None).first()
    if brought:
        _mend(brought)
    return _remove_unused(stored_id)


@in_transaction
def _remove_unused(stored_id: UUID) -> int:
    """Remove it under its lock, which :func:`hold` takes before an attachment refers to it."""
    stored = StoredFile.objects.select_for_update().filter(pk=stored_id).first()
    if stored is None:
        return 0
    if Attachment.objects.filter(Q(stored=stored) | Q(poster=stored)).exists():
        StoredFile.objects.filter(pk=stored_id).update(released_at=None)
        return 0
    files = stored.files
    stored.delete()
    transaction.on_commit(lambda: storage.remove(files), robust=True)
    return 1


def _mend(brought: StoredFile) -> None:
    """Put what was uploaded again in the place of the file that should have the same bytes, if that is damaged."""
    there = StoredFile.objects.filter(shared_as=brought.content).first()
    if there and storage.digest(there.file) != there.sha256 == storage.digest(brought.file):
        _put_back(brought.file, there.pk)


@in_transaction
def _put_back(name: str, stored_id: UUID) -> None:
    """Put a file in the place of a stored one, under the lock that its removal takes: it may have gone meanwhile."""
    there = StoredFile.objects.select_for_update().filter(pk=stored_id).first()
    if there and storage.exists(name):
        storage.replace(name, there.file)
