/** Node's own Socket.IO server, with its Redis adapter when there is a Redis. */

import { createServer } from "node:http";

import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { perMessageDeflate: false, httpCompression: false });

if (process.env.REDIS_SOCKET) {
  const publisher = createClient({ socket: { path: process.env.REDIS_SOCKET } });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.join("everyone");
  socket.on("say", (payload) => io.to("everyone").emit("new_message", payload));
});

http.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 2048 });
