"""The server process: one listening socket and uvicorn; several workers have a :mod:`.supervisor`."""

import asyncio
import os
import random
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import cast

import uvicorn
from django.conf import settings

from chatsite.env import real_environment
from chatsite.serve.lifespan import draining
from chatsite.serve.listeners import BACKLOG, Listeners, leave_behind
from chatsite.serve.proxies import TrustedProxies
from chatsite.serve.reload import ReloadRequests, prepare_again
from chatsite.serve.uvicorn_protocols import HTTPProtocol, Peers, WebSocketProtocol

MAX_FRAME_BYTES = 64 * 1024
GRACEFUL_SHUTDOWN_S = 5
# A server that ends lets its connections go over this time, so that they do not all come back in one moment.
DRAIN_S = 4
DRAIN_PAUSE_S = 0.01
LINGER_S = 0.3  # in which the request of a connection that was just accepted arrives
CONNECTIONS_PER_SOCKET = 2  # a page has its socket, and now and then a request beside it
KEEP_ALIVE_S = 65  # longer than a proxy keeps its idle connections, so that the proxy is the one that closes
TICKS_PER_S = 10


class Server(uvicorn.Server):
    """Uvicorn, which ends gently: it goes on accepting nothing, and lets its connections go one after the other.

    ``on_started`` is called once it serves, ``on_second`` every second; what that returns as true ends the server.
    """

    def __init__(self, *, on_started: Callable[[], None], on_second: Callable[[], bool]):
        super().__init__(_config())
        self._on_started = on_started
        self._on_second = on_second

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._on_started()

    async def on_tick(self, counter: int) -> bool:
        """Tell whether it is time to end."""
        if await super().on_tick(counter):
            return True
        return counter % TICKS_PER_S == 0 and await asyncio.to_thread(self._on_second)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        for server in self.servers:
            server.close()
        if self.server_state.connections:
            await asyncio.sleep(LINGER_S)
            for let_go in draining:
                let_go()
            await self._drain()
        await super().shutdown(sockets)

    async def _drain(self) -> None:
        connections = list(self.server_state.connections)
        random.shuffle(connections)
        pause = min(DRAIN_PAUSE_S, DRAIN_S / max(1, len(connections)))
        for connection in connections:
            if connection in self.server_state.connections:
                connection.shutdown()
            if not self.force_exit:
                await asyncio.sleep(pause)


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        "chatsite.asgi:application",
        http=cast("type[asyncio.Protocol]", partial(HTTPProtocol, peers=_peers())),
        ws=WebSocketProtocol,
        ws_max_size=MAX_FRAME_BYTES,
        ws_ping_interval=None,  # Engine.IO has a heartbeat of its own
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
    )


def _peers() -> Peers:
    most = CONNECTIONS_PER_SOCKET * settings.MAX_CONNECTIONS_PER_ADDRESS
    return Peers(most=most, trusted=TrustedProxies(settings.TRUSTED_PROXIES))


def serve(listeners: Listeners) -> None:
    """Serve in this process until SIGINT or SIGTERM; after a reload request, go on as a fresh process.

    The listening sockets stay open meanwhile, so that no one who connects is refused.
    """
    raise_file_limit()
    ignore_raised_signals()
    requests = ReloadRequests()
    kept = [os.dup(listener.fileno()) for listener in listeners]
    granted = threading.Event()

    def may_reload() -> bool:
        if requests.made() and prepare_again():
            granted.set()
        return granted.is_set()

    Server(on_started=lambda: notify_systemd("READY=1"), on_second=may_reload).run(sockets=listeners)
    if granted.is_set():
        environment = real_environment() | leave_behind(kept)
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606 - the same command again
    for number in kept:
        os.close(number)


def ignore_raised_signals() -> None:
    """Let uvicorn answer SIGINT and SIGTERM: it raises them again once it has shut down."""
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, lambda *_: None)


def raise_file_limit() -> None:
    """Allow as many open files, and so connections, as the system lets this user have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def notify_systemd(state: str) -> None:
    """Tell systemd, where it started us with ``Type=notify``, how we are."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else address)


def public_url(host: str, port: int) -> str:
    """Return the address to open in a browser."""
    shown = "localhost" if host in {"127.0.0.1", "localhost", "0.0.0.0", "::", ""} else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
