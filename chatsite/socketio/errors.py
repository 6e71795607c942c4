"""Every exception of the package, in one tree."""


class SocketIOError(Exception):
    """Root of all errors raised by this package."""


class ProtocolError(SocketIOError):
    """The peer broke the protocol; its connection is closed, a WebSocket with ``close_code``.

    The codes are of the range for private use, and end like their kin in RFC 6455: Daphne sends none of those.
    """

    close_code = 4002


class MalformedPacket(ProtocolError):
    """A packet that can't be read."""


class UnexpectedPacket(ProtocolError):
    """A well-formed packet at a time or in a direction that isn't allowed."""


class LimitExceeded(ProtocolError):
    """A packet larger, deeper or more frequent than the options allow."""

    close_code = 4008


class BadRequest(SocketIOError):
    """A handshake or transport request that is refused before it reaches a session.

    ``code`` and the message are those of the reference server, which clients show to people.
    """

    def __init__(self, code: int, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class ConnectRefused(SocketIOError):
    """Raised by an application's ``on_connect`` to answer CONNECT with CONNECT_ERROR."""

    def __init__(self, message: str, data: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


class AckTimeout(SocketIOError):
    """The client did not acknowledge an event in time."""


class NotConnected(SocketIOError):
    """The socket has left before its answer came, or before the event could be sent."""


class TooManyUnacknowledged(SocketIOError):
    """The client owes more acknowledgements than the options allow."""


class EventRefused(SocketIOError):
    """A client's event that is answered with an error; the connection goes on.

    ``code`` is a stable word for machines.
    """

    code = "refused"


class UnknownEvent(EventRefused):
    """No handler has this name."""

    code = "unknown_event"


class BadArguments(EventRefused):
    """The handler takes another number of arguments."""

    code = "invalid_input"


class RateLimited(EventRefused):
    """The connection sends events faster than the options allow."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class HandlerFailed(EventRefused):
    """The handler raised an exception, which is in the log."""

    code = "internal"
