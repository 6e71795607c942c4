import { v as onKey, a0 as toast, B as gettext } from "./app.js";
import { S as Shelf, h as isFavourite, j as newsIn } from "./chat.js";
import { a as readAllRooms, r as readRoom } from "./reading_actions.js";
function mountReadingKeys(chat, page) {
  onKey(window, (event) => {
    if (event.defaultPrevented) return;
    if (event.altKey && event.shiftKey && isArrow(event.key)) nextUnread(event, chat, page);
    else if (event.key === "Escape" && isForTheRoom(event)) markRead(event, chat);
  });
}
function isArrow(key) {
  return key === "ArrowUp" || key === "ArrowDown";
}
function isForTheRoom({ altKey, ctrlKey, metaKey, target }) {
  if (altKey || ctrlKey || metaKey || document.querySelector("dialog[open]")) return false;
  const field = (
    /** @type {Element} */
    target.closest?.("input, textarea, select")
  );
  return !field || field.id === "composer-text";
}
function markRead(event, chat) {
  event.preventDefault();
  void (event.shiftKey ? readAllRooms(chat) : readRoom(chat, chat.room));
}
function nextUnread(event, chat, page) {
  event.preventDefault();
  const sorted = new Shelf(chat.storage, chat.me.id).sorted(chat.rooms.joined());
  const rooms = [...sorted.filter(isFavourite), ...sorted.filter((room) => !isFavourite(room))];
  const at = rooms.findIndex(({ id }) => id === chat.live.roomId);
  const after = [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(at, 0))];
  if (event.key === "ArrowUp") after.reverse();
  const next = after.find((room) => newsIn(room) > 0);
  if (next) page.openRoom(next.id);
  else toast(gettext("No other room has unread messages."));
}
export {
  mountReadingKeys
};
