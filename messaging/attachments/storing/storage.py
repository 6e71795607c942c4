"""Where files are: whole ones in the storage ``attachments``, those arriving in a hidden folder of this machine.

A file is complete on the disk before a row names it, and its row goes before it does: what a stopped process leaves is
a file without a row, which the purge removes.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.storage import Storage, storages

from chatsite.files import sync_folder
from messaging.attachments.storing import remote

ARRIVING = ".arriving"  # hidden: never served, and in no backup
COPY_BYTES = 2**20
# A reader who takes a piece within QUICK_S gets large ones next: each costs the server a wait and a change of threads,
# and is in memory until it is sent.
LARGE_PIECE_BYTES, SMALL_PIECE_BYTES, QUICK_S = 2**20, remote.PIECE_BYTES, 0.02
# The date of all files: nginx sends it, and the real one would say when a file with these bytes was first uploaded.
SAME_DATE = 1_577_836_800


def storage() -> Storage:
    """Return the storage of attachments."""
    return storages["attachments"]


def arriving(upload_id: UUID) -> Path:
    """Return the folder of an upload that is under way."""
    return Path(settings.MEDIA_ROOT) / ARRIVING / str(upload_id)


def local_path(name: str) -> Path | None:
    """Return where a file is on this machine; nothing if the storage is elsewhere."""
    try:
        return Path(storage().path(name))
    except NotImplementedError:
        return None


def put(source: Path, name: str) -> None:
    """Have the storage hold the file ``source`` as ``name``, for good. Doing it again changes nothing."""
    target = local_path(name)
    if target is None:
        with source.open("rb") as file:
            remote.save(storage(), name, file)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        _link(source, target)
    os.utime(target, (SAME_DATE, SAME_DATE))
    sync_folder(target.parent)
    sync_folder(target.parent.parent)


def _link(source: Path, target: Path) -> None:
    """Give a complete file a second name, or copy it where the disk can't."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with source.open("rb") as read, unfinished.open("wb") as written:
                shutil.copyfileobj(read, written, COPY_BYTES)
                written.flush()
                os.fsync(written.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def size(name: str) -> int:
    """Return how many bytes a file has.

    Raises:
        FileNotFoundError: there is no such file.
        Unavailable: the storage is elsewhere and can't be reached.
    """
    with remote.reaching():
        return storage().size(name)


def exists(name: str) -> bool:
    """Tell whether there is a file of this name."""
    with remote.reaching():
        return storage().exists(name)


def opened(name: str) -> IO[bytes]:
    """Return a file to be read.

    Raises:
        FileNotFoundError: there is no such file.
        Unavailable: the storage is elsewhere and can't be reached.
    """
    path = local_path(name)
    return path.open("rb") if path else remote.fetched(storage(), name)


def pieces(name: str, first: int, length: int) -> Iterator[bytes]:
    """Yield a part of a file; each piece is read when the one before was taken, and small for slow readers."""
    path = local_path(name)
    if path is None:
        yield from remote.pieces(storage(), name, first, length)
        return
    with path.open("rb") as source:
        source.seek(first)
        most = SMALL_PIECE_BYTES
        while length and (piece := source.read(min(most, length))):
            length -= len(piece)
            given_at = time.monotonic()
            yield piece
            most = LARGE_PIECE_BYTES if time.monotonic() - given_at < QUICK_S else SMALL_PIECE_BYTES


def digest(name: str) -> str:
    """Return the SHA-256 of a file, in hexadecimal; nothing if it is gone."""
    found = hashlib.sha256()
    try:
        for piece in pieces(name, 0, size(name)):
            found.update(piece)
    except FileNotFoundError:
        return ""
    return found.hexdigest()


def replace(source: str, target: str) -> None:
    """Put a file in the place of another, or of one that is gone."""
    path, place = local_path(source), local_path(target)
    if path and place:
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
        sync_folder(place.parent)
        return
    with opened(source) as file:
        remove([target])
        remote.save(storage(), target, file)


def remove(names: Iterable[str]) -> None:
    """Remove files, and the folders that they leave empty. What is gone stays so."""
    for name in names:
        with remote.reaching():
            storage().delete(name)
        path = local_path(name)
        if path:
            with suppress(OSError):
                path.parent.rmdir()


def forget(upload_id: UUID) -> None:
    """Remove what has arrived of an upload."""
    forget_folder(arriving(upload_id))


def forget_folder(folder: Path) -> None:
    """Remove a folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)
