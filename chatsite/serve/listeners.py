"""What the workers listen on: one address that they share, and with ``WORKER_SOCKETS`` a socket of its own for each."""

import errno
import os
import socket
import time
from pathlib import Path

from django.conf import settings

from chatsite.serve.installation import NotReady

BACKLOG = 2048
INHERITED_SOCKETS = "CHATSITE_SOCKETS"
LEAVE_S = 5.0
OWN_SOCKET_MODE = 0o660  # the folder says who comes this far: a proxy in the service's group

Listeners = list[socket.socket]


def listeners(host: str, port: int, *, workers: int) -> list[Listeners]:
    """Return for each worker the sockets it listens on: what an earlier self left behind, or new ones.

    Raises:
        NotReady: the address is taken, not this machine's, or not allowed; or ``WORKER_SOCKETS`` cannot be written.
    """
    inherited = os.environ.pop(INHERITED_SOCKETS, "")
    if inherited:
        return [[socket.socket(fileno=int(number)) for number in inherited.split(",")]]
    shared = _listen_on_address(host, port)
    return [[shared, *_own_sockets(number)] for number in range(1, workers + 1)]


def leave_behind(kept: list[int]) -> dict[str, str]:
    """Return the variables by which the next self finds the open sockets ``kept``."""
    for number in kept:
        os.set_inheritable(number, True)  # noqa: FBT003 - positional only
    return {INHERITED_SOCKETS: ",".join(map(str, kept))}


def _listen_on_address(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        server = socket.socket(family, kind, protocol)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(address)
        server.listen(BACKLOG)
    except OSError as error:
        raise NotReady(_why_not(error, host, port)) from error
    return server


def _why_not(error: OSError, host: str, port: int) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine. Choose another with --host."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed for this user. Choose one above 1023 with --port."
    return f"{host}:{port} can't be used: {error.strerror}."


def _own_sockets(number: int) -> Listeners:
    """Return a Unix socket that one worker alone serves: a proxy sends all requests of a long-polling session there."""
    if not settings.WORKER_SOCKETS:
        return []
    path = Path(settings.WORKER_SOCKETS) / f"worker-{number}.sock"
    _remove_stale(path)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        server.bind(str(path))
        path.chmod(OWN_SOCKET_MODE)
        server.listen(BACKLOG)
    except OSError as error:
        raise NotReady(f"The socket {path} can't be created: {error}. Check WORKER_SOCKETS.") from error
    return [server]


def _remove_stale(path: Path) -> None:
    """Remove the socket of an earlier run: closing a Unix socket leaves its file.

    Raises:
        NotReady: another process serves it, or it is no socket.
    """
    if not path.exists():
        return
    if not path.is_socket():
        raise NotReady(f"{path} is not a socket. Move it, or change WORKER_SOCKETS.")
    deadline = time.monotonic() + LEAVE_S  # workers whose supervisor was killed end within a second
    while _is_served(path):
        if time.monotonic() > deadline:
            raise NotReady(f"The socket {path} is in use by another process. Stop it first, or change WORKER_SOCKETS.")
        time.sleep(LEAVE_S / 20)
    path.unlink(missing_ok=True)


def _is_served(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0
