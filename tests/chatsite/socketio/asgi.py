"""An ASGI server of a few lines, in the test's own loop: what the server gets and gives can be held up at will."""

import asyncio
import json

HOST = [(b"host", b"chat.example.org")]
QUERY = b"EIO=4&transport=websocket"


class WebSocket:
    """A client's WebSocket to ``server``. ``frames`` holds what has been sent to it."""

    def __init__(self, server, *, headers=(), query=QUERY, client=("192.0.2.1", 1000), host=HOST):
        self.scope = {
            "type": "websocket",
            "query_string": query,
            "headers": [*host, *headers],
            "client": client,
            "extensions": {"websocket.http.response": {}},
        }
        self.frames = asyncio.Queue()
        self.status = None
        self.is_accepted = False
        self.close_code = None
        self.writable = asyncio.Event()
        self.writable.set()
        self._inbox = asyncio.Queue()
        self._inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(server.asgi_websocket(self.scope, self._inbox.get, self._send))

    async def _send(self, message):
        await self.writable.wait()
        kind = message["type"]
        if kind == "websocket.accept":
            self.is_accepted = True
        elif kind == "websocket.send":
            self.frames.put_nowait(message.get("text", message.get("bytes")))
        elif kind == "websocket.close":
            self.close_code = message["code"]
            self.leave()
        elif kind == "websocket.http.response.start":
            self.status = message["status"]
        elif kind == "websocket.http.response.body":
            self.leave()
            self.leave()

    def send(self, frame):
        key = "text" if isinstance(frame, str) else "bytes"
        self._inbox.put_nowait({"type": "websocket.receive", key: frame})

    async def recv(self):
        async with asyncio.timeout(5):
            return await self.frames.get()

    def leave(self):
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1005})

    async def closed(self):
        """Wait until the server is done with this socket."""
        async with asyncio.timeout(5):
            await self.task

    async def __aenter__(self):
        """Connect to the main namespace."""
        assert (await self.recv()).startswith("0{")
        self.send("40")
        self.sid = json.loads((await self.recv())[2:])["sid"]
        return self

    async def __aexit__(self, *_):
        self.writable.set()
        self.leave()
        await self.closed()


async def request(server, method="GET", query=b"EIO=4&transport=polling", *, body=b"", headers=(), host=HOST, **scope):
    """Send one HTTP request and return its status, headers and text."""
    inbox = asyncio.Queue()
    inbox.put_nowait({"type": "http.request", "body": body})
    answer = []

    async def send(message):
        answer.append(message)

    scope = {"type": "http", "method": method, "query_string": query, "headers": [*host, *headers]} | scope
    async with asyncio.timeout(5):
        await server.asgi_http(scope, inbox.get, send)
    start, content = answer
    return start["status"], dict(start["headers"]), content["body"].decode()


async def until(condition, *, within_s=5.0):
    """Let the loop run until ``condition()`` holds: for what no event announces."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
