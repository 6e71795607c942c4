"""The chat's namespace: an adapter between the Socket.IO server and the handlers."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput, NotAllowed, NotAuthenticated, RateLimited
from chatsite.contract.events import ServerEvent
from chatsite.limits.window import counting
from chatsite.observe import metrics
from chatsite.observe.logs import socket_id
from chatsite.socketio import Event, EventRefused, Handler, Namespace, Socket
from chatsite.text.times import timestamp
from messaging.live import groups
from messaging.live.chat import Chat, active_user
from messaging.live.handlers import HANDLERS, Ack, Data, LiveEvent, ServiceEvent
from messaging.live.identity import Arrival, Identity, proof_of
from messaging.live.refusals import connect_refusal, error_payload, refusal_payload
from messaging.live.revocation import identity_of
from messaging.markup import markup_weight


class ChatNamespace(Namespace):
    """Namespace ``/``: every event of docs/contract.md."""

    def __init__(self, chat: Chat):
        self.chat = chat

    def handlers(self) -> Mapping[str, Handler]:
        """Return what each event does with its clean data: on the loop, or in a database thread."""
        return {name: self._handler(one) for name, one in HANDLERS.items()}

    def _handler(self, handler: LiveEvent | ServiceEvent) -> Handler:
        if isinstance(handler, LiveEvent):
            return partial(handler.run, self.chat)
        return partial(_on_behalf, handler)

    async def on_connect(self, socket: Socket, auth: object) -> None:
        """Let a person in by their session, or a program by a token, and greet them.

        Raises:
            ConnectRefused: the connection is anonymous, or the database cannot be asked.
        """
        started = time.monotonic()
        socket_id.set(socket.id)
        arrival = await self._identify(socket, auth)
        identity = arrival.identity
        if self.chat.revoker.was_revoked(identity, since=started):
            raise connect_refusal(NotAuthenticated())
        if len(self.hub.in_group(groups.user(identity.user_id))) >= settings.MAX_CONNECTIONS_PER_USER:
            raise connect_refusal(RateLimited(_("You have too many connections open.")))
        socket.state["identity"] = identity
        of_rooms, of_blocked = map(groups.members, arrival.room_ids), map(groups.blocking, arrival.blocked_ids)
        of_tokens = [groups.TOKENS] if identity.token else []
        for group in (groups.EVERYONE, groups.user(identity.user_id), *of_tokens, *of_rooms, *of_blocked):
            socket.join(group)
        self._greet(socket, identity)
        self.chat.welcome(socket, identity.user)

    async def _identify(self, socket: Socket, auth: object) -> Arrival:
        try:
            proof = proof_of(socket.scope, auth)
            await self.chat.room_index.load()
            return await self.chat.arrivals.submit(proof)
        except Exception as error:  # whatever a driver raises, the client may try again
            raise connect_refusal(error) from error

    def _greet(self, socket: Socket, identity: Identity) -> None:
        options = self.options
        heartbeat = {
            "interval_ms": round(options.ping_interval_s * 1000),
            "timeout_ms": round(options.ping_timeout_s * 1000),
        }
        ready = {
            "user": identity.me,
            "server_time": timestamp(timezone.now()),
            "heartbeat": heartbeat,
            "presence_grace_s": settings.PRESENCE_GRACE_S,
        }
        socket.emit(ServerEvent.READY, ready)

    async def on_disconnect(self, socket: Socket, reason: str) -> None:
        """Start the person's grace period, if this was their last connection here."""
        if "identity" in socket.state:
            self.chat.presence.disconnected(identity_of(socket).user_id, time.monotonic())

    async def dispatch(self, socket: Socket, event: Event) -> Ack | None:
        """Answer an event with ``{"ok": true, …}`` or ``{"ok": false, "error": {…}}``."""
        started, outcome = time.perf_counter(), "ok"
        socket_id.set(socket.id)
        try:
            return {"ok": True, **await self._handle(socket, event)}
        except Exception as error:  # everything becomes an answer; what is ours to mend is logged
            payload = error_payload(error, str(event.name))
            outcome = payload["code"]
            return _answer_error(socket, event, payload)
        finally:
            name = event.name if event.name in HANDLERS else "unknown"
            metrics.event_seconds(name, outcome).observe(time.perf_counter() - started)

    async def _handle(self, socket: Socket, event: Event) -> Ack:
        handler = HANDLERS.get(str(event.name))
        if handler is None:
            raise InvalidInput(_("Unknown event."))
        identity = identity_of(socket)
        name, is_bot = str(event.name), identity.is_bot
        self.chat.limits.take(identity.user_id, name, is_bot=is_bot)
        if handler.writes and not identity.may_write:
            raise NotAllowed(_("This access token can only read."))
        data = handler.form.parse(event.args[0] if len(event.args) == 1 else None)
        if "content" in data:
            self.chat.limits.charge(identity.user_id, name, markup_weight(data["content"]), is_bot=is_bot)
        ack: Ack = await super().dispatch(socket, replace(event, args=[data]))
        return ack

    def refused(self, socket: Socket, event: Event, error: EventRefused) -> Ack | None:
        """Answer an event that the Socket.IO server itself refused."""
        return _answer_error(socket, event, refusal_payload(error))


def _on_behalf(handler: ServiceEvent, socket: Socket, data: Data) -> Ack:
    with counting():
        identity = identity_of(socket)
        user = active_user(identity.user_id)
        user.acts_by_token = identity.token is not None
        return handler.run(user, data)


def _answer_error(socket: Socket, event: Event, error: Mapping[str, Any]) -> Ack | None:
    if not event.wants_ack:
        socket.emit(ServerEvent.ERROR_MESSAGE, {"event": str(event.name)[:64], "error": error})
    return {"ok": False, "error": error}
