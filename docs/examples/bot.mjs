// A bot that answers "!ping" in one room.
import { io } from "socket.io-client";

const roomId = Number(process.env.ROOM);
const bot = io(process.env.SITE, { auth: { token: process.env.TOKEN } });

function explain(reason) {
    console.error(reason);
    if (!bot.active) process.exit(1); // otherwise it connects again by itself
}

bot.on("ready", () => bot.emit("join_room", { room_id: roomId }));
bot.on("new_message", ({ message }) => {
    if (message.content === "!ping") {
        bot.emit("send_message", { room_id: roomId, content: "pong" });
    }
});
bot.on("error_message", ({ event, error }) => {
    console.error(JSON.stringify(error));
    if (event === "join_room") bot.disconnect();
});
bot.on("connect_error", (error) => explain(error.message));
bot.on("disconnect", explain);
