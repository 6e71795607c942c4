"""A bot that answers "!ping" in one room."""

import asyncio
import os
import sys

import socketio

bot, room_id = socketio.AsyncClient(), int(os.environ["ROOM"])
PASSING = {"rate_limited", "unavailable"}


@bot.event
async def ready(_greeting):
    await join()


async def join():
    await bot.emit("join_room", {"room_id": room_id})


@bot.event
async def new_message(event):
    if event["message"]["content"] == "!ping":
        await bot.emit("send_message", {"room_id": room_id, "content": "pong"})


@bot.event
async def error_message(refused):
    error = refused["error"]
    print(error, file=sys.stderr)
    if refused["event"] != "join_room":
        return
    if error["code"] in PASSING:
        await asyncio.sleep(error.get("retry_after_s", 5))
        await join()
    else:
        await bot.disconnect()


@bot.event
async def connect_error(refusal):
    print(refusal, file=sys.stderr)


async def main():
    await bot.connect(os.environ["SITE"], auth={"token": os.environ["TOKEN"]})
    await bot.wait()  # while the network is down, it connects again by itself
    sys.exit("Disconnected.")


asyncio.run(main())
