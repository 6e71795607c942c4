import { onKey } from "../../lib/keys.js";
import { Shelf } from "../../state/shelf.js";

/**
 * Alt with arrows changes the room.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountKeyboard(chat, page) {
  onKey(window, (event) => {
    const isArrow = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey && !event.shiftKey && isArrow) changeRoom(event, chat, page);
  });
}

/** @param {KeyboardEvent} event @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
function changeRoom(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).inOrder(chat.rooms.joined());
  if (rooms.length === 0) return;
  const at = rooms.findIndex((room) => room.id === chat.live.roomId);
  const step = event.key === "ArrowDown" ? 1 : rooms.length - 1;
  page.openRoom(rooms[(Math.max(at, 0) + step) % rooms.length].id);
}
