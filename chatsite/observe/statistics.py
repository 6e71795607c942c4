"""Statistics: each app counts its own rows, ``manage.py stats`` prints them."""

import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection

from chatsite.registry import Registry

Counts = Mapping[str, int]

_sources: Registry[Callable[[], Counts]] = Registry()

count = _sources.register  # the decorated function counts what goes under a title


def statistics() -> dict[str, Counts]:
    """Return ``{title: {what: how many}}``."""
    return {title: source() for title, source in _sources.entries.items()}


@count("bytes")
def _bytes() -> Counts:
    return {"database": database_bytes(), "uploads": upload_bytes()}


def upload_bytes() -> int:
    """Return how much the uploads take on the disk."""
    return sum(_size(file) for file in Path(settings.MEDIA_ROOT).rglob("*"))


def _size(file: Path) -> int:
    """Return a file's size; of a folder, or of what was removed meanwhile, nothing."""
    try:
        facts = file.stat()
    except FileNotFoundError:
        return 0
    return facts.st_size if stat.S_ISREG(facts.st_mode) else 0


def database_bytes() -> int:
    """Return how much the database takes on the disk."""
    if connection.vendor == "sqlite":
        statement = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        statement = (
            "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables"
            " WHERE table_schema = DATABASE()"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
