"""HTTP: the same Django as everywhere, run as WSGI in a bounded pool of threads inside the ASGI process.

Django's own ASGI handler starts a thread and opens a database connection for each request, and spools a whole body to
disk before any middleware may object. Here a few threads keep their connections, a body is capped while it is read,
and when everyone is busy and the queue is full the answer is 503, not a pile-up (docs/decisions/http-threads.md).
"""

import asyncio
import io
import logging
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from csp.utils import build_policy
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import ChatError, RateLimited, Unavailable
from chatsite.db.pool import Pool
from chatsite.limits.subjects import subject
from chatsite.observe import metrics
from chatsite.observe.logs import choose_request_id, request_id
from chatsite.observe.paths import without_secrets
from chatsite.site.identity import Identity, held
from chatsite.web import long_work, receiving
from chatsite.web.api import error_response
from chatsite.web.bodies import (
    SAFE_METHODS,
    ClientGone,
    Receive,
    Scope,
    admits,
    body_limit,
    departure,
    discard,
    has_body,
    header,
    pour,
    read_body,
)
from chatsite.web.error_pages import error_page_of, error_page_text, wants_page
from chatsite.web.fair_turns import FairTurns

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]

# Signing in hashes for a quarter of a second: so many waiting are three seconds.
SIGN_INS_PER_NETWORK = 24
SIGN_IN_RETRY_S = 3
# Of photos that take half a second each, so many waiting are four seconds.
LONG_WORK_THREADS, LONG_WORK_QUEUE, LONG_WORK_RETRY_S = 4, 32, 5
# Of one person, as many as pictures are read at once.
LONG_WORK_SHARE = 2
METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
STATIC_PREFIX = "/static/"

MAX_PAGES = 100
_pages: dict[tuple[str, str | None, Identity], str] = {}


@dataclass(slots=True)
class Reply:
    """Django's answer, as much of it as there is so far; ``rest`` yields the remaining pieces."""

    status: int
    headers: Headers
    piece: bytes
    rest: Generator[bytes, None, None] | None

    def after(self, earlier: "Reply") -> "Reply":
        """Return this answer with the cookies of an earlier one to the same request."""
        self.headers += [header for header in earlier.headers if header[0] == "Set-Cookie"]
        return self


class DjangoApplication:
    """The ASGI application for HTTP.

    Signing in takes a quarter of a second of hashing: ``/auth/`` writes have threads of their own, so that many people
    signing in at once block no other request. So have requests with long bodies, and requests that take long to answer
    (chatsite.web.long_work).
    """

    def __init__(self) -> None:
        self._django = get_wsgi_application()
        self._pool = Pool("http", threads=settings.HTTP_THREADS, queue=settings.HTTP_QUEUE)
        self._sign_in_pool = Pool("sign_in", threads=2, queue=settings.HTTP_QUEUE)
        self._upload_pool = Pool("upload", threads=2, queue=settings.HTTP_QUEUE)
        self._long_pool = Pool("long_work", threads=LONG_WORK_THREADS, queue=0)
        self._long_turns = FairTurns(at_once=LONG_WORK_THREADS, share=LONG_WORK_SHARE, max_waiting=LONG_WORK_QUEUE)
        self._signing_in: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = time.perf_counter()
        chosen = choose_request_id(header(scope, b"x-request-id"))
        request_id.set(chosen)
        environ = environ_of(scope)
        try:
            pool, reply = await self._answer(scope, receive, environ)
        except ClientGone:
            return
        await self._send(reply, pool, receive, send, chosen)
        seconds = time.perf_counter() - started
        _log_request(environ, reply.status, seconds)
        _count_request(environ, reply.status, seconds)

    async def _answer(self, scope: Scope, receive: Receive, environ: Environ) -> tuple[Pool, Reply]:
        pool = self._sign_in_pool if _is_sign_in(scope) else self._pool
        try:
            if has_body(scope) and admits(scope):
                return await self._receive(receive, environ)
            receiving.put_body(environ, await read_body(scope, receive, body_limit(scope)))
            if pool is self._sign_in_pool:
                return pool, await self._call_sign_in(environ)
            return await self._run(pool, environ)
        except ChatError as error:
            return pool, _refusal(error, environ)

    async def _run(self, pool: Pool, environ: Environ) -> tuple[Pool, Reply]:
        """Run Django in a thread of ``pool``, or in one for long work where the view wants that.

        Raises:
            Unavailable: too much long work is waiting; worth repeating.
        """
        long_work.offer(environ)
        reply = await pool.run(self._call, environ)
        if not long_work.is_accepted(environ):
            return pool, reply
        whose = long_work.begin(environ)
        queue = metrics.WAITING.labels("long_work")
        queue.inc()
        try:
            asked = time.perf_counter()
            async with self._long_turns.turn(whose):
                answer = await self._long_pool.run_since(asked, self._call, environ)
            return self._long_pool, answer.after(reply)
        except Unavailable:
            environ["wsgi.input"].close()
            busy = _("The server is busy with other files. Try again in a moment.")
            raise Unavailable(busy, retry_after_s=LONG_WORK_RETRY_S) from None
        finally:
            queue.dec()

    async def _receive(self, receive: Receive, environ: Environ) -> tuple[Pool, Reply]:
        """Ask Django whether it takes a long body, receive that in pieces, and call Django with it."""
        receiving.ask(environ)
        reply = await self._upload_pool.run(self._call, environ)
        sink = receiving.asked(environ)
        if sink is None:
            await discard(receive)
            return self._upload_pool, reply
        await pour(receive, sink, self._upload_pool)
        receiving.put_body(environ, sink.body())
        pool, last = await self._run(self._upload_pool, environ)
        return pool, last.after(reply)

    async def _call_sign_in(self, environ: Environ) -> Reply:
        """Run Django in a thread for hashing; one network may fill only a part of the queue.

        Raises:
            RateLimited: too many requests of this network are waiting.
        """
        network = subject(environ["REMOTE_ADDR"])
        if self._signing_in[network] >= SIGN_INS_PER_NETWORK:
            raise RateLimited(retry_after_s=SIGN_IN_RETRY_S)
        self._signing_in[network] += 1
        try:
            return await self._sign_in_pool.run(self._call, environ)
        finally:
            self._signing_in[network] -= 1
            if not self._signing_in[network]:
                del self._signing_in[network]

    def _call(self, environ: Environ) -> Reply:
        """Run Django in this thread, and take the answer's first piece."""
        try:
            response = self._django(environ, _ignore_start)
        finally:
            if not long_work.is_accepted(environ):
                environ["wsgi.input"].close()
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        pieces = _pieces(response)
        piece, more = _take(pieces)
        return Reply(response.status_code, [*response.items(), *cookies], piece, pieces if more else None)

    async def _send(self, reply: Reply, pool: Pool, receive: Receive, send: Send, chosen: str) -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
        headers.append((b"x-request-id", chosen.encode()))
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        if reply.rest:
            await _send_pieces(reply, pool, receive, send)
        await send({"type": "http.response.body", "body": reply.piece, "more_body": False})


async def _send_pieces(reply: Reply, pool: Pool, receive: Receive, send: Send) -> None:
    """Send all of an answer but its last piece; where the client has left, read no more of it."""
    left = asyncio.ensure_future(departure(receive))
    try:
        while reply.rest and not left.done():
            await send({"type": "http.response.body", "body": reply.piece, "more_body": True})
            reply.piece, more = await pool.run(_take, reply.rest)
            reply.rest = reply.rest if more else None
    finally:
        left.cancel()
        if reply.rest:
            await pool.run(reply.rest.close)


def _refusal(error: ChatError, environ: Environ) -> Reply:
    """Answer what never reached Django, as Django would."""
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO()})
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path_info)
    response: HttpResponse = error_response(error)
    if wants_page(request):
        response = error_page_of(error, request, _page(error, get_language()))
        response["Content-Security-Policy"] = build_policy()
        response["X-Frame-Options"] = "DENY"
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))
    response["X-Content-Type-Options"] = "nosniff"
    return Reply(response.status_code, list(response.items()), response.content, None)


def _page(error: ChatError, language: str | None) -> str:
    """Return the page of an error in the caller's ``language``: made once, because it is wanted when all are busy."""
    key = (error.code, language, held())
    if key not in _pages:
        if len(_pages) >= MAX_PAGES:
            _pages.clear()  # pages from before the site's name was changed
        _pages[key] = error_page_text(type(error)())
    return _pages[key]


def _ignore_start(*_: Any) -> Callable[[bytes], object]:
    """Stand in for WSGI's ``start_response``: Django returns an object that knows its status and headers."""
    return lambda _: None


def _pieces(response: Iterable[bytes]) -> Generator[bytes, None, None]:
    """Yield the body in pieces of a good size, and close the response after the last."""
    piece = bytearray()
    try:
        for chunk in response:
            if not piece and len(chunk) >= receiving.PIECE_BYTES:
                yield chunk  # a file's piece goes on as it is, without two copies
                continue
            piece += chunk
            if len(piece) >= receiving.PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        yield bytes(piece)
    finally:
        close = getattr(response, "close", None)
        if close:
            close()


def _take(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """Return the next piece and whether there may be more."""
    piece = next(pieces, b"")
    if len(piece) >= receiving.PIECE_BYTES:
        return piece, True
    next(pieces, None)  # the end: this closes the response, in this thread
    return piece, False


def environ_of(scope: Scope) -> Environ:
    """Return the WSGI environment of an HTTP scope, without its body."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode())
    server = scope.get("server") or ("localhost", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0] or "localhost",
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    if "_" in name:
        return  # X_Forwarded_For would become the same variable as X-Forwarded-For
    variable = name.upper().replace("-", "_")
    if variable not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        variable = f"HTTP_{variable}"
    if variable == "HTTP_ORIGIN" and environ.get(variable) == value:
        return  # sent twice by some clients; joined, no check of origins would know it
    separator = "; " if variable == "HTTP_COOKIE" else ","
    environ[variable] = f"{environ[variable]}{separator}{value}" if variable in environ else value


def _is_sign_in(scope: Scope) -> bool:
    path = scope["path"]
    return (
        scope["method"] not in SAFE_METHODS
        and path.startswith(("/auth/", "/login", "/register"))
        and not path.endswith("/upload")  # a picture may take seconds
    )


def _log_request(environ: Environ, status: int, seconds: float) -> None:
    path = environ.get("chatsite.path") or _path_without_secrets(environ["PATH_INFO"])
    level = logging.DEBUG if path.startswith(STATIC_PREFIX) and status < 400 else logging.INFO
    fields = {"status": status, "ms": round(seconds * 1000, 1), "client": environ["REMOTE_ADDR"] or "-"}
    if "chatsite.user_id" in environ:
        fields["user"] = environ["chatsite.user_id"]
    log.log(level, "%s %s", environ["REQUEST_METHOD"], path, extra={"fields": fields})


def _path_without_secrets(path: str) -> str:
    """Return the path of a request that never reached Django, without the tokens in it."""
    try:
        return without_secrets(path, resolve(path).kwargs)
    except Resolver404:
        return path


def _count_request(environ: Environ, status: int, seconds: float) -> None:
    method = environ["REQUEST_METHOD"]
    known = method if method in METHODS else "other"
    route = environ.get("chatsite.route")
    if route is None:
        route = "static/" if environ["PATH_INFO"].startswith(STATIC_PREFIX) else "none"
    metrics.http_seconds(known, f"/{route}", str(status)).observe(seconds)
