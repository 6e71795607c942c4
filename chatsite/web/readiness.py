"""Can this process serve: reach the database and the cache, and write? Asked by proxies and monitors (``/readyz``)."""

import shutil
import threading
import time
from pathlib import Path

from django.core.cache import caches
from django.db import connection

from chatsite.db import write_marks
from chatsite.db.outages import noted_since
from chatsite.db.transactions import in_repeatable_transaction

PROBE_EVERY_S = 5.0
FREE_BYTES = 4 * 1024 * 1024  # less than that is no room for SQLite's write-ahead log

_probing = threading.Lock()
_written_at = -PROBE_EVERY_S


def check() -> None:
    """Read, write and ask the cache; a write that succeeded stands for some seconds, until one fails.

    Raises:
        Exception: of the driver, or OSError for a disk that is full.
    """
    global _written_at
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    caches["default"].get("readyz")
    with _probing:
        if time.monotonic() - _written_at >= PROBE_EVERY_S or noted_since(_written_at):
            _require_room()
            _write()
            _written_at = time.monotonic()


def _require_room() -> None:
    if connection.vendor == "sqlite" and connection.settings_dict["NAME"] != ":memory:":
        folder = Path(connection.settings_dict["NAME"]).parent
        if shutil.disk_usage(folder).free < FREE_BYTES:
            raise OSError(f"the disk of {folder} is full")


_write = in_repeatable_transaction(write_marks.probe)
