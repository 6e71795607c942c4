"""An installation in a temporary folder, to work on a copy of a backup."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from chatsite.backup.errors import BackupRefused
from chatsite.env import real_environment


class Scratch:
    """An SQLite installation in a folder of its own, worked on by commands in processes of their own."""

    def __init__(self, place: Path):
        self.place = place
        self._environment = real_environment() | {
            "DATABASE_URL": f"sqlite:///{place / 'database.sqlite3'}",
            "SQLITE_SYNCHRONOUS": "NORMAL",
            "DATA_DIR": str(place),
            "MEDIA_ROOT": str(place / "media"),
            "REDIS_URL": "",
            "WORKERS": "1",
        }

    @classmethod
    @contextmanager
    def folder(cls) -> Iterator["Scratch"]:
        """Yield one that is removed in the end."""
        with tempfile.TemporaryDirectory(prefix="chatsite-verify-") as folder:
            yield cls(Path(folder))

    def manage(self, *arguments: object) -> None:
        """Run a command on it.

        Raises:
            BackupRefused: it failed; the message says why.
        """
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=self._environment, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or [f"exit status {done.returncode}"]
            raise BackupRefused(f"{arguments[0]} of a copy failed: {said[-1].removeprefix('CommandError: ')}")
