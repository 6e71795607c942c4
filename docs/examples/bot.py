"""A bot that answers "!ping" in one room."""

import asyncio
import os

import socketio

bot, room_id = socketio.AsyncClient(), int(os.environ["ROOM"])


@bot.event
async def ready(_greeting):
    await bot.call("join_room", {"room_id": room_id})


@bot.event
async def new_message(event):
    if event["message"]["content"] == "!ping":
        await bot.emit("send_message", {"room_id": room_id, "content": "pong"})


async def main():
    await bot.connect(os.environ["SITE"], auth={"token": os.environ["TOKEN"]})
    await bot.wait()


asyncio.run(main())
