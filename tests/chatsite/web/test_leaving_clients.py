"""A client that leaves in the middle of an answer: the rest is not read."""

import asyncio

import pytest
from django.http import StreamingHttpResponse

from chatsite.web.receiving import PIECE_BYTES
from chatsite.web.wsgi_bridge import DjangoApplication

PIECES = 50
SCOPE = {
    "type": "http", "method": "GET", "path": "/file", "raw_path": b"/file", "query_string": b"",
    "http_version": "1.1", "headers": [(b"host", b"localhost")],
}  # fmt: skip


class Download:
    """Stands in for Django: an answer of many pieces, which notes how many were read and whether it was closed."""

    def __init__(self):
        self.read = 0
        self.is_closed = False

    def __call__(self, environ, _start):
        return StreamingHttpResponse(self.pieces())

    def pieces(self):
        try:
            for _ in range(PIECES):
                self.read += 1
                yield b"x" * PIECE_BYTES
        finally:
            self.is_closed = True


class Client:
    """Takes so many pieces and leaves; what is sent to it afterwards goes nowhere, as servers do it."""

    def __init__(self, *, patience):
        self.patience = patience
        self.taken = 0
        self.has_left = asyncio.Event()
        self.messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive(self):
        message = next(self.messages, None)
        if message is None:
            await self.has_left.wait()
        return message or {"type": "http.disconnect"}

    async def send(self, message):
        self.taken += bool(message.get("body"))
        if self.taken >= self.patience:
            self.has_left.set()
        await asyncio.sleep(0)


@pytest.mark.parametrize(("patience", "most"), [(3, 5), (PIECES + 1, PIECES)])
async def test_only_what_is_still_wanted_is_read(patience, most):
    application, download, client = DjangoApplication(), Download(), Client(patience=patience)
    application._django = download
    await application(SCOPE, client.receive, client.send)
    assert download.read <= most
    assert download.is_closed
    assert client.taken >= min(patience, PIECES)
