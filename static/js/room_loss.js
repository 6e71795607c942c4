import { readable } from "./lib/mention_marks.js";

/** @typedef {{ room: MyRoom | null, reason: string, unsent: string }} RoomLoss */

/**
 * A room is gone for me: take it off the screen and out of the list.
 * @param {Chat} chat
 * @param {number} roomId
 * @param {string} reason
 * @returns {RoomLoss | null} What to say of it, with what was not sent; null if it was not on the screen.
 */
export function takeRoomAway(chat, roomId, reason) {
  const room = chat.rooms.get(roomId);
  const onScreen = roomId === chat.live.roomId;
  chat.live.logs.forget(roomId);
  chat.rooms.remove(roomId);
  if (!onScreen) return null;
  chat.closeRoom();
  const waiting = chat.outbox.inRoom(roomId);
  const texts = [...waiting.map((entry) => entry.content), chat.drafts.of(roomId)].join("\n").trim();
  for (const entry of waiting) chat.outbox.discard(entry.client_id);
  return { room, reason, unsent: readable(texts, (id) => chat.names.of(id)) };
}

/** It was deleted, or I may not see it any more. @param {Chat} chat @param {number} roomId */
export function roomDeleted(chat, roomId) {
  if (chat.leaving === roomId) chat.rooms.remove(roomId);
  else chat.loseRoom(roomId, chat.rooms.get(roomId)?.membership ? "deleted" : "gone");
}

/** I am no member any more of a room that only members see. @param {Chat} chat @param {number} roomId */
export function losePrivate(chat, roomId) {
  if (chat.leaving !== roomId) chat.loseRoom(roomId, "removed");
}
