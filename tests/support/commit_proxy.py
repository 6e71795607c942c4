"""A proxy in front of MariaDB that breaks a connection at the worst moment: while COMMIT is under way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

HEADER_BYTES = 4
QUERY = b"\x03"
WRITES = (b"INSERT", b"UPDATE", b"DELETE", b"REPLACE")
NO_AUTOCOMMIT, AUTOCOMMIT = b"SET AUTOCOMMIT=0", b"SET AUTOCOMMIT=1"


class Break(Enum):
    """Where the connection ends."""

    BEFORE = "the COMMIT is lost: not committed"
    AFTER = "its answer is lost: committed"


# After a break these many commits pass: that of the look whether it was done and, if it was not, that of the next try.
PASSING = {Break.BEFORE: 2, Break.AFTER: 1}


class CommitProxy:
    """Listens on a Unix socket and passes on to MariaDB's, but for the commits: COMMIT, and each write without one."""

    def __init__(self, upstream: Path, path: Path):
        self.upstream = upstream
        self.path = path
        self.broken = 0
        self._where: Break | None = None
        self._passing = self._every = 0
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> Self:
        self._listener.bind(str(self.path))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.path.unlink(missing_ok=True)

    @contextmanager
    def breaking(self, where: Break, *, every: int | None = None) -> Iterator[None]:
        """Break the connection of the first commit, and again after ``every`` that passed; by default each act's."""
        with self._lock:
            self._where, self._passing, self._every = where, 0, PASSING[where] if every is None else every
        try:
            yield
        finally:
            self._where = None

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(str(self.upstream))
        except OSError:  # it is away
            client.close()
            return
        threading.Thread(target=self._requests, args=(client, server), daemon=True).start()
        threading.Thread(target=_pump, args=(server, client), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on packets; a request is one packet that begins with its command."""
        is_autocommit = True
        with client, server:
            with suppress(OSError):
                while packet := _packet(client):
                    statement = packet[HEADER_BYTES:][:40].upper()
                    if statement.startswith(QUERY):
                        text = statement[1:].lstrip().replace(b" = ", b"=")
                        is_autocommit = _mode(text, before=is_autocommit)
                        if text.startswith(b"COMMIT") or (is_autocommit and text.startswith(WRITES)):
                            where = self._next_break()
                            if where:
                                _break(client, server, packet, where)
                                return
                    server.sendall(packet)
            # Not by closing alone: the other thread's recv() keeps the connection, and MariaDB the dead client's locks.
            _end(server)

    def _next_break(self) -> Break | None:
        with self._lock:
            if self._where is None or self._passing:
                self._passing = max(0, self._passing - 1)
                return None
            self._passing = self._every
            self.broken += 1
            return self._where


def _mode(text: bytes, *, before: bool) -> bool:
    if text.startswith(NO_AUTOCOMMIT):
        return False
    return True if text.startswith(AUTOCOMMIT) else before


def _break(client: socket.socket, server: socket.socket, packet: bytes, where: Break) -> None:
    """End both sides; with ``AFTER`` the server has the COMMIT, and the client never gets the answer."""
    _end(client)
    if where is Break.AFTER:
        server.sendall(packet)
    server.shutdown(socket.SHUT_WR)


def _packet(stream: socket.socket) -> bytes:
    header = _exactly(stream, HEADER_BYTES)
    return header + _exactly(stream, int.from_bytes(header[:3], "little")) if header else b""


def _exactly(stream: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = stream.recv(count - len(data))
        if not part:
            return b""
        data += part
    return data


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _end(target)


def _end(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
