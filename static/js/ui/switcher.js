import { fromTemplate, part } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { onKey } from "../lib/keys.js";
import { dialog } from "./dialogs.js";

const SHOWN = 8;

/** Type some letters of a room, Enter goes there. @param {Chat} chat @param {{ openRoom(roomId: number): void }} page */
export function mountSwitcher(chat, page) {
  const root = dialog("switcher");
  const query = /** @type {HTMLInputElement} */ (part(root, "query"));
  const list = part(root, "list");
  let chosen = 0;

  const draw = () => {
    const found = chat.rooms.find(query.value.trim()).slice(0, SHOWN);
    chosen = Math.min(chosen, Math.max(0, found.length - 1));
    list.replaceChildren(...found.map((room, index) => option(room, index === chosen)));
    part(root, "none").hidden = found.length > 0;
    if (found.length > 0) query.setAttribute("aria-activedescendant", `switch-${found[chosen].id}`);
    else query.removeAttribute("aria-activedescendant");
  };
  const go = (/** @type {Element | null | undefined} */ row) => {
    if (!(row instanceof HTMLElement)) return;
    root.close();
    page.openRoom(Number(row.dataset.room));
  };

  root.addEventListener("before-open", () => {
    query.value = "";
    chosen = 0;
    draw();
  });
  query.addEventListener("input", () => {
    chosen = 0;
    draw();
  });
  onKey(query, (event) => {
    const count = list.children.length;
    if (event.key === "Enter") go(list.children[chosen]);
    else if (event.key === "ArrowDown" && count > 0) chosen = (chosen + 1) % count;
    else if (event.key === "ArrowUp" && count > 0) chosen = (chosen + count - 1) % count;
    else return;
    event.preventDefault();
    draw();
  });
  list.addEventListener("click", (event) => go(/** @type {Element} */ (event.target).closest("li")));
}

/** @param {MyRoom} room @param {boolean} selected */
function option(room, selected) {
  const row = fromTemplate("switcher-row");
  row.id = `switch-${room.id}`;
  row.dataset.room = String(room.id);
  row.setAttribute("aria-selected", String(selected));
  part(row, "name").textContent = room.name;
  part(row, "note").textContent = noteOf(room);
  return row;
}

/** @param {MyRoom} room */
function noteOf(room) {
  if (!room.membership) return gettext("not joined");
  return room.membership.unread_count > 0 ? String(room.membership.unread_count) : "";
}
