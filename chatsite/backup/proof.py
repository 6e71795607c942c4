"""The proof of a backup: restored into a scratch place, backed up from there again, and compared."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from chatsite.backup.archive import Manifest, reading
from chatsite.backup.errors import BackupRefused
from chatsite.env import real_environment

DATA_CHECK = "check_data"


def prove(path: Path) -> Manifest:
    """Restore ``path`` into an SQLite file and a media folder of their own; return its manifest.

    The copy's rows and uploads must be the same, byte for byte, and consistent.

    Raises:
        BackupRefused: they are not, or the file cannot be used; the message says why.
    """
    with reading(path, settings.BACKUP_PASSPHRASE) as archive:
        original = archive.manifest
    with tempfile.TemporaryDirectory(prefix="chatsite-verify-") as folder:
        scratch = _Scratch(Path(folder))
        scratch.manage("restore", path.resolve(), "--keep-versions")
        if DATA_CHECK in get_commands():
            scratch.manage(DATA_CHECK)
        again = Path(folder) / "again.backup"
        scratch.manage("backup", again)
        with reading(again, settings.BACKUP_PASSPHRASE) as archive:
            _compare(original, archive.manifest)
    return original


class _Scratch:
    """An installation in a folder of its own, worked on by commands in processes of their own."""

    def __init__(self, folder: Path):
        self._environment = real_environment() | {
            "ENV_FILE": str(settings.ENV_FILE),
            "DATABASE_URL": f"sqlite:///{folder / 'database.sqlite3'}",
            "SQLITE_SYNCHRONOUS": "NORMAL",
            "DATA_DIR": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "REDIS_URL": "",
            "WORKERS": "1",
        }

    def manage(self, *arguments: object) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, arguments)]
        done = subprocess.run(  # noqa: S603 - our own command
            command, env=self._environment, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or [f"exit status {done.returncode}"]
            raise BackupRefused(f"{arguments[0]} of a copy failed: {said[-1].removeprefix('CommandError: ')}")


def _compare(original: Manifest, copy: Manifest) -> None:
    if original["tables"] != copy["tables"]:
        differing = {label for label, count in original["tables"].items() if copy["tables"].get(label) != count}
        raise BackupRefused(f"The restored copy has other numbers of rows: {', '.join(sorted(differing))}.")
    if original["sha256"] != copy["sha256"]:
        differing = {name for name, digest in original["sha256"].items() if copy["sha256"].get(name) != digest}
        raise BackupRefused(f"The restored copy differs: {', '.join(sorted(differing)[:5])}.")
