"""The file: a ZIP archive whose last member, the manifest, holds the SHA-256 of every other; sealed on demand."""

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from django.template.defaultfilters import pluralize

from chatsite.backup.errors import BackupRefused, Damaged
from chatsite.backup.sealing import SealingFile, UnsealingFile, is_sealed, unsealed

MANIFEST = "manifest.json"
TABLES = "tables/"
MEDIA = "media/"
FORMAT, FORMAT_BESIDE = 1, 2  # an older version must not restore a backup without the uploads beside it
PIECE_BYTES = 1024 * 1024

Manifest = dict[str, Any]


class ArchiveWriter:
    """Writes members one after the other."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self.digests: dict[str, str] = {}

    @contextmanager
    def member(self, name: str, *, packed: bool) -> Iterator["DigestingFile"]:
        """Yield a file to write the member ``name`` to; ``packed`` compresses it."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._archive.open(entry, "w", force_zip64=True) as file:
            digesting = DigestingFile(file)
            yield digesting
        self.digests[name] = digesting.digest()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        form = FORMAT_BESIDE if "beside" in manifest else FORMAT
        complete = manifest | {"format": form, "sha256": self.digests}
        self._archive.writestr(MANIFEST, json.dumps(complete, indent=1), zipfile.ZIP_DEFLATED)


class DigestingFile:
    """Passes on what is written, and knows its SHA-256."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write."""
        self._digest.update(data)
        return self._file.write(data)

    def digest(self) -> str:
        """Return the SHA-256 of what was written, in hexadecimal."""
        return self._digest.hexdigest()


@contextmanager
def writing(path: Path, passphrase: str) -> Iterator[ArchiveWriter]:
    """Yield a writer; the file appears under its name, on the disk, only when everything succeeded.

    Raises:
        BackupRefused: it cannot be written there.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield from _archive_in(file, passphrase)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise BackupRefused(f"The backup {path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            partial.unlink()


def _archive_in(file: IO[bytes], passphrase: str) -> Iterator[ArchiveWriter]:
    target: Any = SealingFile(file, passphrase) if passphrase else file
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        yield ArchiveWriter(archive)
    if passphrase:
        target.close()


class ArchiveReader:
    """A file of which every byte was checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, place: Path):
        self._archive = archive
        self._place = place
        self.manifest = manifest

    def names(self, prefix: str) -> list[str]:
        """Return the names of the members below ``prefix``."""
        return [name for name in self.manifest["sha256"] if name.startswith(prefix)]

    def open(self, name: str) -> IO[bytes]:
        """Return a member, or an upload beside the backup, to be read."""
        beside = self.manifest.get("beside")
        if beside is None or name not in beside["sha256"]:
            return self._archive.open(name)
        file = (self._place / beside["folder"] / name.removeprefix(MEDIA)).open("rb")
        key = bytes.fromhex(beside["key"])
        return cast("IO[bytes]", io.BufferedReader(UnsealingFile(file, key), PIECE_BYTES)) if key else file

    def check(self) -> None:
        """Read everything, and note the uploads beside the backup among its members.

        Raises:
            ValueError: something is not what was written.
        """
        digests: dict[str, str] = self.manifest["sha256"]
        digests |= self.manifest.get("beside", {}).get("sha256", {})
        for name, expected in digests.items():
            with self.open(name) as member:
                if hashlib.file_digest(member, "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                    raise ValueError(f"{name} is not what was written")


@contextmanager
def reading(path: Path, passphrase: str) -> Iterator[ArchiveReader]:
    """Yield a reader of a file that was checked from end to end.

    Raises:
        BackupRefused: there is no such file, or it cannot be opened without a passphrase.
        Damaged: it is not what was once written.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"The backup {path} cannot be read: {error.strerror}.") from error
    with source, _plain(source, passphrase) as plain:
        try:
            archive = zipfile.ZipFile(plain)
            reader = ArchiveReader(archive, _manifest(archive), path.parent)
            reader.check()
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, RuntimeError) as error:
            raise Damaged(f"The backup {path} is damaged: {error}") from error
        except FileNotFoundError as error:
            raise Damaged(f"The backup {path} is not complete: {error.filename} is missing.") from error
        with archive:
            yield reader


@contextmanager
def _plain(source: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    if not is_sealed(source):
        yield source
        return
    if not passphrase:
        raise BackupRefused("The backup is encrypted. Set BACKUP_PASSPHRASE to the passphrase it was made with.")
    with tempfile.TemporaryFile() as plain:
        for chunk in unsealed(source, passphrase):
            plain.write(chunk)
        plain.seek(0)
        yield plain


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    manifest: Manifest = json.loads(archive.read(MANIFEST))
    if manifest["format"] not in {FORMAT, FORMAT_BESIDE}:
        raise ValueError(f"its format is {manifest['format']}, not {FORMAT} or {FORMAT_BESIDE}")
    folder = manifest.get("beside", {}).get("folder", "uploads")
    if Path(folder).name != folder or folder == "..":
        raise ValueError("its uploads would lie elsewhere")
    return manifest


def in_words(manifest: Manifest) -> str:
    """Return what a backup holds: ``12,345 rows and 1 upload``."""
    rows, uploads = sum(manifest["tables"].values()), manifest["uploads"]
    return f"{rows:,} rows and {uploads:,} upload{pluralize(uploads)}"


def copy(source: IO[bytes], target: Any) -> None:
    """Copy a file's content."""
    shutil.copyfileobj(source, target, PIECE_BYTES)
