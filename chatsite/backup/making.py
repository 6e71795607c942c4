"""Making a backup while the chat runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chatsite.backup import rows
from chatsite.backup.archive import TABLES, ArchiveWriter, Manifest, writing
from chatsite.backup.uploads import copy_upload, uploads
from chatsite.text.times import timestamp


def back_up(path: Path) -> Manifest:
    """Write the database, as it is at one moment, and the uploads into the file ``path``; return its manifest.

    Raises:
        BackupRefused: it cannot be written there.
    """
    with writing(path, settings.BACKUP_PASSPHRASE) as archive, rows.snapshot():
        manifest: Manifest = {
            "made_at": timestamp(datetime.now(UTC)),
            "migrations": sorted(MigrationExecutor(connection).loader.applied_migrations),
            "tables": {model._meta.label_lower: _dump(model, archive) for model in rows.kept_models()},
            "uploads": sum(copy_upload(place, archive) for place in uploads()),
        }
        archive.finish(manifest)
    return manifest


def _dump(model: Any, archive: ArchiveWriter) -> int:
    with archive.member(f"{TABLES}{model._meta.label_lower}.jsonl", packed=True) as file:
        return rows.dump(model, file)
