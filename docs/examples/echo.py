"""A complete application: it sends back what it is sent. Run it with any ASGI server, `uvicorn echo:application`."""

from channels.routing import ProtocolTypeRouter

from chatsite.socketio import ConnectRefused, Namespace, Options, SocketIOServer


class Echo(Namespace):
    def handlers(self):
        return {"message": self.echo, "message-with-ack": self.answer}

    async def on_connect(self, socket, auth):
        socket.emit("auth", auth or {})

    async def echo(self, socket, *args):
        socket.emit("message-back", *args)

    async def answer(self, socket, *args):
        return args


class Custom(Echo):
    name = "/custom"

    async def on_connect(self, socket, auth):
        if auth and auth.get("token") == "wrong":
            raise ConnectRefused("Not authorized", {"code": "not_allowed"})
        await super().on_connect(socket, auth)


server = SocketIOServer([Echo(), Custom()], options=Options(ping_interval_s=20, ping_timeout_s=10))
application = ProtocolTypeRouter(
    {"websocket": server.asgi_websocket, "http": server.asgi_http, "lifespan": server.lifespan}
)
