"""How much there is of what: each app counts its own, ``manage.py stats`` prints it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection

from chatsite.models import Job

Figures = Mapping[str, int]

_sources: dict[str, Callable[[], Figures]] = {}


def count(title: str) -> Callable[[Callable[[], Figures]], Callable[[], Figures]]:
    """Have the decorated function count what goes under ``title``."""

    def register(source: Callable[[], Figures]) -> Callable[[], Figures]:
        _sources[title] = source
        return source

    return register


def figures() -> dict[str, Figures]:
    """Return ``{title: {what: how many}}``."""
    return {title: source() for title, source in _sources.items()}


def figures_of(title: str) -> Figures:
    """Return what is counted under ``title``."""
    return _sources[title]()


@count("jobs")
def _jobs() -> Figures:
    failed = Job.objects.failed().count()
    return {"waiting": Job.objects.count() - failed, "given up": failed}


@count("bytes")
def _bytes() -> Figures:
    uploads = [file.stat().st_size for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    return {"database": database_bytes(), "uploads": sum(uploads)}


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
