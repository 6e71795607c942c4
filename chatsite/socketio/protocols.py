"""What the parts of the package need of each other, so that none imports a part above it.

A socket needs its connection and the groups; a connection, and a request, need their server.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextvars import Context
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from chatsite.socketio.options import Options
from chatsite.socketio.session import Session
from chatsite.socketio.slots import Slots

Scope = dict[str, Any]

S_contra = TypeVar("S_contra", contravariant=True)
N_co = TypeVar("N_co", covariant=True)
C = TypeVar("C")
C_contra = TypeVar("C_contra", contravariant=True)
L_contra = TypeVar("L_contra", contravariant=True)


class Reason(StrEnum):
    """Why a socket has left; the words are the reference server's."""

    CLIENT_LEFT = "client namespace disconnect"
    SERVER_LEFT = "server namespace disconnect"
    SERVER_CLOSED = "forced server close"
    SHUTTING_DOWN = "server shutting down"
    TRANSPORT_CLOSED = "transport close"
    PING_TIMEOUT = "ping timeout"
    CONNECT_TIMEOUT = "connect timeout"
    PARSE_ERROR = "parse error"
    SLOW_READER = "slow reader"


class RunBlocking(Protocol):
    """Runs a handler that blocks away from the event loop, such as :func:`asyncio.to_thread`."""

    def __call__(self, function: Callable[..., Any], /, *args: Any) -> Awaitable[Any]:
        """Return what ``function(*args)`` returns."""


class Groups(Protocol[S_contra]):
    """Where a socket becomes a member of groups: the hub."""

    def join(self, socket: S_contra, group: str) -> None:
        """Make ``socket`` a member."""

    def leave(self, socket: S_contra, group: str) -> None:
        """End a membership."""


class Owner(Protocol[S_contra]):
    """What a socket belongs to: its client's connection."""

    scope: Scope
    session: Session

    def __contains__(self, socket: S_contra) -> bool: ...

    async def call(self, socket: S_contra, event: str, args: tuple[object, ...], timeout_s: float) -> list[Any]:
        """Emit with an acknowledgement and wait for it."""

    def disconnect(self, socket: S_contra, *, close: bool) -> None:
        """End the socket's namespace, or everything."""


class Home(Protocol[N_co, C_contra]):
    """What a connection needs of its server."""

    options: Options
    slots: Slots

    @property
    def namespaces(self) -> Mapping[str, N_co]:
        """The namespaces by name."""

    def new_id(self) -> str:
        """Return an id that can't be guessed."""

    def spawn(self, work: Coroutine[Any, Any, None], context: Context) -> None:
        """Run ``work`` in the background."""

    def forget(self, connection: C_contra, reason: Reason) -> None:
        """Take note that a connection has ended."""


class Sessions(Protocol[C, L_contra]):
    """What a request needs of its server."""

    options: Options

    def check_origin(self, scope: Scope) -> None:
        """Refuse pages of foreign origins."""

    def cors_headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Return what lets a trusted origin's page read the answer."""

    async def handshake(self, scope: Scope, make_link: L_contra) -> C:
        """Return a new connection."""

    def find(self, sid: str, scope: Scope) -> C:
        """Return the connection of a session."""

    def forget_leftovers(self, connection: C) -> None:
        """The last packets of a closed session have been fetched."""
