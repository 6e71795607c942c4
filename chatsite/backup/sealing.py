"""Encryption of a backup: AES-256-GCM in chunks, with a key that scrypt makes of a passphrase.

A chunk's nonce is its number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár), so that chunks can be neither exchanged nor left out nor cut off. The salt makes the key new for each file.
Files beside a backup are sealed with random bytes that it holds: scrypt would take a tenth of a second for each.
"""

import hmac
import io
import os
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from chatsite.backup.errors import Damaged

MAGIC = b"chatsite sealed backup 1\n"
SALT_BYTES = 16
TAG_BYTES = 16
CHUNK_BYTES = 1024 * 1024


class SealingFile(io.RawIOBase):
    """Writes what it is given to ``file``, sealed; complete once it is closed."""

    def __init__(self, file: IO[bytes], secret: str | bytes):
        salt = os.urandom(SALT_BYTES)
        file.write(MAGIC + salt)
        self._file = file
        self._cipher = _cipher(secret, salt)
        self._waiting = bytearray()
        self._number = 0

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: object) -> int:
        """Seal ``data``, as far as it fills chunks."""
        view = memoryview(data)  # type: ignore[arg-type]
        self._waiting += view
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), is_last=False)
            del self._waiting[:CHUNK_BYTES]
        return view.nbytes

    def close(self) -> None:
        """Seal the rest."""
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
        super().close()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, None))
        self._number += 1


def is_sealed(file: IO[bytes]) -> bool:
    """Tell whether ``file`` begins like a sealed one; its position is kept."""
    place = file.tell()
    begins = file.read(len(MAGIC))
    file.seek(place)
    return begins == MAGIC


class UnsealingFile(io.RawIOBase):
    """Reads what a sealed file holds, from its beginning."""

    def __init__(self, file: IO[bytes], secret: str | bytes):
        self._file = file
        self._chunks = unsealed(file, secret)
        self._left = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read."""
        self._left = self._left or next(self._chunks, b"")
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()


def unsealed(file: IO[bytes], secret: str | bytes) -> Iterator[bytes]:
    """Yield the chunks of a sealed file.

    Raises:
        Damaged: it was changed or cut off, or the passphrase is another one.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise Damaged("It is not a sealed file.")
    cipher = _cipher(secret, file.read(SALT_BYTES))
    number, chunk = 0, file.read(CHUNK_BYTES + TAG_BYTES)
    is_last = False
    while not is_last:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        is_last = not following
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), chunk, None)
        except InvalidTag:
            raise Damaged("The backup is damaged, or BACKUP_PASSPHRASE is not the one it was made with.") from None
        number, chunk = number + 1, following


def _cipher(secret: str | bytes, salt: bytes) -> AESGCM:
    if isinstance(secret, bytes):
        return AESGCM(hmac.digest(secret, salt, "sha256"))
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(secret.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
