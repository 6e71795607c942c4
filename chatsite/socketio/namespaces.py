"""What an application writes: namespaces with handlers."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chatsite.socketio.errors import BadArguments, EventRefused, UnknownEvent
from chatsite.socketio.hub import Hub
from chatsite.socketio.options import Options
from chatsite.socketio.protocols import RunBlocking
from chatsite.socketio.sockets import Event, Socket

Handler = Callable[..., Any]
"""``handler(socket, *args)``, sync or async; what it returns is the acknowledgement."""


class Namespace:
    """A part of the application with its own events. One instance serves all its sockets: keep state in them."""

    name = "/"
    hub: Hub
    options: Options

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each event: async ones run on the loop, others as the server runs what blocks."""
        return {}

    async def on_connect(self, socket: Socket, auth: Any) -> None:
        """A client asks for this namespace; ``auth`` is its CONNECT payload or None.

        It is connected when this returns. What is emitted meanwhile arrives after that.

        Raises:
            ConnectRefused: the client gets CONNECT_ERROR instead.
        """

    async def on_disconnect(self, socket: Socket, reason: str) -> None:
        """The socket has left, and left its groups. May never run: don't rely on it."""

    async def dispatch(self, socket: Socket, event: Event) -> Any:
        """Run the handler of ``event`` and return the acknowledgement: None for none, a tuple for several values.

        Raises:
            EventRefused: there is no such handler, or it takes other arguments.
        """
        call = self._calls.get(event.name)
        if call is None:
            raise UnknownEvent(f"unknown event {event.name!r}")
        if not call.accepts(len(event.args)):
            raise BadArguments(f"{event.name!r} takes other arguments")
        if call.is_async:
            return await call.handler(socket, *event.args)
        return await self._run_blocking(call.handler, socket, *event.args)

    def refused(self, socket: Socket, event: Event, error: EventRefused) -> Any:
        """Return the acknowledgement of an event that was refused or failed."""
        return {"error": {"code": error.code, "message": str(error)}}

    def attach(self, *, hub: Hub, options: Options, run_blocking: RunBlocking) -> None:
        """Belong to a server from now on."""
        self.hub, self.options, self._run_blocking = hub, options, run_blocking
        self._calls = {name: _Call.of(handler) for name, handler in self.handlers().items()}

    _calls: "Mapping[str | float, _Call]"
    _run_blocking: RunBlocking


@dataclass(frozen=True, slots=True)
class _Call:
    """A handler, looked at once: a client may send any number of arguments."""

    handler: Handler
    is_async: bool
    min_args: int
    max_args: float

    @classmethod
    def of(cls, handler: Handler) -> "_Call":
        kinds = inspect.Parameter
        parameters = list(inspect.signature(handler).parameters.values())
        positional = [p for p in parameters if p.kind in {kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD}]
        has_rest = any(p.kind is kinds.VAR_POSITIONAL for p in parameters)
        return cls(
            handler,
            inspect.iscoroutinefunction(handler),
            sum(p.default is kinds.empty for p in positional) - 1,
            float("inf") if has_rest else len(positional) - 1,
        )

    def accepts(self, count: int) -> bool:
        return self.min_args <= count <= self.max_args
