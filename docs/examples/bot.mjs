// A bot that answers "!ping" in one room.
import { io } from "socket.io-client";

const roomId = Number(process.env.ROOM);
const passing = ["rate_limited", "unavailable"];
const bot = io(process.env.SITE, { auth: { token: process.env.TOKEN } });

function join() {
    bot.emit("join_room", { room_id: roomId });
}

function explain(reason) {
    console.error(reason);
    if (!bot.active) process.exit(1); // otherwise it connects again by itself
}

bot.on("ready", join);
bot.on("new_message", ({ message }) => {
    if (message.content === "!ping") {
        bot.emit("send_message", { room_id: roomId, content: "pong" });
    }
});
bot.on("error_message", ({ event, error }) => {
    console.error(JSON.stringify(error));
    if (event !== "join_room") return;
    if (passing.includes(error.code)) setTimeout(join, 1000 * (error.retry_after_s ?? 5));
    else bot.disconnect();
});
bot.on("connect_error", (error) => explain(error.message));
bot.on("disconnect", explain);
