"""The Socket.IO server of this process, with the chat in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings

from chatsite.db.pool import run_in_pool
from chatsite.limits.subjects import subject
from chatsite.serve import lifespan
from chatsite.socketio import Hub, Options, SocketIOServer
from messaging.live.chat import Chat, every
from messaging.live.consumers import ChatNamespace
from messaging.live.sampling import SAMPLE_S, Sampler

# Acknowledgements, heartbeats and the parts of binary events are packets too.
PACKETS_PER_EVENT = 4

hub = Hub()
chat = Chat(hub)
server = SocketIOServer(
    [ChatNamespace(chat)],
    hub=hub,
    subject=subject,
    run_blocking=run_in_pool,
    options=Options(
        allowed_hosts=tuple(settings.ALLOWED_HOSTS),
        trusted_origins=tuple(settings.TRUSTED_ORIGINS),
        session_cookie=settings.SESSION_COOKIE_NAME,
        events_per_s=settings.RATE_CONNECTION.per_s,
        events_burst=settings.RATE_CONNECTION.burst,
        packets_per_s=settings.RATE_CONNECTION.per_s * PACKETS_PER_EVENT,
        packets_burst=settings.RATE_CONNECTION.burst * PACKETS_PER_EVENT,
        max_connections_per_address=settings.MAX_CONNECTIONS_PER_ADDRESS,
    ),
)


@asynccontextmanager
async def serving() -> AsyncIterator[None]:
    """Run the chat's own work as long as the process serves; its connections end with it."""
    chat.start()
    sampling = asyncio.create_task(every(SAMPLE_S, Sampler(server, chat).sample), name="sampling")
    lifespan.draining.append(server.close_polls)
    try:
        yield
    finally:
        lifespan.draining.remove(server.close_polls)
        sampling.cancel()
        server.close_all()
        await chat.stop()
