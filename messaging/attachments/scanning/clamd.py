"""A client of clamd, the daemon of ClamAV ("INSTREAM" in its manual)."""

import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

CHUNK_BYTES = 128 * 1024
MAX_REPLY_BYTES = 4096
MAX_NAME_CHARS = 100
_LENGTH = struct.Struct("!L")


class Readable(Protocol):
    """What a file has that is read from its beginning to its end."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes."""


class ScannerDown(Exception):
    """The scanner cannot be asked, or gave no answer in time; worth repeating."""


class TooLongToScan(Exception):
    """The file is longer than the scanner takes (its ``StreamMaxLength``)."""


class Clamd:
    """A scanner at ``tcp://host:port`` or ``unix:///path``, which gets ``within_s`` seconds for each question."""

    def __init__(self, address: str, within_s: float):
        self._address = urlsplit(address)
        self._within_s = within_s

    def found_in(self, file: Readable) -> str:
        """Return the name of what it finds in a file; nothing if that is clean.

        Raises:
            TooLongToScan: it takes no file of that length.
            ScannerDown: it cannot be asked.
        """
        with self._asking(b"INSTREAM") as conversation:
            conversation.send_file(file)
            return _verdict(conversation.reply())

    @contextmanager
    def _asking(self, command: bytes) -> Iterator["Conversation"]:
        try:
            with self._socket() as connection:
                conversation = Conversation(connection, time.monotonic() + self._within_s)
                conversation.send(b"z" + command + b"\0")
                yield conversation
        except OSError as error:
            raise ScannerDown(error.strerror or str(error) or type(error).__name__) from error

    def _socket(self) -> socket.socket:
        if self._address.scheme == "tcp":
            host = (self._address.hostname or "localhost", self._address.port or 3310)
            return socket.create_connection(host, timeout=self._within_s)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(self._within_s)
            connection.connect(self._address.path)
        except BaseException:
            connection.close()
            raise
        return connection


class Conversation:
    """One question on one connection, until a deadline."""

    def __init__(self, connection: socket.socket, deadline: float):
        self._connection = connection
        self._deadline = deadline

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self._wait()
        self._connection.sendall(data)

    def send_file(self, file: Readable) -> None:
        """Send a file in chunks, as far as the scanner wants it: one that has answered already reads no more."""
        answered = select.poll()  # select.select() knows 1,024 files, and a server has more connections than that
        answered.register(self._connection, select.POLLIN)
        try:
            while chunk := file.read(CHUNK_BYTES):
                if answered.poll(0):
                    return
                self.send(_LENGTH.pack(len(chunk)) + chunk)
            self.send(_LENGTH.pack(0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # its answer says why, if there is one

    def reply(self) -> str:
        """Return the answer, without what ends it."""
        received = b""
        while b"\0" not in received and len(received) < MAX_REPLY_BYTES:
            self._wait()
            piece = self._connection.recv(MAX_REPLY_BYTES)
            if not piece:
                break
            received += piece
        return received.partition(b"\0")[0].decode("ascii", "replace").strip()

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no answer in time")
        self._connection.settimeout(left)


def _verdict(reply: str) -> str:
    said = reply.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        return "".join(one if one.isprintable() else "?" for one in name)[:MAX_NAME_CHARS] or "unnamed"
    if "size limit exceeded" in said:
        raise TooLongToScan
    raise ScannerDown(said[:MAX_NAME_CHARS] or "no answer")
