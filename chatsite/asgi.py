"""The ASGI application: ``/socket.io/`` to the chat's sockets, everything else to Django."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path, re_path

from chatsite.serve.lifespan import Lifespan
from chatsite.serve.proxies import TrustedProxies
from chatsite.web.languages import speak_to
from chatsite.web.wsgi_bridge import DjangoApplication

django = DjangoApplication()

# Models can be imported only now, when Django is set up.
from chatsite.jobs.worker import working  # noqa: E402
from messaging.live import sockets  # noqa: E402


async def refuse_websocket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Turn away a WebSocket to a path that has none."""
    await receive()
    await send({"type": "websocket.close"})


def routed(socketio: Any, otherwise: Any) -> URLRouter:
    """Send the Socket.IO path to ``socketio``, every other one to ``otherwise``."""
    return URLRouter([path("socket.io/", socketio), re_path("", otherwise)])


proxies = TrustedProxies(settings.TRUSTED_PROXIES)
router = ProtocolTypeRouter(
    {
        "http": routed(sockets.server.asgi_http, django),
        "websocket": routed(sockets.server.asgi_websocket, refuse_websocket),
        "lifespan": Lifespan(working, sockets.serving),
    }
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one connection, in the name of its real client and in their language."""
    if scope["type"] != "lifespan":
        scope = proxies.resolve(scope)
        speak_to(scope)
    await router(scope, receive, send)
