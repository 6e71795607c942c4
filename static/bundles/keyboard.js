import { v as onKey } from "./app.js";
import { S as Shelf } from "./chat.js";
function mountKeyboard(chat, page) {
  const text = (
    /** @type {HTMLElement} */
    document.getElementById("composer-text")
  );
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
function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}
function changeRoom(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).sorted(chat.rooms.joined());
  if (rooms.length === 0) return;
  const at = rooms.findIndex((room) => room.id === chat.live.roomId);
  const step = event.key === "ArrowDown" ? 1 : rooms.length - 1;
  page.openRoom(rooms[(Math.max(at, 0) + step) % rooms.length].id);
}
export {
  mountKeyboard
};
