// A stock socket.io-client: joins a room, says what comes on standard input, prints what it receives as JSON lines.
// A line that is a JSON list of [event, payload] is sent as it is, without waiting in between.
// Usage: node node_client.mjs URL COOKIE ROOM_ID [TRANSPORT…]
import { createInterface } from "node:readline";
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";

const [url, cookie, roomId, ...transports] = process.argv.slice(2);
const room_id = Number(roomId);
const print = (event, payload) => console.log(JSON.stringify([event, payload]));
const chosen = transports.length ? { transports } : {};
const socket = io(url, { ...chosen, extraHeaders: { Cookie: cookie } });

socket.onAny(print);
socket.io.on("open", () => socket.io.engine.once("upgrade", ({ name }) => print("upgrade", name)));
socket.on("connect_error", (error) => print("connect_error", error.data ?? error.message));
socket.on("connect", async () => print("joined", await socket.emitWithAck("join_room", { room_id })));
createInterface({ input: process.stdin }).on("line", async (content) => {
  if (content.startsWith("[")) return JSON.parse(content).forEach(([event, payload]) => socket.emit(event, payload));
  print("sent", await socket.emitWithAck("send_message", { room_id, content, client_id: randomUUID() }));
}).on("close", () => socket.close());
