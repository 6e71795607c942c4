// A bot that answers "!ping" in one room.
import { io } from "socket.io-client";

const roomId = Number(process.env.ROOM);
const bot = io(process.env.SITE, { auth: { token: process.env.TOKEN } });

function explain(reason) {
    console.error(reason);
    if (!bot.active) process.exit(1); // otherwise it connects again by itself
}

bot.on("ready", async () => {
    const { ok, error } = await bot.emitWithAck("join_room", { room_id: roomId });
    if (!ok) {
        console.error(error.message);
        bot.disconnect();
    }
});
bot.on("new_message", ({ message }) => {
    if (message.content === "!ping") {
        bot.emit("send_message", { room_id: roomId, content: "pong" });
    }
});
bot.on("connect_error", (error) => explain(error.message));
bot.on("disconnect", explain);
