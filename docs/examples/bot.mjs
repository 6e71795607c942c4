// A bot that answers "!ping" in one room.
import { io } from "socket.io-client";

const roomId = Number(process.env.ROOM);
const bot = io(process.env.SITE, { auth: { token: process.env.TOKEN } });

bot.on("ready", () => bot.emit("join_room", { room_id: roomId }));
bot.on("new_message", ({ message }) => {
    if (message.content === "!ping") {
        bot.emit("send_message", { room_id: roomId, content: "pong" });
    }
});
