"""An installation in a temporary folder, to work on a copy of a backup."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from chatsite.backup.errors import BackupRefused
from chatsite.serve.own_commands import last_words, run_command


class Scratch:
    """An SQLite installation in a folder of its own, worked on by commands in processes of their own."""

    def __init__(self, place: Path):
        self.place = place
        self._environment = {
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
        done = run_command(settings.BASE_DIR / "manage.py", *arguments, **self._environment)
        if done.returncode:
            said = last_words(done).splitlines() or [f"exit status {done.returncode}"]
            raise BackupRefused(f"{arguments[0]} of a copy failed: {said[-1].removeprefix('CommandError: ')}")
