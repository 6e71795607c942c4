import { call } from "./net/api.js";

/**
 * What a person marks as read or unread: sent to the server, which notifies their other devices, and shown at once.
 * @typedef {Record<string, number>} ReadPositions The last seq that was read in each room, by its id.
 */

/** Answers of one reading of everything, each about up to two hundred rooms. */
const MOST_ANSWERS = 20;
const MOST_ROOMS = 200;

/**
 * Mark all that is known of a room as read.
 * @param {Chat} chat
 * @param {MyRoom} room
 * @returns {Promise<ReadPositions>}
 */
export async function markRead(chat, { id, last_message, membership }) {
  const seq = Math.max(last_message?.seq ?? 0, id === chat.live.roomId ? chat.live.log.last?.seq ?? 0 : 0);
  const place = id === chat.live.roomId ? chat.reading.lastRead : membership?.last_read_seq ?? 0;
  await chat.readMarker.forget();
  await chat.connection.request("mark_read", { room_id: id, seq });
  showRead(chat, id, seq);
  return { [id]: Math.min(place, membership?.last_read_seq ?? 0) };
}

/**
 * Mark messages as unread, from one on; without it, from the newest of another person on.
 * @param {Chat} chat
 * @param {number} roomId
 * @param {number} [seq]
 */
export async function markUnread(chat, roomId, seq) {
  await chat.readMarker.forget();
  const from = seq === undefined ? { unread: true } : { unread_from: seq };
  showUnread(chat, roomId, await call("POST", `/rooms/${roomId}/read`, from));
}

/** Mark every room as read. @param {Chat} chat @returns {Promise<ReadPositions>} */
export async function markAllRead(chat) {
  await chat.readMarker.forget();
  /** @type {ReadPositions} */
  const positions = {};
  for (let answers = 0, complete = false; !complete && answers < MOST_ANSWERS; answers += 1) {
    const answer = await call("POST", "/rooms/read-all");
    Object.assign(positions, answer.rooms);
    complete = answer.complete;
  }
  for (const id of Object.keys(positions).map(Number)) showRead(chat, id, chat.rooms.get(id)?.last_message?.seq ?? 0);
  return positions;
}

/**
 * Undo it; the server tells this device too what is unread now.
 * @param {Chat} chat @param {ReadPositions} positions
 */
export async function putBack(chat, positions) {
  await chat.readMarker.forget();
  const all = Object.entries(positions);
  for (let at = 0; at < all.length; at += MOST_ROOMS) {
    await call("PUT", "/rooms/unread", { rooms: Object.fromEntries(all.slice(at, at + MOST_ROOMS)) });
  }
}

/** @param {Chat} chat @param {number} roomId @param {number} seq */
function showRead(chat, roomId, seq) {
  chat.rooms.setReading(roomId, { last_read_seq: seq, unread_count: 0, mention_count: 0 });
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedRead(seq);
  chat.live.changed.emit();
}

/**
 * @param {Chat} chat @param {number} roomId
 * @param {{ last_read_seq: number, unread_count: number, mention_count: number }} read
 */
function showUnread(chat, roomId, read) {
  chat.rooms.setReading(roomId, read);
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedUnread(read.last_read_seq, read.unread_count);
  chat.live.changed.emit();
}
