"""Removing files that no one gets: abandoned uploads, files never sent, those of deleted messages, and strays."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.upkeep.pruning import leftovers
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import Lane, enqueue_once, handler
from messaging.attachments.models import KEPT_UNSENT, Attachment, StoredFile, Upload
from messaging.attachments.storing import remote, storage
from messaging.attachments.storing.removing import remove
from messaging.attachments.storing.sharing import collect, unused
from messaging.features import Feature, rewrite_texts
from messaging.models import Message, Report
from rooms.models import RoomCounter
from rooms.purging import contents

BATCH = 200
STRAY_S = 24 * 3600
# What its author deleted can't be restored; what a moderator removed can, for so long with its files.
KEPT_REMOVED = timedelta(days=30)
KEPT_DELETED = timedelta(days=1)


@handler("sweep_attachments", lane=Lane.LONG)
def sweep() -> Iterator[object]:
    """Remove what is left over; another sweep follows a day later, as long as something may be."""
    yield from remove_leftovers(False)  # noqa: FBT003 - as the registry says
    if Upload.objects.exists() or Attachment.objects.filter(message=None).exists():
        queue_sweep()


def queue_sweep() -> None:
    """Have a sweep follow once what is uploaded now may have expired."""
    enqueue_once(sweep, after=KEPT_UNSENT + timedelta(hours=1))


@leftovers.register("attachments")
def remove_leftovers(dry_run: bool) -> Iterator[int]:  # noqa: FBT001 - as the registry says
    """Remove them a batch at a time; yield how many files, or how many there would be."""
    if dry_run:
        yield expired_uploads().count() + unsent().count() + of_deleted_messages().count() + unused().count()
    else:
        yield from _remove_expired()
        yield from _remove_all(unsent())
        yield from _remove_of_deleted()
        yield from collect()
    yield from _remove_strays(dry_run=dry_run)


def expired_uploads() -> QuerySet[Upload]:
    """Return the uploads that no one continued for a day."""
    return Upload.objects.filter(expires_at__lte=timezone.now())


def unsent() -> QuerySet[Attachment]:
    """Return the files that were not sent for a day."""
    return Attachment.objects.filter(message=None, created_at__lte=timezone.now() - KEPT_UNSENT)


def of_deleted_messages() -> QuerySet[Attachment]:
    """Return the files of messages that were deleted long enough ago, and that no open report is about."""
    now = timezone.now()
    by_author = Q(message__deleted_at__lte=now - KEPT_DELETED, message__removal=None)
    gone = Attachment.objects.filter(by_author | Q(message__deleted_at__lte=now - KEPT_REMOVED))
    reports = Report.objects.pending().filter(room=OuterRef("room"), seq=OuterRef("message__seq"))
    return gone.exclude(Exists(reports))


def _remove_expired() -> Iterator[int]:
    while ids := list(expired_uploads().values_list("pk", flat=True)[:BATCH]):
        Upload.objects.filter(pk__in=ids, expires_at__lte=timezone.now()).delete()
        for upload_id in ids:
            if not Upload.objects.filter(pk=upload_id).exists():
                storage.forget(upload_id)
        yield len(ids)


def _remove_all(attachments: QuerySet[Attachment]) -> Iterator[int]:
    while count := _remove_some(attachments):
        yield count


@in_transaction
def _remove_some(attachments: QuerySet[Attachment]) -> int:
    found = list(attachments.select_for_update().order_by("pk")[:BATCH])
    remove(found)
    return len(found)


def _remove_of_deleted() -> Iterator[int]:
    for room_id in sorted(set(of_deleted_messages().values_list("room", flat=True))):
        while count := _remove_some_of(room_id):
            yield count


@in_transaction
def _remove_some_of(room_id: int) -> int:
    """Remove files of a room's deleted messages; no one sees the change, so it takes no version."""
    RoomCounter.objects.lock(room_id)  # against a restoration
    found = list(of_deleted_messages().filter(room=room_id).order_by("pk")[:BATCH])
    remove(found)
    messages = Message.objects.filter(pk__in={one.message_id for one in found})
    messages.exclude(Exists(Attachment.objects.filter(message=OuterRef("pk")))).update(
        features=F("features").bitand(~Feature.ATTACHMENTS)
    )
    rewrite_texts(messages)
    return len(found)


@contents.register("attachments")
def _remove_of_room(room_id: int) -> Iterator[int]:
    """Remove what was uploaded for a room that goes, sent or not."""
    for upload_id in list(Upload.objects.filter(room=room_id).values_list("pk", flat=True)):
        Upload.objects.filter(pk=upload_id).delete()
        storage.forget(upload_id)
    yield from _remove_all(Attachment.objects.filter(room=room_id))


def _remove_strays(*, dry_run: bool) -> Iterator[int]:
    """Remove folders that no row names: a process stopped between the disk and the database."""
    root = Path(settings.MEDIA_ROOT)
    for folder in (root / settings.ATTACHMENTS_FOLDER, root / storage.ARRIVING):
        for name in _unnamed(path.name for path in _settled(folder)):
            if not dry_run:
                storage.forget_folder(folder / name)
            yield 1
    yield from _remove_remote_strays(dry_run=dry_run)


def _settled(folder: Path) -> Iterator[Path]:
    """Yield the folders in which nothing was done for a day."""
    if folder.is_dir():
        newest = time.time() - STRAY_S
        yield from (path for path in folder.iterdir() if path.is_dir() and path.stat().st_mtime < newest)


def _remove_remote_strays(*, dry_run: bool) -> Iterator[int]:
    """Remove the same from a storage elsewhere, in which a folder is as old as the files in it."""
    store, root = storage.storage(), settings.ATTACHMENTS_FOLDER
    if storage.local_path(root):
        return
    before = timezone.now() - timedelta(seconds=STRAY_S)
    for folder in _unnamed(iter(remote.folders(store, root))):
        if names := remote.settled(store, f"{root}/{folder}", before):
            if not dry_run:
                storage.remove(names)
            yield 1


def _unnamed(folders: Iterator[str]) -> Iterator[str]:
    """Yield the folders that no row names; uploads are asked for first, since they become stored files."""
    while some := list(islice(folders, BATCH)):
        keys = [key for folder in some if (key := _key(folder))]
        named = set(Upload.objects.filter(pk__in=keys).values_list("pk", flat=True))
        named |= set(StoredFile.objects.filter(pk__in=keys).values_list("pk", flat=True))
        yield from (folder for folder in some if _key(folder) not in named)


def _key(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
