"""The application the live tests talk to: everything the package offers, one event each."""

import os
from pathlib import Path

from channels.routing import ProtocolTypeRouter

from chatsite.socketio import Admission, BadRequest, ConnectRefused, Namespace, Options, SocketIOServer

ROOT = Path(__file__).parents[3]


class Main(Namespace):
    def handlers(self):
        return {
            "message": self.echo,
            "message-with-ack": self.answer,
            "nothing": self.nothing,
            "blocking": self.blocking,
            "one-argument": self.one_argument,
            "crash": self.crash,
            "unsendable": self.unsendable,
            "ask-me": self.ask_me,
            "join": self.join,
            "leave": self.leave,
            "say": self.say,
            "say-to-others": self.say_to_others,
            "end-namespace": self.end_namespace,
            "end-connection": self.end_connection,
            "flood-me": self.flood_me,
            "who-left": self.who_left,
            "count": self.count,
        }

    gone: list[tuple[str, str]] = []

    async def on_connect(self, socket, auth):
        if auth and auth.get("token") == "wrong":
            raise ConnectRefused("Not authorized", {"code": "not_allowed"})
        if auth and auth.get("token") == "crash":
            raise RuntimeError("on purpose")
        socket.emit("auth", auth or {})

    async def on_disconnect(self, socket, reason):
        self.gone.append((socket.id, reason))

    async def echo(self, socket, *args):
        socket.emit("message-back", *args)

    async def answer(self, socket, *args):
        return args

    async def nothing(self, socket):
        return None

    def blocking(self, socket, value):
        return {"value": value}

    async def one_argument(self, socket, value):
        return value

    async def crash(self, socket):
        raise RuntimeError("on purpose")

    async def unsendable(self, socket):
        return object()

    async def ask_me(self, socket, question):
        return {"answered": await socket.call("question", question, timeout_s=2)}

    async def join(self, socket, group):
        socket.join(group)

    async def leave(self, socket, group):
        socket.leave(group)

    async def say(self, socket, group, text):
        return self.hub.broadcast(group, "said", text, namespace=self.name)

    async def say_to_others(self, socket, group, text):
        return self.hub.broadcast(group, "said", text, skip={socket.id}, namespace=self.name)

    async def end_namespace(self, socket):
        socket.emit("last-words")
        socket.disconnect()

    async def end_connection(self, socket):
        socket.emit("last-words")
        socket.disconnect(close=True)

    async def flood_me(self, socket, count, size):
        for number in range(count):
            socket.emit("flood", number, "x" * size)

    async def who_left(self, socket, socket_id):
        return [reason for left, reason in self.gone if left == socket_id]

    async def count(self, socket):
        return len(server)


class Custom(Main):
    name = "/custom"


async def authorize(scope):
    cookie = dict(scope["headers"]).get(b"cookie", b"")
    if b"sessionid=banned" in cookie:
        raise BadRequest(3, "Banned", status=403)
    owner = b"sessionid=crowd" in cookie and "crowd"
    return Admission({"visitor": "someone"}, owner or None)


server = SocketIOServer(
    [Main(), Custom()],
    options=Options(
        ping_interval_s=float(os.environ.get("PING_INTERVAL_S", "25")),
        ping_timeout_s=float(os.environ.get("PING_TIMEOUT_S", "20")),
        connect_timeout_s=float(os.environ.get("CONNECT_TIMEOUT_S", "45")),
        upgrade_timeout_s=float(os.environ.get("UPGRADE_TIMEOUT_S", "10")),
        max_connections_per_user=2,
        max_outbox_bytes=256 * 1024,
        max_unconfirmed_bytes=8 * 1024 * 1024,
        allowed_hosts=("localhost", "127.0.0.1"),
        trusted_origins=("https://chat.example.org",),
        cors=True,
    ),
    authorize=authorize,
)

PAGE = b"""<!doctype html><title>scenario</title><script type="module">
import { io } from "/page/socket.io.js";
import { reconnecting, scenario } from "/page/scenario.mjs";
window.ready = Promise.resolve({ io, reconnecting, scenario });
</script>"""
(CLIENT,) = (ROOT / "static" / "vendor").glob("socket.io-client-*/socket.io.esm.min.js")
FILES = {
    "/page/": (b"text/html", PAGE),
    "/page/socket.io.js": (b"text/javascript", CLIENT.read_bytes()),
    "/page/scenario.mjs": (b"text/javascript", (ROOT / "tests/chatsite/socketio/scenario.mjs").read_bytes()),
}


async def http(scope, receive, send):
    """Serve the socket, and a page that brings the browser's client."""
    if scope["path"].startswith("/socket.io/"):
        await server.asgi_http(scope, receive, send)
        return
    kind, body = FILES.get(scope["path"], (b"text/plain", b""))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})


application = ProtocolTypeRouter({"websocket": server.asgi_websocket, "http": http, "lifespan": server.lifespan})
