"""A Socket.IO server for Django Channels that knows nothing of the application it serves (docs/socketio.md)."""

from chatsite.socketio.errors import (
    AckTimeout,
    BadArguments,
    BadRequest,
    ConnectRefused,
    EventRefused,
    HandlerFailed,
    NotConnected,
    RateLimited,
    SocketIOError,
    TooManyUnacknowledged,
    UnknownEvent,
)
from chatsite.socketio.hub import Hub
from chatsite.socketio.namespaces import Handler, Namespace
from chatsite.socketio.options import Options
from chatsite.socketio.protocols import Reason, RunBlocking
from chatsite.socketio.server import Admission, SocketIOServer
from chatsite.socketio.sockets import Event, Socket

__all__ = [
    "AckTimeout",
    "Admission",
    "BadArguments",
    "BadRequest",
    "ConnectRefused",
    "Event",
    "EventRefused",
    "Handler",
    "HandlerFailed",
    "Hub",
    "Namespace",
    "NotConnected",
    "Options",
    "RateLimited",
    "Reason",
    "RunBlocking",
    "Socket",
    "SocketIOError",
    "SocketIOServer",
    "TooManyUnacknowledged",
    "UnknownEvent",
]
