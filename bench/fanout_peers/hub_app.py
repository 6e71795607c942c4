"""Ours: an event is said to everyone through the hub."""

from channels.routing import ProtocolTypeRouter

from chatsite.socketio import Namespace, Options, SocketIOServer


class Chat(Namespace):
    def handlers(self):
        return {"say": self.say}

    async def on_connect(self, socket, auth):
        socket.join("everyone")

    async def say(self, socket, payload):
        self.hub.broadcast("everyone", "new_message", payload)


NO_LIMIT = 1_000_000
server = SocketIOServer(
    [Chat()],
    options=Options(
        events_per_s=NO_LIMIT,
        events_burst=NO_LIMIT,
        packets_per_s=NO_LIMIT,
        packets_burst=NO_LIMIT,
        max_connections=NO_LIMIT,
        max_connections_per_address=NO_LIMIT,
    ),
)
application = ProtocolTypeRouter(
    {"websocket": server.asgi_websocket, "http": server.asgi_http, "lifespan": server.lifespan}
)
