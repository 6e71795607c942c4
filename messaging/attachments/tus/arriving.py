"""The part of a file that has arrived: written in pieces by one request at a time, and safe from a stopped process.

The latest request to continue an upload takes it over. What an earlier one still writes is refused: the file's lock and
the name beside it say whose turn it is, on the disk, and the row's ``writer`` does for what counts as arrived.
"""

import errno
import fcntl
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import Conflict, NotFound, TooLarge, Unavailable
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.files import sync_folder
from chatsite.observe import metrics
from messaging.attachments.models import Upload, end_of_upload
from messaging.attachments.storing import storage

# How much may be lost when the process is killed.
SYNC_BYTES = 4 * 2**20
DATA, WRITER = "data", "writer"
# The umask decides, as for every other file that is served: nginx reads it as a member of our group.
FILE_MODE = 0o666
FULL = {errno.ENOSPC, errno.EDQUOT}


class Arriving:
    """Takes the body that continues an upload (:class:`chatsite.web.receiving.Sink`)."""

    def __init__(self, upload: Upload):
        """Take the upload over, at its offset.

        Raises:
            Conflict: another request has moved it on meanwhile.
            NotFound: what had arrived is gone.
        """
        self.upload = upload
        self._writer = secrets.token_hex(8)
        self._end = self._synced = upload.offset
        if not _take_over(upload, self._writer):
            raise Conflict(_("The upload has moved on. Ask where it is, and continue there."))
        folder = storage.arriving(upload.pk)
        with _full_disk_is_unavailable():
            folder.mkdir(parents=True, exist_ok=True)
            self._path, self._turn = folder / DATA, folder / WRITER
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
            try:
                self._begin()
            except BaseException:
                os.close(self._file)
                raise

    def _begin(self) -> None:
        with self._locked():
            if os.fstat(self._file).st_size < self._end:
                raise NotFound
            self._turn.write_text(self._writer)
            os.ftruncate(self._file, self._end)
        sync_folder(self._path.parent)
        sync_folder(self._path.parent.parent)

    def write(self, piece: bytes) -> None:
        """Write the next piece.

        Raises:
            TooLarge: it is more than was announced; what belongs to the file is kept.
            Conflict: another request has taken the upload over.
            NotFound: the upload was cancelled.
            Unavailable: the disk is full.
        """
        fitting = memoryview(piece)[: self.upload.length - self._end]
        with _full_disk_is_unavailable(), self._locked():
            if self._whose_turn() != self._writer:
                raise _taken_over()
            written = 0
            while written < len(fitting):
                written += os.pwrite(self._file, fitting[written:], self._end + written)
        self._end += len(fitting)
        metrics.UPLOAD_BYTES.inc(len(fitting))
        if self._end - self._synced >= SYNC_BYTES:
            self._sync()
        if len(fitting) < len(piece):
            raise TooLarge(_("The file is longer than announced."))

    def _whose_turn(self) -> str:
        try:
            return self._turn.read_text()
        except FileNotFoundError:
            raise NotFound from None  # cancelled meanwhile

    def _sync(self) -> None:
        """Have the disk hold what was written, and count it as arrived."""
        with _full_disk_is_unavailable():
            os.fsync(self._file)
        if not _count(self.upload, self._writer, self._end):
            raise _taken_over()
        self._synced = self.upload.offset = self._end

    def close(self) -> None:
        """Count what was written as arrived."""
        try:
            if self._end > self._synced:
                self._sync()
        finally:
            os.close(self._file)

    def body(self) -> IO[bytes]:
        """Return nothing: the file has it."""
        return io.BytesIO()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


@in_repeatable_transaction
def _take_over(upload: Upload, writer: str) -> int:
    return Upload.objects.filter(pk=upload.pk, offset=upload.offset).update(writer=writer)


@in_repeatable_transaction
def _count(upload: Upload, writer: str, offset: int) -> int:
    """Count what the disk holds as arrived, if this is the latest request still."""
    mine = Upload.objects.filter(pk=upload.pk, writer=writer)
    return mine.update(offset=offset, expires_at=end_of_upload())


def _taken_over() -> Conflict:
    return Conflict(_("The upload was continued by another request."))


@contextmanager
def _full_disk_is_unavailable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Unavailable(_("The server's disk is full. Files can't be uploaded now.")) from error
        raise
