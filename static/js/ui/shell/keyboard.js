import { onKey } from "../../lib/keys.js";
import { Shelf } from "../../state/shelf.js";

/** @typedef {import("../composer/composer.js").Composer} Composer */

/**
 * The arrow up in an empty message box edits the last own message, or leads to the messages; Alt with arrows changes
 * the room.
 * @param {Chat} chat
 * @param {{ composer: Composer, toLastMessage(): void, openRoom(roomId: number): void }} page
 */
export function mountKeyboard(chat, page) {
  const text = /** @type {HTMLElement} */ (document.getElementById("composer-text"));
  onKey(text, (event) => {
    if (event.key !== "ArrowUp" || hasModifier(event) || !page.composer.empty) return;
    event.preventDefault();
    if (!page.composer.editLast()) page.toLastMessage();
  });
  onKey(window, (event) => {
    const isArrow = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey && !event.shiftKey && isArrow) changeRoom(event, chat, page);
  });
}

/** @param {KeyboardEvent} event */
function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}

/** @param {KeyboardEvent} event @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function changeRoom(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).sorted(chat.rooms.joined());
  if (rooms.length === 0) return;
  const at = rooms.findIndex((room) => room.id === chat.live.roomId);
  const step = event.key === "ArrowDown" ? 1 : rooms.length - 1;
  page.openRoom(rooms[(Math.max(at, 0) + step) % rooms.length].id);
}
