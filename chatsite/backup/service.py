"""Making a backup while the chat runs, and going back to one."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from chatsite import installation
from chatsite.backup import rows
from chatsite.backup.archive import ArchiveReader, ArchiveWriter, Manifest, copy, reading, writing
from chatsite.backup.errors import BackupRefused
from chatsite.databases import others_connected
from chatsite.times import timestamp

TABLES = "tables/"
MEDIA = "media/"
LEAVE_S = 3.0
STAGE = ".restoring"  # in the media folder, where hidden files are never served

Key = tuple[str, str]

# What apps do after a restore, so that clients which knew a later state notice; each is a function without arguments.
restored: list[Callable[[], None]] = []


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
            "uploads": sum(_copy_upload(place, archive) for place in uploads()),
        }
        archive.finish(manifest)
    return manifest


def _dump(model: Any, archive: ArchiveWriter) -> int:
    with archive.member(f"{TABLES}{model._meta.label_lower}.jsonl", packed=True) as file:
        return rows.dump(model, file)


def uploads() -> Iterator[PurePosixPath]:
    """Yield the uploaded files' places in the media folder."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in place.parts):
            yield PurePosixPath(place)


def _copy_upload(place: PurePosixPath, archive: ArchiveWriter) -> bool:
    try:
        source = (Path(settings.MEDIA_ROOT) / place).open("rb")
    except FileNotFoundError:  # replaced since it was listed
        return False
    with source, archive.member(f"{MEDIA}{place}", packed=False) as target:
        copy(source, target)
    return True


def restore(path: Path, *, replace: bool, keep_versions: bool = False) -> Manifest:
    """Make the installation what it was when the backup ``path`` was made; everybody has to sign in again.

    An installation with people in it is only touched with ``replace``. With ``keep_versions`` rooms go on from the
    version that they had, for a copy that no client has ever seen.

    Raises:
        BackupRefused: nothing was changed, and why.
    """
    with reading(path, settings.BACKUP_PASSPHRASE) as archive, installation.preparing():
        _require_alone()
        if not replace and has_people():
            raise BackupRefused("This installation has people in it. With --replace they give way to the backup.")
        targets = _leaves(archive.manifest)
        with staged_uploads(archive) as stage:
            _bring_schema_to(targets, archive.manifest)
            _load(archive, targets)
            _exchange_uploads(stage)
        call_command("migrate", interactive=False, verbosity=0)
        if not keep_versions:
            for function in restored:
                function()
        return archive.manifest


def _require_alone() -> None:
    """Wait for a service that was just stopped to be gone.

    Raises:
        BackupRefused: somebody else uses the database, and would be left with rows that are no more.
    """
    deadline = time.monotonic() + LEAVE_S
    while others := others_connected():
        if time.monotonic() > deadline:
            raise BackupRefused(f"The database is in use, from {', '.join(sorted(others))}. Stop the service first.")
        time.sleep(LEAVE_S / 20)


def has_people() -> bool:
    """Tell whether anybody has an account here."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    try:
        return bool(user._base_manager.exists())
    except DatabaseError:  # no tables yet
        return False


def _leaves(manifest: Manifest) -> list[Key]:
    """Return the last migration of each app at the time of the backup.

    Raises:
        BackupRefused: this version does not know one of them.
    """
    loader = MigrationExecutor(connection).loader
    made_with = {(app, name) for app, name in manifest["migrations"]}
    unknown = sorted(made_with - loader.disk_migrations.keys())
    if unknown:
        raise BackupRefused(
            f"The backup was made by a newer version (it has {'.'.join(unknown[0])}). Install that first."
        )
    followed = {
        parent.key for key in made_with for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]
    }
    return sorted(made_with - followed)


def _bring_schema_to(targets: list[Key], manifest: Manifest) -> None:
    """Make the tables that the backup's rows fit into."""
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations.keys() == {tuple(key) for key in manifest["migrations"]}:
        return
    _drop_tables()
    MigrationExecutor(connection).migrate(targets)


def _drop_tables() -> None:
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
    connection.enable_constraint_checking()


def _load(archive: ArchiveReader, targets: list[Key]) -> None:
    """Exchange all rows in one transaction."""
    registry = MigrationExecutor(connection).loader.project_state(targets).apps
    models = {model._meta.label_lower: model for model in rows.kept_models(registry)}
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            rows.empty(models.values())
            for label in archive.manifest["tables"]:
                with archive.open(f"{TABLES}{label}.jsonl") as source:
                    rows.load(models[label], source)
            connection.check_constraints()
    finally:
        connection.enable_constraint_checking()


@contextmanager
def staged_uploads(archive: ArchiveReader) -> Iterator[Path]:
    """Yield a folder with the backup's uploads, beside the present ones, and take it away in the end.

    Raises:
        BackupRefused: they cannot be written, or one would lie elsewhere.
    """
    stage = Path(settings.MEDIA_ROOT) / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir(parents=True)
        for name in archive.names(MEDIA):
            _unpack(archive, name, stage)
        yield stage
    except OSError as error:
        raise BackupRefused(f"The uploads cannot be written to {settings.MEDIA_ROOT}: {error.strerror}.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpack(archive: ArchiveReader, name: str, stage: Path) -> None:
    place = PurePosixPath(name.removeprefix(MEDIA))
    if place.is_absolute() or any(part.startswith(".") for part in place.parts):
        raise BackupRefused(f"The backup holds an upload that would lie outside the media folder: {place}.")
    target = stage / place
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as file:
        copy(source, file)
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)


def _exchange_uploads(stage: Path) -> None:
    """Put the staged uploads in the place of the present ones."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.iterdir():
        if not path.name.startswith("."):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in stage.iterdir():
        path.rename(root / path.name)
