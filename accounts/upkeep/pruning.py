"""Removing what no one needs any more: expired sessions and links, unused pictures."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import OneTimeLink, Session, SessionQuerySet, SpentToken, User
from accounts.pictures import avatars
from accounts.site import services as site
from chatsite.db.transactions import in_transaction
from chatsite.models import Site
from chatsite.registry import Registry

BATCH = 1_000
# What other apps have of files that no one gets: each removes them, unless it is a dry run, and yields how many.
leftovers: Registry[Callable[[bool], Iterator[int]]] = Registry()
FOLDERS = (avatars.FOLDER, site.FOLDER)
# A picture is written before the row that names it is committed: younger ones may be about to get one.
GRACE_S = 24 * 3600


def expired_sessions() -> SessionQuerySet:
    """Return the sessions that ended by themselves."""
    sessions: SessionQuerySet = Session.objects.filter(expire_date__lte=timezone.now())
    return sessions


def remove_expired_sessions() -> Iterator[int]:
    """Remove them a batch at a time; yield the size of each."""
    while keys := list(expired_sessions().order_by("expire_date").values_list("pk", flat=True)[:BATCH]):
        yield _remove_sessions(keys)


@in_transaction
def _remove_sessions(keys: Sequence[str]) -> int:
    """Remove those of ``keys`` that are expired still: a session in use may have been renewed meanwhile."""
    expired_sessions().hashed(keys).delete()
    return len(keys)


def remove_expired_links() -> int:
    """Remove links that work no more, and marks of what was used once; return how many links there were."""
    SpentToken.objects.filter(expires_at__lte=timezone.now()).delete()
    return expired_links().delete()[0]


def expired_links() -> QuerySet[OneTimeLink]:
    """Return the links that work no more."""
    return OneTimeLink.objects.filter(expires_at__lte=timezone.now())


def orphaned_pictures() -> Iterator[list[Path]]:
    """Yield the pictures that no one uses, unfinished ones included, a batch of files at a time."""
    batch: list[Path] = []
    for file in _settled_pictures():
        batch.append(file)
        if len(batch) == BATCH:
            yield _nobodys(batch)
            batch = []
    yield _nobodys(batch)


def _settled_pictures() -> Iterator[Path]:
    """Yield the files that were written long enough ago."""
    newest = time.time() - GRACE_S
    for name in FOLDERS:
        yield from _settled_files(Path(settings.MEDIA_ROOT) / name, newest)


def _settled_files(folder: Path, newest: float) -> Iterator[Path]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < newest:
                    yield Path(entry.path)


def _nobodys(files: Sequence[Path]) -> list[Path]:
    names = {f"{file.parent.name}/{file.name}": file for file in files}
    used = set(User.objects.filter(avatar__in=names).values_list("avatar", flat=True))
    used.update(*Site.objects.values_list("logo", "icon"))
    return [file for name, file in names.items() if name not in used]


def remove_leftovers(*, dry_run: bool) -> Iterator[int]:
    """Remove the files that other apps have no use for; yield how many in each step, or how many there are."""
    for remove in leftovers:
        yield from remove(dry_run)


def remove_pictures(batches: Iterator[list[Path]]) -> Iterator[int]:
    """Remove the pictures; yield how many files went in each batch."""
    for batch in batches:
        for file in batch:
            file.unlink(missing_ok=True)
        yield len(batch)
