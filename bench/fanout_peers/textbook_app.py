"""Channels as its tutorial writes it: a consumer for each socket, joined by a group of the channel layer."""

import os

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

REDIS_URL = os.environ.get("REDIS_URL")
LAYER = (
    {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
)
settings.configure(CHANNEL_LAYERS={"default": LAYER}, SECRET_KEY="x")


class Chat(AsyncJsonWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("everyone", self.channel_name)
        await self.accept()
        await self.send_json({"event": "ready"})

    async def disconnect(self, code):
        await self.channel_layer.group_discard("everyone", self.channel_name)

    async def receive_json(self, content):
        await self.channel_layer.group_send("everyone", {"type": "chat.message", "message": content})

    async def chat_message(self, event):
        await self.send_json({"event": "new_message", "data": event["message"]})


application = ProtocolTypeRouter({"websocket": Chat.as_asgi()})
