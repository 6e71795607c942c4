"""What an installation needs before it can serve: a secret key, folders, an up-to-date database, static files."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import Error as DBError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from chatsite.db.databases import create_private_file

MIGRATION_LOCK_S = 600


class NotReady(Exception):
    """The installation can't serve; the message is a sentence for the operator."""


def ensure_secret_key() -> Path | None:
    """Make sure that there is a secret key; return the file it was written to when it had to be made."""
    if os.environ.get("SECRET_KEY"):
        return None
    if "SECRET_KEY" in os.environ:
        raise NotReady("SECRET_KEY is empty. Set a value, or remove it and one is generated.")
    key, path = secrets.token_urlsafe(48), Path(settings.ENV_FILE)
    if path.exists() and not path.is_file():
        raise NotReady(f"The secret key can't be written to {path}: not a file. Set SECRET_KEY.")
    try:
        _append_line(path, f"SECRET_KEY={key}")
    except OSError as error:
        raise NotReady(f"The secret key can't be written to {path}: {error.strerror}. Set SECRET_KEY.") from error
    os.environ["SECRET_KEY"] = settings.SECRET_KEY = key
    return path


def _append_line(path: Path, line: str) -> None:
    """Add ``line`` to a file that only its owner may read."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    with path.open("a+", encoding="utf-8") as file:
        file.seek(0)
        unfinished = file.read()[-1:] not in {"", "\n"}
        file.write(("\n" if unfinished else "") + line + "\n")


def ensure_folders() -> None:
    """Create the folders that are written to.

    Raises:
        NotReady: one of them cannot be created or written.
    """
    for name in ("DATA_DIR", "MEDIA_ROOT"):
        folder = Path(getattr(settings, name))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotReady(f"The folder {folder} can't be created: {error.strerror}. Check {name}.") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise NotReady(f"The folder {folder} is not writable. Make it writable for this user, or set {name}.")


@contextmanager
def served_by_this_process(where: str) -> Iterator[None]:
    """Let one ``serve`` at a time use the data folder; ``where`` tells a second one of the first.

    Raises:
        NotReady: the installation is served already.
    """
    ensure_folders()
    with _lock_file("serving.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise NotReady(
                f"This installation is already served by {file.read().strip()}. Stop it first; another installation "
                "needs its own DATA_DIR."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} at {where}")
        file.flush()
        yield


def _lock_file(name: str) -> IO[str]:
    """Open a file of the data folder that processes lock.

    Raises:
        NotReady: this user cannot; a command that ran as another user may have created it.
    """
    path = Path(settings.DATA_DIR) / name
    try:
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise NotReady(
            f"{path} cannot be opened: {error.strerror}. Give this user the right to, or remove it."
        ) from error


def describe_database() -> str:
    """Return the database's kind and place, without its password."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite {database['NAME']}"
    place = database["OPTIONS"].get("unix_socket") or f"{database['HOST'] or 'localhost'}:{database['PORT'] or 3306}"
    return f"MySQL {database['NAME']} at {place}"


def ensure_database() -> None:
    """Connect to the database.

    Raises:
        NotReady: it cannot be reached.
    """
    try:
        if connection.vendor == "sqlite":
            path = Path(connection.settings_dict["NAME"])
            path.parent.mkdir(parents=True, exist_ok=True)
            create_private_file(path)
        connection.ensure_connection()
    except (DBError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error.args[-1] if error.args else error)
        raise NotReady(
            f"The database ({describe_database()}) can't be reached: {reason}. Check DATABASE_URL."
        ) from error


def database_trouble(error: DBError) -> str:
    """Return one sentence for an operator whose command the database did not answer."""
    reason = error.args[-1] if error.args else error
    return (
        f"The database ({describe_database()}) reports “{reason}”. Check DATABASE_URL. `manage.py prepare` creates the "
        "tables; --traceback shows details."
    )


@contextmanager
def preparing() -> Iterator[None]:
    """Let one process at a time prepare this installation; the others wait."""
    if connection.vendor == "mysql":
        with _mysql_lock(f"chatsite.prepare.{connection.settings_dict['NAME']}"[:64]):
            yield
    else:
        with _lock_file("prepare.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@contextmanager
def _mysql_lock(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK(%s, %s)", [name, MIGRATION_LOCK_S])
        row = cursor.fetchone()
    if not row or row[0] != 1:
        raise NotReady("Another process has been preparing this database for too long.")
    try:
        yield
    finally:
        with suppress(DBError), connection.cursor() as cursor:  # a lost connection has released it already
            cursor.execute("SELECT RELEASE_LOCK(%s)", [name])


def ensure_schema() -> int:
    """Apply the migrations that are missing and return how many there were.

    Raises:
        NotReady: the database was written by a newer version of the product.
    """
    executor = MigrationExecutor(connection)
    newer = unknown_migrations(executor.loader)
    if newer:
        raise NotReady(f"The database was created by a newer version (it has {newer[0]}). Install that version again.")
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return missing


def unknown_migrations(loader: MigrationLoader) -> list[str]:
    """Return what a newer version applied to the database, such as ``rooms.0009_topics``."""
    ours = {config.label for config in apps.get_app_configs()}
    applied = (key for key in loader.applied_migrations or {} if key[0] in ours and key not in loader.disk_migrations)
    return sorted(".".join(key) for key in applied)


def ensure_static_files() -> None:
    """Collect and compress the static files, unless nothing changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_state()
    if stamp.is_file() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _static_state() -> str:
    """Return a hash of every static file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
