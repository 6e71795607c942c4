"""A bot that answers "!ping" in one room."""

import asyncio
import os
import sys

import socketio

bot, room_id = socketio.AsyncClient(), int(os.environ["ROOM"])


@bot.event
async def ready(_greeting):
    answer = await bot.call("join_room", {"room_id": room_id})
    if not answer["ok"]:
        print(answer["error"]["message"], file=sys.stderr)
        await bot.disconnect()


@bot.event
async def new_message(event):
    if event["message"]["content"] == "!ping":
        await bot.emit("send_message", {"room_id": room_id, "content": "pong"})


@bot.event
async def connect_error(refusal):
    print(refusal, file=sys.stderr)


async def main():
    await bot.connect(os.environ["SITE"], auth={"token": os.environ["TOKEN"]})
    await bot.wait()  # while the network is down, it connects again by itself
    sys.exit("Disconnected: the token was revoked, or may not do this.")


asyncio.run(main())
