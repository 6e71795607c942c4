"""A server's options: every limit and time of the package, with its default."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The settings of one server. Times are seconds, sizes bytes, unless the name says otherwise."""

    # Engine.IO v4, Handshake: sent to the client in milliseconds.
    ping_interval_s: float = 25.0
    ping_timeout_s: float = 20.0
    max_frame_bytes: int = 64 * KIB
    """The largest WebSocket message, the largest body of a POST, and the ``maxPayload`` of the handshake."""

    connect_timeout_s: float = 10.0
    """How long a connection may stay without any namespace, from the handshake or after it has left the last."""
    upgrade_timeout_s: float = 10.0
    """How long a probing WebSocket may take to complete the upgrade."""
    allow_polling: bool = True

    # What one packet may be.
    max_packets_per_payload: int = 512
    max_attachments: int = 10
    max_attachment_bytes: int = 256 * KIB
    """All attachments of one packet together."""
    max_nesting: int = 32

    # What one connection may do.
    max_namespaces: int = 8
    max_unacknowledged: int = 64
    """Events emitted with an acknowledgement still to come, per connection."""
    max_running_events: int = 16
    """Handlers of one connection running at once; beyond, its next frame waits unread."""
    events_per_s: float = 50.0
    events_burst: int = 100
    packets_per_s: float = 200.0
    packets_burst: int = 1000
    """Beyond these the connection is closed: no stock client gets there."""

    # What a slow reader may cost.
    max_outbox_frames: int = 1000
    max_outbox_bytes: int = 1 * MIB
    max_unconfirmed_bytes: int = 4 * MIB
    """Sent since the last answered ping. The bound that holds on a server that buffers without limit."""

    # Who may connect.
    max_connections: int = 20_000
    """In all; a tenth of them, here and below, may be without a namespace."""
    max_connections_per_address: int = 1000
    max_connections_per_user: int = 50
    allowed_hosts: tuple[str, ...] = ("*",)
    """Django's host patterns; a request for another host is refused."""
    trusted_origins: tuple[str, ...] = ()
    """Full origins (``https://chat.example.org``) beside the request's own host."""
    cors: bool = False
    """Whether pages of the trusted origins may use long-polling across origins."""
    session_cookie: str = "sessionid"
    """The cookie a session id is bound to: a request with another value doesn't know the session."""
