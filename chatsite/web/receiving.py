"""Long bodies: admitted before they arrive, and received in pieces that a thread writes where they belong.

The server asks the view first, with an empty body (:func:`is_asked`): it checks the caller and returns a :class:`Sink`.
What arrives is written there piece after piece, and the view is called again with the sink. A client that goes away in
the middle leaves what has arrived with the sink.
"""

import io
import tempfile
from collections.abc import Callable, MutableMapping
from http import HTTPStatus
from typing import IO, Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse

from chatsite.contract.errors import TooLarge

PIECE_BYTES = 256 * 1024
_ASKED, _SINK, _LENGTH = "chatsite.asked", "chatsite.sink", "chatsite.content_length"

Environ = MutableMapping[str, Any]


class Sink(Protocol):
    """Takes a body; its methods block, and run in threads."""

    def write(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            ChatError: it can't be taken, and no other one will be.
        """

    def close(self) -> None:
        """Keep what was taken; no more comes."""

    def body(self) -> IO[bytes]:
        """Return what the view reads as the request's body; nothing if it knows the sink."""


S = TypeVar("S", bound=Sink)


class Spool:
    """A body of at most ``limit`` bytes, in a temporary file, for the view to parse."""

    def __init__(self, limit: int, refusal: Callable[[], TooLarge] = TooLarge):
        self._limit, self._refusal = limit, refusal
        self._file: IO[bytes] | None = None
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Write the next piece."""
        self._size += len(piece)
        if self._size > self._limit:
            raise self._refusal()
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the request that reads it
        self._file.write(piece)

    def close(self) -> None:
        """Make it readable."""
        if self._file:
            self._file.flush()

    def body(self) -> IO[bytes]:
        """Return the whole body."""
        return self._file or io.BytesIO()


def ask(environ: Environ) -> None:
    """Have the view asked whether it admits the body."""
    environ[_LENGTH] = environ.get("CONTENT_LENGTH")
    put_body(environ, io.BytesIO())
    environ[_ASKED] = True


def asked(environ: Environ) -> Sink | None:
    """Return where the body goes, once the view was asked; nothing if it refused."""
    del environ[_ASKED]
    sink: Sink | None = environ.get(_SINK)
    return sink


def put_body(environ: Environ, body: IO[bytes]) -> None:
    """Give a request its body."""
    environ["wsgi.input"] = body
    environ["CONTENT_LENGTH"] = str(body.seek(0, io.SEEK_END))
    body.seek(0)


def is_asked(request: HttpRequest) -> bool:
    """Tell whether the server asks before it receives the body."""
    return _ASKED in request.META


def is_received(request: HttpRequest) -> bool:
    """Tell whether the body is in a sink already, so that the request was counted when it was admitted."""
    return _SINK in request.META


def sink_of(request: HttpRequest) -> Sink | None:
    """Return the sink that has the body; nothing if none was received."""
    sink: Sink | None = request.META.get(_SINK)
    return sink


def has_body(request: HttpRequest) -> bool:
    """Tell whether the request brings a body."""
    return is_received(request) or request.META.get("CONTENT_LENGTH") not in {None, "", "0"}


def announced_length(request: HttpRequest) -> int:
    """Return how long the body is said to be; 0 if nothing is said."""
    said = str(request.META.get(_LENGTH, request.META.get("CONTENT_LENGTH")) or "")
    return int(said) if said.isascii() and said.isdigit() else 0


def admitted(request: HttpRequest, sink: Sink) -> HttpResponse:
    """Answer that the body goes to ``sink``."""
    request.META[_SINK] = sink
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def received(request: HttpRequest, admit: Callable[[], S]) -> S:
    """Return the sink that has the body: the one it was received into, or else a new one that takes it now."""
    sink: S | None = request.META.get(_SINK)
    if sink is None:
        sink = admit()
        try:
            while piece := request.read(PIECE_BYTES):
                sink.write(piece)
        finally:
            sink.close()
    return sink
