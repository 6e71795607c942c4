"""How the process that reads a picture hands over several files: each with a line that names it, then its bytes."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

MAX_LINE_BYTES = 10_000
MAX_TOTAL_BYTES = 256 * 2**20
PIECE_BYTES = 2**18


class Broken(Exception):
    """The stream is not one that :func:`send` wrote."""


def send(sink: IO[bytes], name: str, data: bytes) -> None:
    """Write a file to the stream."""
    sink.write(json.dumps([name, len(data)]).encode() + b"\n")
    sink.write(data)


def receive(stream: IO[bytes], files: Mapping[str, Path]) -> bytes:
    """Store each file of the stream at the path that ``files`` gives its name; return the one named ``facts``.

    Raises:
        Broken: it ends early, names another file, or is far too long.
    """
    facts, left = b"", MAX_TOTAL_BYTES
    while line := stream.readline(MAX_LINE_BYTES):
        name, size = _named(line)
        left -= size
        if left < 0:
            raise Broken
        if name == "facts":
            facts = b"".join(_pieces(stream, size))
        elif name in files:
            _store(stream, size, files[name])
        else:
            raise Broken
    return facts


def _named(line: bytes) -> tuple[str, int]:
    try:
        name, size = json.loads(line)
    except (ValueError, TypeError):
        raise Broken from None
    if not isinstance(name, str) or not isinstance(size, int) or size < 0:
        raise Broken
    return name, size


def _store(stream: IO[bytes], size: int, path: Path) -> None:
    path.unlink(missing_ok=True)  # what a call left that did not end
    with path.open("xb") as file:
        for piece in _pieces(stream, size):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = stream.read(min(size, PIECE_BYTES))
        if not piece:
            raise Broken
        size -= len(piece)
        yield piece
