import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { markAllRead, markRead, markUnread, putBack } from "../../reading_marks.js";
import { attempt, toast } from "../shell/toasts.js";

/** Mark a room as read, with a way back. @param {Chat} chat @param {MyRoom | null} room */
export async function readRoom(chat, room) {
  if (!room?.membership) return;
  if (room.membership.unread_count === 0) return clearLine(chat, room);
  await attempt(async () => {
    const positions = await markRead(chat, room);
    toast(gettext("Marked as read."), undo(chat, positions));
  });
}

/** Mark all rooms as read, with a way back. @param {Chat} chat */
export async function readAllRooms(chat) {
  await attempt(async () => {
    const positions = await markAllRead(chat);
    const count = Object.keys(positions).length;
    if (count === 0) return toast(gettext("You're up to date."));
    const text = ngettext("%(count)s room marked as read.", "%(count)s rooms marked as read.", count);
    return toast(interpolate(text, { count }), undo(chat, positions));
  });
}

/**
 * Mark a room as unread, from a message on if one is named.
 * @param {Chat} chat
 * @param {number} roomId
 * @param {number} [seq]
 */
export async function unreadRoom(chat, roomId, seq) {
  await attempt(async () => {
    await markUnread(chat, roomId, seq);
    toast(gettext("Marked as unread."));
  });
}

/** All of it was read already, but the line is still there. @param {Chat} chat @param {MyRoom} room */
function clearLine(chat, room) {
  if (room.id !== chat.live.roomId) return;
  chat.reading.clearLine();
  chat.live.changed.emit();
}

/** @param {Chat} chat @param {import("../../reading_marks.js").ReadPositions} positions */
function undo(chat, positions) {
  return { text: gettext("Undo"), act: () => void attempt(() => putBack(chat, positions)) };
}
