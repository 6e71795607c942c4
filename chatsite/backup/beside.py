"""Uploads beside a backup instead of in it: a folder of its own for each backup, complete by itself.

An upload that the latest backup in the same place has already becomes a hard link to it. So the next backup takes only
the space of new uploads, and any of them can be deleted without harm to the others.
"""

import glob
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings

from chatsite.backup.archive import MEDIA, DigestingFile, copy
from chatsite.backup.errors import BackupRefused, Damaged
from chatsite.backup.sealing import SealingFile, unsealed
from chatsite.files import sync_folder

SUFFIX = ".uploads-"
INDEX = "index"  # written last; uploads are in folders

Mark = list[int]
"""Size, times and inode number of an upload: at least one differs once another file has taken its place."""


@dataclass(frozen=True, slots=True)
class Index:
    """What a folder holds: ``{place: (mark, SHA-256)}``, sealed with ``key`` unless that is empty."""

    folder: Path
    key: str
    files: dict[str, tuple[Mark, str]] = field(default_factory=dict)


class UploadsBeside:
    """Takes uploads into a folder beside the backup."""

    def __init__(self, folder: Path, earlier: Index | None, passphrase: str):
        self._passphrase = passphrase
        self._earlier = earlier if earlier and bool(earlier.key) == bool(passphrase) else None
        key = self._earlier.key if self._earlier else secrets.token_hex(32) if passphrase else ""
        self._index = Index(folder, key)

    def take(self, place: PurePosixPath) -> bool:
        """Take one upload; tell whether it was still there."""
        target = self._index.folder / place
        try:
            source = (Path(settings.MEDIA_ROOT) / place).open("rb")
        except FileNotFoundError:  # replaced since it was listed
            return False
        with source:
            facts = os.fstat(source.fileno())
            mark = [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]
            target.parent.mkdir(parents=True, exist_ok=True)
            self._index.files[str(place)] = (
                mark,
                self._linked(str(place), mark, target) or self._copied(source, target),
            )
        return True

    def _linked(self, place: str, mark: Mark, target: Path) -> str:
        known = self._earlier.files.get(place) if self._earlier else None
        if self._earlier and known and known[0] == mark:
            with suppress(OSError):  # gone, or a disk that knows no second names
                os.link(self._earlier.folder / place, target)
                return known[1]
        return ""

    def _copied(self, source: IO[bytes], target: Path) -> str:
        with _own_file(target, bytes.fromhex(self._index.key)) as file:
            digesting = DigestingFile(file)
            copy(source, digesting)
        return digesting.digest()

    def finish(self) -> dict[str, Any]:
        """Write the index, and return what the manifest says of the uploads."""
        index = self._index
        with _own_file(index.folder / INDEX, self._passphrase) as file:
            file.write(json.dumps({"key": index.key, "files": index.files}).encode())
        for path, folders, _files in os.walk(index.folder):
            if not folders or path == str(index.folder):
                sync_folder(Path(path))
        digests = {f"{MEDIA}{place}": digest for place, (_mark, digest) in index.files.items()}
        return {"beside": {"folder": index.folder.name, "key": index.key, "sha256": digests}}


@contextmanager
def beside(path: Path, passphrase: str) -> Iterator[UploadsBeside]:
    """Yield what takes the uploads of the backup ``path``; in the end only the folder of that file's content is left.

    Raises:
        BackupRefused: they cannot be written there.
    """
    folder = path.with_name(f"{path.name}{SUFFIX}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
    try:
        folder.mkdir(0o700)
        yield UploadsBeside(folder, _newest(path.parent, passphrase), passphrase)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BackupRefused(f"The uploads cannot be written to {folder}: {error.strerror or error}.") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for other in path.parent.glob(f"{glob.escape(path.name)}{SUFFIX}*"):
        if other != folder:
            shutil.rmtree(other)


def _newest(place: Path, passphrase: str) -> Index | None:
    """Return what the latest complete folder holds, if it can be read."""
    for folder in sorted(place.glob(f"*{SUFFIX}*"), key=lambda one: one.name.rpartition(SUFFIX)[2], reverse=True):
        try:
            with (folder / INDEX).open("rb") as file:
                facts = json.loads(b"".join(unsealed(file, passphrase)) if passphrase else file.read())
            files = {name: (mark, digest) for name, (mark, digest) in facts["files"].items()}
            return Index(folder, facts["key"], files)
        except (OSError, ValueError, Damaged):  # unfinished, or of another passphrase: nothing is taken from it
            continue
    return None


@contextmanager
def _own_file(path: Path, secret: str | bytes) -> Iterator[IO[bytes]]:
    """Open a new file, readable by this user only, and on the disk in the end; sealed if there is a secret."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        target: Any = SealingFile(file, secret) if secret else file
        yield target
        if secret:
            target.close()
        file.flush()
        os.fsync(file.fileno())
