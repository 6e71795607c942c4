import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { Shelf } from "../../state/shelf.js";
import { readAllRooms, readRoom } from "../rooms/reading_actions.js";
import { newsIn } from "../../state/rooms.js";
import { toast } from "./toasts.js";

/**
 * Alt+Shift with an arrow goes to the next unread room, Escape marks the room as read, Shift+Escape all of them. An
 * Escape that closes or cancels something has been taken by then.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountReadingKeys(chat, page) {
  onKey(window, (event) => {
    if (event.defaultPrevented) return;
    if (event.altKey && event.shiftKey && isArrow(event.key)) nextUnread(event, chat, page);
    else if (event.key === "Escape" && isForTheRoom(event)) markRead(event, chat);
  });
}

/** @param {string} key */
function isArrow(key) {
  return key === "ArrowUp" || key === "ArrowDown";
}

/** Whether Escape closes no dialog and leaves no other field. @param {KeyboardEvent} event */
function isForTheRoom({ altKey, ctrlKey, metaKey, target }) {
  if (altKey || ctrlKey || metaKey || document.querySelector("dialog[open]")) return false;
  const field = /** @type {Element} */ (target).closest?.("input, textarea, select");
  return !field || field.id === "composer-text";
}

/** @param {KeyboardEvent} event @param {Chat} chat */
function markRead(event, chat) {
  event.preventDefault();
  void (event.shiftKey ? readAllRooms(chat) : readRoom(chat, chat.room));
}

/** @param {KeyboardEvent} event @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function nextUnread(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).inOrder(chat.rooms.joined());
  const at = rooms.findIndex(({ id }) => id === chat.live.roomId);
  const after = [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(at, 0))];
  if (event.key === "ArrowUp") after.reverse();
  const next = after.find((room) => newsIn(room) > 0);
  if (next) page.openRoom(next.id);
  else toast(gettext("No other room has unread messages."));
}
