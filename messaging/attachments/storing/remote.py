"""A storage elsewhere (``ATTACHMENT_STORAGE``), such as S3: read and written in pieces, never whole in memory."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage

from chatsite.contract.errors import ChatError, Unavailable

log = logging.getLogger(__name__)

PIECE_BYTES = 256 * 1024


@contextmanager
def reaching() -> Iterator[None]:
    """Turn the errors of a storage's library, which each has of its own, into one that says to try again.

    Raises:
        FileNotFoundError: there is no such file.
        Unavailable: the storage can't be reached, or refuses.
    """
    try:
        yield
    except (FileNotFoundError, ChatError):
        raise
    except Exception as error:
        log.warning("the storage of files failed: %s: %s", type(error).__name__, error)
        raise Unavailable from error


def pieces(store: Storage, name: str, first: int, length: int) -> Iterator[bytes]:
    """Yield a part of a file. Only that part is fetched from S3; of others, see their ``max_memory_size``."""
    if not length:
        return
    with reaching(), store.open(name) as file:
        source = _ranged(file, first, length)
        left = length
        while left and (piece := source.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


def _ranged(file: Any, first: int, length: int) -> Any:
    """Return what reads a part: django-storages' file of S3 has boto's object, which fetches no more."""
    stored = getattr(file, "obj", None)
    if stored is not None and hasattr(stored, "get"):
        return stored.get(Range=f"bytes={first}-{first + length - 1}")["Body"]
    file.seek(first)
    return file


def fetched(store: Storage, name: str) -> IO[bytes]:
    """Return a file on this machine's disk that holds what the storage has, and is gone once it is closed."""
    with reaching():
        size = store.size(name)
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed by its reader
    try:
        for piece in pieces(store, name, 0, size):
            copy.write(piece)
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    return copy


def save(store: Storage, name: str, file: IO[bytes]) -> None:
    """Have the storage hold a file under this very name. One that is there already stays: it has the same bytes."""
    with reaching():
        if store.exists(name):
            return
        _send_one_part_at_a_time(store)
        saved = store.save(name, File(file))
        if saved != name:  # another process was quicker
            store.delete(saved)


def folders(store: Storage, parent: str) -> list[str]:
    """Return the names of the folders in a folder."""
    with reaching():
        return list(store.listdir(parent)[0])


def settled(store: Storage, folder: str, before: datetime) -> list[str]:
    """Return the files in a folder if all of them were written before a moment; else none."""
    with reaching():
        names = [f"{folder}/{name}" for name in store.listdir(folder)[1]]
        return names if all(store.get_modified_time(name) < before for name in names) else []


def _send_one_part_at_a_time(store: Any) -> None:
    """Have django-storages' S3 hold one part of 8 MB in memory, not ten."""
    transfer = getattr(store, "transfer_config", None)
    if transfer is not None and hasattr(transfer, "use_threads"):
        transfer.use_threads = False
