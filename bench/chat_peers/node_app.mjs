/**
 * The same job as the product's `send_message` on Node, socket.io and mysql2: in one transaction the room's counter is
 * locked, the author's rights are read, the message takes the next number and is stored under a unique client_id; then the
 * room is notified and the message acknowledged.
 */

import { createServer } from "node:http";

import mysql from "mysql2/promise";
import { Server } from "socket.io";

const CONNECTIONS = 8;
const AUTHORS = 64;
const ROOM = 1;
const DUPLICATE = 1062;

const pool = mysql.createPool({ uri: process.env.PEER_DATABASE, socketPath: process.env.PEER_SOCKET, connectionLimit: CONNECTIONS });
await pool.query("DROP TABLE IF EXISTS peer_messages, peer_members, peer_people, peer_rooms");
await pool.query("CREATE TABLE peer_rooms (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, closed_at DATETIME(6))");
await pool.query("CREATE TABLE peer_people (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, banned_until DATETIME(6))");
await pool.query(`CREATE TABLE peer_members (room_id BIGINT, user_id BIGINT, muted_until DATETIME(6),
  PRIMARY KEY (room_id, user_id))`);
await pool.query(`CREATE TABLE peer_messages (id BIGINT AUTO_INCREMENT PRIMARY KEY, room_id BIGINT NOT NULL, seq BIGINT NOT NULL,
  author_id BIGINT NOT NULL, client_id VARCHAR(36) NOT NULL, content LONGTEXT NOT NULL, created_at DATETIME(6) NOT NULL,
  UNIQUE (room_id, seq), UNIQUE (room_id, author_id, client_id))`);
await pool.query("INSERT INTO peer_rooms VALUES (?, 0, NULL)", [ROOM]);
for (let id = 1; id <= AUTHORS; id += 1) {
  await pool.query("INSERT INTO peer_people VALUES (?, ?, NULL)", [id, `Person ${id}`]);
  await pool.query("INSERT INTO peer_members VALUES (?, ?, NULL)", [ROOM, id]);
}

async function store(authorId, { room_id, content, client_id }) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    const [[room]] = await connection.execute("SELECT version, closed_at FROM peer_rooms WHERE id = ? FOR UPDATE", [room_id]);
    const [[author]] = await connection.execute(
      `SELECT name, muted_until, banned_until FROM peer_members JOIN peer_people ON id = user_id
       WHERE room_id = ? AND user_id = ?`,
      [room_id, authorId],
    );
    const now = new Date();
    if (!room || room.closed_at || !author || author.muted_until > now || author.banned_until > now) throw new Error("not allowed");
    const seq = room.version + 1;
    const [stored] = await connection.execute(
      "INSERT INTO peer_messages (room_id, seq, author_id, client_id, content, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      [room_id, seq, authorId, client_id, content, now],
    );
    await connection.execute("UPDATE peer_rooms SET version = ? WHERE id = ?", [seq, room_id]);
    await connection.commit();
    return { id: stored.insertId, room_id, seq, client_id, author: { id: authorId, name: author.name }, content, created_at: now };
  } catch (error) {
    await connection.rollback();
    if (error.errno !== DUPLICATE) throw error;
    return (await pool.query("SELECT * FROM peer_messages WHERE author_id = ? AND client_id = ?", [authorId, client_id]))[0][0];
  } finally {
    connection.release();
  }
}

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
let came = 0;

io.on("connection", (socket) => {
  const authorId = (came++ % AUTHORS) + 1;
  socket.on("send_message", async (payload, acknowledge) => {
    try {
      const message = await store(authorId, payload);
      io.to(`room:${message.room_id}`).emit("new_message", { room_id: message.room_id, message });
      acknowledge({ ok: true, message });
    } catch (error) {
      acknowledge({ ok: false, error: String(error) });
    }
  });
});

http.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
