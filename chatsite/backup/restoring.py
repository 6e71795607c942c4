"""Going back to a backup: built beside what is there, checked, and exchanged; all of it or nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import Error as DBError

from chatsite.backup import rows, tables
from chatsite.backup.archive import TABLES, ArchiveReader, Manifest, reading
from chatsite.backup.errors import BackupRefused
from chatsite.backup.marker import is_half_exchanged, marked
from chatsite.backup.scratch import Scratch
from chatsite.backup.sidefile import exchange_file, side_file
from chatsite.backup.uploads import exchanged_uploads, staged_uploads, uploads
from chatsite.db.databases import others_connected
from chatsite.registry import Registry
from chatsite.serve import installation

LEAVE_S = 3.0

Key = tuple[str, str]

# What apps do to restored rows, so that clients which knew a later state notice; each gets the models of those rows.
restored: Registry[Callable[[Apps], None]] = Registry()


def restore(path: Path, *, replace: bool, keep_versions: bool = False) -> Manifest:
    """Make the installation what it was when the backup ``path`` was made; everyone has to sign in again.

    An installation with people or uploads in it is only touched with ``replace``. With ``keep_versions`` rooms go on
    from the version that they had, for a copy that no client has ever seen.

    Raises:
        BackupRefused: nothing was changed, and why.
        Unfinished: it was interrupted in the exchange and must be repeated.
    """
    with _named_failures(), reading(path, settings.BACKUP_PASSPHRASE) as archive, installation.preparing():
        loader = MigrationExecutor(connection).loader
        _require_alone()
        _require_known(archive.manifest, loader)
        _require_own_database(loader)
        if not replace and not is_half_exchanged() and is_in_use():
            raise BackupRefused("This installation has people or uploads. Use --replace to replace them.")
        with (
            marked(path) as mark,
            staged_uploads(archive) as stage,
            _built_beside(archive, path, keep_versions=keep_versions) as exchange,
        ):
            mark.exchanging()
            with exchanged_uploads(stage):
                exchange()
            mark.in_place()
        return archive.manifest


@contextmanager
def _named_failures() -> Iterator[None]:
    """Name what the system or the database would not do."""
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise BackupRefused(f"Nothing was changed: {error.strerror or error}{place}.") from error
    except DBError as error:
        reason = error.args[-1] if error.args else error
        raise BackupRefused(f"Nothing was changed: the database reports “{reason}”.") from error


def _require_alone() -> None:
    """Wait for a service that was just stopped to be gone.

    Raises:
        BackupRefused: another program uses the database, and would be left with rows that no longer exist.
    """
    deadline = time.monotonic() + LEAVE_S
    while others := others_connected():
        if time.monotonic() > deadline:
            raise BackupRefused(f"The database is in use by {', '.join(sorted(others))}. Stop the service first.")
        time.sleep(LEAVE_S / 20)


def _require_own_database(loader: MigrationLoader) -> None:
    """Refuse a database that also holds what another program created.

    Raises:
        BackupRefused: it does.
    """
    foreign = tables.endangered() - tables.ever_created(loader)
    foreign -= {name for name in foreign if tables.is_left_over(name)}
    if foreign:
        names = ", ".join(sorted(foreign)[:5])
        raise BackupRefused(
            f"The database also holds tables that this version did not create: {names}. Restore into an empty database."
        )


def is_in_use() -> bool:
    """Tell whether there are people or uploads here, whatever version made the tables."""
    people = apps.get_model(settings.AUTH_USER_MODEL)._meta.db_table
    return tables.has_rows(people) or any(uploads())


def _require_known(manifest: Manifest, loader: MigrationLoader) -> None:
    """Refuse a backup of a newer version.

    Raises:
        BackupRefused: this version does not know one of its migrations.
    """
    unknown = sorted(_made_with(manifest) - loader.disk_migrations.keys())
    if unknown:
        raise BackupRefused(
            f"The backup was made by a newer version (it has {'.'.join(unknown[0])}). Install that first."
        )


def _made_with(manifest: Manifest) -> set[Key]:
    return {(app, name) for app, name in manifest["migrations"]}


@contextmanager
def _built_beside(archive: ArchiveReader, path: Path, *, keep_versions: bool) -> Iterator[Callable[[], None]]:
    """Build the backup's database, in this version's form, beside the present one; yield what exchanges them."""
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        with side_file(place) as beside:
            _build(archive, keep_versions=keep_versions)
            yield lambda: exchange_file(beside, place)
        return
    with _of_this_version(archive, path) as current, tables.side_tables() as side:
        side.create()
        _load(current, side.registry)
        if not keep_versions:
            _finish(side.registry)
        yield side.exchange


def _build(archive: ArchiveReader, *, keep_versions: bool) -> None:
    """Make the tables that the backup's rows fit into, load those, and upgrade."""
    MigrationExecutor(connection).migrate(targets := _leaves(archive.manifest))
    _load(archive, MigrationExecutor(connection).loader.project_state(targets).apps)
    call_command("migrate", interactive=False, verbosity=0)
    if not keep_versions:
        _finish(apps)


def _finish(registry: Apps) -> None:
    with transaction.atomic():
        for function in restored:
            function(registry)


def _leaves(manifest: Manifest) -> list[Key]:
    """Return the last migration of each app at the time of the backup."""
    loader = MigrationExecutor(connection).loader
    made_with = _made_with(manifest)
    followed = {
        parent.key for key in made_with for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]
    }
    return sorted(made_with - followed)


def _load(archive: ArchiveReader, registry: Apps) -> None:
    """Fill empty tables, in one transaction, and check that every reference leads somewhere."""
    models = {model._meta.label_lower: model for model in rows.kept_models(registry)}
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            for model in models.values():
                rows.empty(model)
            for label in archive.manifest["tables"]:
                with archive.open(f"{TABLES}{label}.jsonl") as source:
                    rows.load(models[label], source)
            connection.check_constraints(table_names=[model._meta.db_table for model in models.values()])
    finally:
        connection.enable_constraint_checking()


@contextmanager
def _of_this_version(archive: ArchiveReader, path: Path) -> Iterator[ArchiveReader]:
    """Yield the backup as this version would have made it: one of an older version is upgraded in a scratch place."""
    if _made_with(archive.manifest) == MigrationExecutor(connection).loader.disk_migrations.keys():
        yield archive
        return
    with Scratch.folder() as scratch:
        scratch.manage("restore", path.resolve(), "--keep-versions")
        scratch.manage("backup", scratch.place / "upgraded.backup")
        with reading(scratch.place / "upgraded.backup", settings.BACKUP_PASSPHRASE) as upgraded:
            yield upgraded
