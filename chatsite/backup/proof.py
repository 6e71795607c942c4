"""The proof of a backup: restored into a scratch place, backed up from there again, and compared."""

from pathlib import Path

from django.conf import settings
from django.core.management import get_commands

from chatsite.backup.archive import MEDIA, Manifest, reading
from chatsite.backup.errors import BackupRefused
from chatsite.backup.scratch import Scratch

DATA_CHECK = "check_data"


def prove(path: Path) -> Manifest:
    """Restore ``path`` into an SQLite file and a media folder of their own; return its manifest.

    The copy's rows and uploads must be the same, byte for byte, and consistent. Rows of an older version are upgraded,
    so that only their consistency is proven.

    Raises:
        BackupRefused: they are not, or the file cannot be used; the message says why.
    """
    with reading(path, settings.BACKUP_PASSPHRASE) as archive:
        original = archive.manifest
    with Scratch.folder() as scratch:
        scratch.manage("restore", path.resolve(), "--keep-versions")
        if DATA_CHECK in get_commands():
            scratch.manage(DATA_CHECK)
        again = scratch.place / "again.backup"
        scratch.manage("backup", again)
        with reading(again, settings.BACKUP_PASSPHRASE) as archive:
            _compare(original, archive.manifest)
    return original


def _compare(original: Manifest, copy: Manifest) -> None:
    is_upgraded = original["migrations"] != copy["migrations"]
    if original["tables"] != copy["tables"] and not is_upgraded:
        differing = {label for label, count in original["tables"].items() if copy["tables"].get(label) != count}
        raise BackupRefused(f"The restored copy has other numbers of rows: {', '.join(sorted(differing))}.")
    expected = {
        name: digest for name, digest in original["sha256"].items() if name.startswith(MEDIA) or not is_upgraded
    }
    differing = {name for name, digest in expected.items() if copy["sha256"].get(name) != digest}
    if differing:
        raise BackupRefused(f"The restored copy differs: {', '.join(sorted(differing)[:5])}.")
