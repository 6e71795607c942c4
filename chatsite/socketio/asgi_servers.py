"""What ASGI can't say, said to the two servers that are known: uvicorn and Daphne.

Everything works without it. Uvicorn's part reaches into its protocol class, so a test holds the two together.
"""

from collections.abc import Awaitable, Callable
from typing import Any

try:
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
except ImportError:  # another server, or a uvicorn that has changed
    WebSocketsSansIOProtocol = None  # type: ignore[assignment, misc]

GONE = (OSError, RuntimeError)
"""What ``send`` raises when the client is gone, or the server has closed its WebSocket by itself.

ASGI says OSError; uvicorn raises RuntimeError after a breach of the WebSocket protocol, Daphne always.
"""

# RFC 6455, Base Framing Protocol: one unfragmented, unmasked frame.
_TEXT, _BINARY = 0x81, 0x82


def websocket_frame(data: str | bytes) -> bytes:
    """Return the finished WebSocket frame of a message from a server."""
    body, first = (data.encode(), _TEXT) if isinstance(data, str) else (data, _BINARY)
    size = len(body)
    if size < 126:
        return bytes((first, size)) + body
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + body
    return bytes((first, 127)) + size.to_bytes(8, "big") + body


async def offer(send: Callable[[dict[str, Any]], Awaitable[None]], message: dict[str, Any]) -> bool:
    """Send ``message``, and tell whether the client was still there."""
    try:
        await send(message)
    except GONE:
        return False
    return True


class FrameWriter:
    """Writes finished frames to uvicorn's transport.

    ``send`` would encode, frame and mask each event again for each socket: three times the cost of the write itself.
    Only the transport is asked whether it takes them. With thousands of sockets nothing is in the processor's cache:
    asking uvicorn's own objects made a delivery to each of 2,000 sockets a third dearer.
    """

    __slots__ = ("_limit", "_transport")

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        _, self._limit = transport.get_write_buffer_limits()

    def write(self, frames: bytes) -> bool:
        """Write ``frames`` if the server would take them at once; if not, nothing has happened."""
        transport = self._transport
        # Beyond its limit it pauses the server. The server closes it together with the WebSocket.
        if transport.get_write_buffer_size() > self._limit or transport.is_closing():
            return False
        transport.write(frames)
        return True


def frame_writer(send: object) -> FrameWriter | None:
    """Return a writer for the accepted WebSocket behind an ASGI ``send``; None where there is no such short cut."""
    protocol = getattr(send, "__self__", None)
    if WebSocketsSansIOProtocol is None or not isinstance(protocol, WebSocketsSansIOProtocol):
        return None
    # With permessage-deflate each frame has to go through the connection's own compressor.
    return None if protocol.conn.extensions else FrameWriter(protocol.transport)


def abort_transport(send: object) -> None:
    """Cut the TCP connection behind an ASGI ``send``.

    ASGI can only close politely, and a polite close waits for a client that doesn't read.
    """
    protocol = getattr(send, "__self__", None) or next(iter(getattr(send, "args", ())), None)
    transport = getattr(protocol, "transport", None)
    abort = getattr(transport, "abort", None) or getattr(transport, "abortConnection", None)
    if abort is not None:
        abort()
