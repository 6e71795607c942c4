import { fromTemplate, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { dialog } from "../dialogs/dialogs.js";

const SHOWN = 8;

/**
 * Type some letters of a room, Enter goes there.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 */
export function mountSwitcher(chat, page) {
  const root = dialog("switcher");
  const query = /** @type {HTMLInputElement} */ (part(root, "query"));
  const choice = new Choice(root, query, chat);
  const go = (/** @type {Element | null | undefined} */ row) => {
    if (!(row instanceof HTMLElement)) return;
    root.close();
    page.openRoom(Number(row.dataset.room));
  };
  root.addEventListener("before-open", () => {
    query.value = "";
    choice.restart();
  });
  query.addEventListener("input", () => choice.restart());
  onKey(query, (event) => {
    if (event.key === "Enter") go(choice.row);
    else if (!choice.step(event.key)) return;
    event.preventDefault();
  });
  choice.list.addEventListener("click", (event) => go(/** @type {Element} */ (event.target).closest("li")));
}

/** The rooms that fit what was typed, and which of them Enter would open. */
class Choice {
  #root;
  #query;
  #chat;
  #at = 0;

  /** @param {HTMLElement} root @param {HTMLInputElement} query @param {Chat} chat */
  constructor(root, query, chat) {
    this.#root = root;
    this.#query = query;
    this.#chat = chat;
    this.list = part(root, "list");
  }

  get row() {
    return this.list.children[this.#at];
  }

  restart() {
    this.#at = 0;
    this.#draw();
  }

  /** Move by an arrow key; tell whether it was one. @param {string} key */
  step(key) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (move === undefined) return false;
    const count = this.list.children.length;
    if (count > 0) this.#at = (this.#at + move + count) % count;
    this.#draw();
    return true;
  }

  #draw() {
    const found = this.#chat.rooms.find(this.#query.value.trim()).slice(0, SHOWN);
    this.#at = Math.min(this.#at, Math.max(0, found.length - 1));
    this.list.replaceChildren(...found.map((room, index) => option(room, index === this.#at)));
    part(this.#root, "none").hidden = found.length > 0;
    if (found.length > 0) this.#query.setAttribute("aria-activedescendant", `switch-${found[this.#at].id}`);
    else this.#query.removeAttribute("aria-activedescendant");
  }
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
