"""Making a backup while the chat runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatsite.backup import rows
from chatsite.backup.archive import TABLES, ArchiveWriter, Manifest, writing
from chatsite.backup.beside import beside
from chatsite.backup.uploads import copy_upload, uploads


def back_up(path: Path, *, incremental: bool = False) -> Manifest:
    """Write the database, as it is at one moment, and the uploads into the file ``path``; return its manifest.

    An ``incremental`` one has the uploads beside it (chatsite.backup.beside).

    Raises:
        BackupRefused: it cannot be written there.
    """
    if not incremental:
        with writing(path, settings.BACKUP_PASSPHRASE) as archive:
            return _write(archive, lambda place: copy_upload(place, archive), dict)
    with beside(path, settings.BACKUP_PASSPHRASE) as files, writing(path, settings.BACKUP_PASSPHRASE) as archive:
        return _write(archive, files.take, files.finish)


def _write(
    archive: ArchiveWriter, take: Callable[[PurePosixPath], bool], finish: Callable[[], dict[str, Any]]
) -> Manifest:
    with rows.snapshot():
        manifest: Manifest = {
            "made_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "migrations": sorted(MigrationExecutor(connection).loader.applied_migrations),
            "tables": {model._meta.label_lower: _dump(model, archive) for model in rows.kept_models()},
            "uploads": sum(map(take, uploads())),
        }
        archive.finish(manifest | finish())
    return manifest


def _dump(model: Any, archive: ArchiveWriter) -> int:
    with archive.member(f"{TABLES}{model._meta.label_lower}.jsonl", packed=True) as file:
        return rows.dump(model, file)
