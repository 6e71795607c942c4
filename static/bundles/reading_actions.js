import { c as call, M as attempt, a6 as toast, F as gettext, V as ngettext, G as interpolate } from "./app.js";
const MOST_ANSWERS = 20;
const MOST_ROOMS = 200;
async function markRead(chat, { id, last_message, membership }) {
  const seq = Math.max(last_message?.seq ?? 0, id === chat.live.roomId ? chat.live.log.last?.seq ?? 0 : 0);
  const place = id === chat.live.roomId ? chat.reading.lastRead : membership?.last_read_seq ?? 0;
  await chat.connection.request("mark_read", { room_id: id, seq });
  showRead(chat, id, seq);
  return { [id]: Math.min(place, membership?.last_read_seq ?? 0) };
}
async function markUnread(chat, roomId, seq) {
  chat.readMarker.forget();
  const from = seq === void 0 ? { unread: true } : { unread_from: seq };
  showUnread(chat, roomId, await call("POST", `/rooms/${roomId}/read`, from));
}
async function markAllRead(chat) {
  chat.readMarker.forget();
  const positions = {};
  for (let answers = 0, complete = false; !complete && answers < MOST_ANSWERS; answers += 1) {
    const answer = await call("POST", "/rooms/read-all");
    Object.assign(positions, answer.rooms);
    complete = answer.complete;
  }
  for (const id of Object.keys(positions).map(Number)) showRead(chat, id, chat.rooms.get(id)?.last_message?.seq ?? 0);
  return positions;
}
async function putBack(positions) {
  const all = Object.entries(positions);
  for (let at = 0; at < all.length; at += MOST_ROOMS) {
    await call("PUT", "/rooms/unread", { rooms: Object.fromEntries(all.slice(at, at + MOST_ROOMS)) });
  }
}
function showRead(chat, roomId, seq) {
  chat.rooms.setReading(roomId, { last_read_seq: seq, unread_count: 0, mention_count: 0 });
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedRead(seq);
  chat.live.changed.emit();
}
function showUnread(chat, roomId, read) {
  chat.rooms.setReading(roomId, read);
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedUnread(read.last_read_seq, read.unread_count);
  chat.live.changed.emit();
}
async function readRoom(chat, room) {
  if (!room?.membership) return;
  if (room.membership.unread_count === 0) return clearLine(chat, room);
  await attempt(async () => {
    const positions = await markRead(chat, room);
    toast(gettext("Marked as read."), undo(positions));
  });
}
async function readAllRooms(chat) {
  await attempt(async () => {
    const positions = await markAllRead(chat);
    const count = Object.keys(positions).length;
    if (count === 0) return toast(gettext("You're up to date."));
    const text = ngettext("%(count)s room marked as read.", "%(count)s rooms marked as read.", count);
    return toast(interpolate(text, { count }), undo(positions));
  });
}
async function unreadRoom(chat, roomId, seq) {
  await attempt(async () => {
    await markUnread(chat, roomId, seq);
    toast(gettext("Marked as unread."));
  });
}
function clearLine(chat, room) {
  if (room.id !== chat.live.roomId) return;
  chat.reading.clearLine();
  chat.live.changed.emit();
}
function undo(positions) {
  return { text: gettext("Undo"), act: () => void attempt(() => putBack(positions)) };
}
var reading_actions = /* @__PURE__ */ Object.freeze({
  __proto__: null,
  readAllRooms,
  readRoom,
  unreadRoom
});
export {
  readAllRooms as a,
  reading_actions as b,
  markRead as m,
  readRoom as r,
  unreadRoom as u
};
