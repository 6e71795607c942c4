"""The bodies of requests, as they arrive: bounded, in memory or in files, never whole on the event loop."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Any

from django.conf import settings
from django.urls import Resolver404, resolve

from chatsite.contract.errors import ChatError, RequestTimeout, TooLarge
from chatsite.db.pool import Pool
from chatsite.web.receiving import PIECE_BYTES, Sink

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

BODY_IN_MEMORY_BYTES = 1024 * 1024
FORM_OVERHEAD_BYTES = 64 * 1024
BODY_PAUSE_S = 30
# How much of a body that is too large is read and discarded, so that its sender gets the refusal and no broken pipe.
DISCARD_BYTES = 64 * 1024 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ClientGone(Exception):
    """The caller closed the connection before its request was complete."""


def body_limit(scope: Scope) -> int:
    """Return how many bytes the request's body may have: more only where a file is expected."""
    if header(scope, b"content-type").startswith("multipart/form-data"):
        try:
            view = resolve(scope["path"]).func
        except Resolver404:
            view = None
        takes_files = getattr(view, "takes_files", None)
        if takes_files is not None and takes_files(scope["method"]):
            return int(settings.MAX_UPLOAD_BYTES) + FORM_OVERHEAD_BYTES
    return int(settings.MAX_BODY_BYTES)


async def read_body(scope: Scope, receive: Receive, limit: int) -> IO[bytes]:
    """Return the request's body, in memory or in a temporary file.

    Raises:
        TooLarge: it is longer than ``limit``; no more than that was ever kept.
        ClientGone: the caller left.
        RequestTimeout: nothing more of it arrived for a while.
    """
    declared = header(scope, b"content-length")
    too_large = declared.isdigit() and int(declared) > limit
    if too_large and header(scope, b"expect"):
        raise TooLarge  # the caller waits for our word before it sends anything
    body = tempfile.SpooledTemporaryFile(BODY_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by its reader
    try:
        if has_body(scope):
            await _fill(body, receive, 0 if too_large else limit)
        if too_large:
            raise TooLarge
    except BaseException:
        body.close()
        raise
    return body


async def _fill(body: IO[bytes], receive: Receive, limit: int) -> None:
    received, more = 0, True
    while more and received <= DISCARD_BYTES:
        chunk, more = await _next_chunk(receive)
        received += len(chunk)
        if received <= limit:
            body.write(chunk)
    if received > limit:
        raise TooLarge


async def pour(receive: Receive, sink: Sink, pool: Pool) -> None:
    """Write a body to ``sink`` as it arrives; what came before the caller left is written too.

    Raises:
        ClientGone: the caller left.
        ChatError: the sink takes no more, or nothing more arrived for a while.
    """
    try:
        more = True
        while more:
            piece, more, gone = await _next_piece(receive)
            await _write(receive if more else None, sink, pool, piece)
            if gone:
                raise gone
    finally:
        await pool.run(sink.close)


async def _write(receive: Receive | None, sink: Sink, pool: Pool, piece: bytes) -> None:
    """Write a piece; where it is refused, read the rest of the body, so that the caller gets the refusal."""
    try:
        await pool.run(sink.write, piece)
    except ChatError:
        if receive:
            await discard(receive)
        raise


async def _next_piece(receive: Receive) -> tuple[bytes, bool, ClientGone | RequestTimeout | None]:
    """Return a piece of a good size, whether more of the body follows, and what cut it short."""
    piece, more = bytearray(), True
    try:
        while more and len(piece) < PIECE_BYTES:
            chunk, more = await _next_chunk(receive)
            piece += chunk
    except (ClientGone, RequestTimeout) as error:
        return bytes(piece), False, error
    return bytes(piece), more, None


async def discard(receive: Receive) -> None:
    """Read what a refused caller still sends, so that they get the refusal and no broken pipe."""
    discarded, more = 0, True
    while more and discarded <= DISCARD_BYTES:
        chunk, more = await _next_chunk(receive)
        discarded += len(chunk)


async def departure(receive: Receive) -> None:
    """Wait until the client leaves; what it still sends is dropped."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _next_chunk(receive: Receive) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(BODY_PAUSE_S):
            message = await receive()
    except TimeoutError:
        raise RequestTimeout from None
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


def header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def has_body(scope: Scope) -> bool:
    """Tell whether a request brings a body of any length."""
    return bool(header(scope, b"content-length").strip(" 0") or header(scope, b"transfer-encoding"))


def admits(scope: Scope) -> bool:
    """Tell whether the view decides on the body before it is received; JSON, which is most, is never a file."""
    if scope["method"] in SAFE_METHODS or header(scope, b"content-type").startswith("application/json"):
        return False
    try:
        view = resolve(scope["path"]).func
    except Resolver404:
        return False
    return hasattr(view, "admits") and bool(view.admits(scope["method"]))
