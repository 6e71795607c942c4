"""An SQLite database beside the present one, to be put in its place by one renaming."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from chatsite.backup.errors import Unfinished
from chatsite.db.databases import create_private_file
from chatsite.files import sync_folder

SUFFIXES = ("", "-wal", "-shm", "-journal")


@contextmanager
def side_file(place: Path) -> Iterator[Path]:
    """Have the connection lead to a new file beside ``place``; yield the file, and remove it in the end."""
    beside = place.with_name(f"{place.name}.restoring")
    _remove(beside)
    create_private_file(beside)
    try:
        _connect_to(beside)
        yield beside
    finally:
        _connect_to(place)
        _remove(beside)


def exchange_file(beside: Path, place: Path) -> None:
    """Put a complete database in the place of the present one, which must not be in use.

    Raises:
        Unfinished: it is there, but the disk may not know it yet.
    """
    for path in (beside, place):  # each in one file, without a write-ahead log
        _connect_to(path)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(place)
    try:
        sync_folder(place.parent)
    except OSError as error:
        raise Unfinished(f"The disk did not confirm the exchange: {error.strerror}. Run it again.") from error


def _connect_to(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def _remove(path: Path) -> None:
    for suffix in SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
