"""python-socketio's asynchronous server."""

import os

import socketio

REDIS_URL = os.environ.get("REDIS_URL")
manager = socketio.AsyncRedisManager(REDIS_URL) if REDIS_URL else None
server = socketio.AsyncServer(async_mode="asgi", client_manager=manager, cors_allowed_origins="*")


@server.event
async def connect(sid, environ, auth):
    await server.enter_room(sid, "everyone")


@server.event
async def say(sid, payload):
    await server.emit("new_message", payload, room="everyone")


application = socketio.ASGIApp(server)
