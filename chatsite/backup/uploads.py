"""The uploads of a backup: copied into the file, staged beside the present ones, exchanged by renaming."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings

from chatsite.backup.archive import MEDIA, ArchiveReader, ArchiveWriter, copy
from chatsite.backup.errors import BackupRefused, Unfinished

# In the media folder, where hidden files are never served.
STAGE = ".restoring"
REPLACED = ".replaced"


def uploads() -> Iterator[PurePosixPath]:
    """Yield the uploaded files' places in the media folder."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in place.parts):
            yield PurePosixPath(place)


def copy_upload(place: PurePosixPath, archive: ArchiveWriter) -> bool:
    """Copy one upload into the backup; tell whether it was still there."""
    try:
        source = (Path(settings.MEDIA_ROOT) / place).open("rb")
    except FileNotFoundError:  # replaced since it was listed
        return False
    with source, archive.member(f"{MEDIA}{place}", packed=False) as target:
        copy(source, target)
    return True


@contextmanager
def staged_uploads(archive: ArchiveReader) -> Iterator[Path]:
    """Yield a folder with the backup's uploads, beside the present ones, and remove it in the end.

    Raises:
        BackupRefused: one of them would lie elsewhere.
        OSError: they cannot be written.
    """
    stage = Path(settings.MEDIA_ROOT) / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir(parents=True)
        for name in archive.names(MEDIA):
            _unpack(archive, name, stage)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpack(archive: ArchiveReader, name: str, stage: Path) -> None:
    place = PurePosixPath(name.removeprefix(MEDIA))
    if place.is_absolute() or any(part.startswith(".") for part in place.parts):
        raise BackupRefused(f"The backup holds an upload that would lie outside the media folder: {place}.")
    target = stage / place
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as file:
        copy(source, file)
        file.flush()
        os.fsync(file.fileno())
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)


@contextmanager
def exchanged_uploads(stage: Path) -> Iterator[None]:
    """Put the staged uploads in the place of the present ones, which come back if the block fails."""
    root = Path(settings.MEDIA_ROOT)
    replaced = root / REPLACED
    shutil.rmtree(replaced, ignore_errors=True)
    replaced.mkdir()
    moves: list[tuple[Path, Path]] = []
    try:
        for folder, target in ((root, replaced), (stage, root)):
            for path in sorted(folder.iterdir()):
                if not path.name.startswith("."):
                    path.rename(target / path.name)
                    moves.append((path, target / path.name))
        yield
    except BaseException:
        _move_back(moves)
        raise
    finally:
        shutil.rmtree(replaced, ignore_errors=True)


def _move_back(moves: list[tuple[Path, Path]]) -> None:
    try:
        for before, after in reversed(moves):
            after.rename(before)
    except OSError as error:
        raise Unfinished(f"The uploads were left half exchanged: {error.strerror}. Run it again.") from error
