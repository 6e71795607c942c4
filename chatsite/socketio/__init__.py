"""A Socket.IO server for Django Channels that knows nothing of the application it serves (docs/socketio.md)."""

from chatsite.socketio.connection import Reason
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
from chatsite.socketio.namespaces import Event, Handler, Namespace, Socket
from chatsite.socketio.options import Options
from chatsite.socketio.server import Admission, SocketIOServer

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
    "Socket",
    "SocketIOError",
    "SocketIOServer",
    "TooManyUnacknowledged",
    "UnknownEvent",
]
