"""Private databases for benchmarks that call the product's functions in their own process, on this machine's disk."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.services import MariaDB

ENGINES = ["sqlite", "mariadb"]
MEMORY_MB = 512


class DiskMariaDB(MariaDB):
    """A MariaDB on the disk, with memory for its pages as a small server would give it.

    With a ``folder`` its data stay there when it stops, and are those of the next one; ``memory_mb`` is for its pages.
    """

    def __init__(self, folder: Path | None = None, *, memory_mb: int = MEMORY_MB) -> None:
        super().__init__()
        self.memory_mb = memory_mb
        shutil.rmtree(self.folder)
        self.kept = folder is not None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="chat-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket, self.log, self.data = self.folder / "socket", self.folder / "log", self.folder / "data"
        if self.kept:
            self.password = "kept"

    def __exit__(self, *_: object) -> None:
        self.stop()
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url_of(self, name: str) -> str:
        """Return the ``DATABASE_URL`` of a database, created if it is not there."""
        self.execute(f"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4")
        return self.url(name)

    def command(self) -> list[object]:
        """Return its command line, with temporary tables beside the data."""
        return [*super().command(), f"--tmpdir={self.folder}"]

    @property
    def _sizes(self) -> list[str]:
        return ["--innodb-log-file-size=256M", f"--innodb-buffer-pool-size={self.memory_mb}M"]


@contextmanager
def product_on(engine: str, kept: Path | None = None, *, memory_mb: int = MEMORY_MB) -> Iterator[str]:
    """Set Django up on a migrated database of ``engine``; yield a line that says what it is.

    It is fresh and gone afterwards, or its data are ``kept`` in a folder; ``memory_mb`` is MariaDB's.
    """
    with tempfile.TemporaryDirectory(prefix="chat-") as folder:
        if engine == "sqlite":
            if kept:
                kept.mkdir(parents=True, exist_ok=True)
            yield _set_up(f"sqlite:///{kept or folder}/bench.sqlite3", folder)
            return
        with DiskMariaDB(kept, memory_mb=memory_mb) as mariadb:
            yield _set_up(mariadb.url_of("bench"), folder)


def _set_up(url: str, folder: str) -> str:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.support.settings",
        "DATABASE_URL": url,
        "DATA_DIR": folder,
        "MEDIA_ROOT": f"{folder}/media",
        "REDIS_URL": "",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "WARNING",
    }
    (Path(folder) / "static").mkdir()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"
