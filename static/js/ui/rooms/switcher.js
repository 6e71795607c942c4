import { fromTemplate, part } from "../../lib/dom.js";
import { bestMatches } from "../../lib/fuzzy.js";
import { gettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { call } from "../../net/api.js";
import { partnerIn } from "../../state/direct.js";
import { searchAsked } from "../search/search.js";
import { searchText } from "../search/search_text.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";
import { messagePerson } from "../people/open_direct.js";
import { drawFace, drawIcon, drawMark } from "./room_mark.js";
import { lastVisited } from "./visits.js";

const SHOWN = 12;
const SEARCH_DELAY_MS = 200;

/**
 * @typedef {{ id: string, name: string, room?: MyRoom, user?: User, text?: string }} Target text: to search for.
 * @typedef {{ openRoom(roomId: number): void }} Page
 */

/**
 * Type some letters of a room or of a person; Enter goes there. Below them, messages are searched for the same text.
 * @param {Chat} chat
 * @param {Page} page
 */
export function mountSwitcher(chat, page) {
  const root = dialog("switcher");
  const query = /** @type {HTMLInputElement} */ (part(root, "query"));
  const choice = new Choice(root, query, chat);
  const go = (/** @type {Target | undefined} */ target) => {
    if (!target) return;
    root.close();
    void follow(target, chat, page);
  };
  query.addEventListener("input", () => choice.restart());
  onKey(query, (event) => {
    if (event.key === "Enter") go(choice.target);
    else if (!choice.step(event.key)) return;
    event.preventDefault();
  });
  choice.list.addEventListener("click", ({ target }) => {
    const row = /** @type {Element} */ (target).closest("li");
    if (row) go(choice.at([...choice.list.children].indexOf(row)));
  });
}

/**
 * Go to a room, which is joined first, to the conversation with a person, or on to the search.
 * @param {Target} target
 * @param {Chat} chat
 * @param {Page} page
 */
async function follow({ room, user, text }, chat, page) {
  if (text !== undefined) searchAsked.emit(text);
  if (user) void messagePerson(chat, page, user);
  if (!room) return;
  const isIn = room.membership !== null || (await attempt(() => chat.joinRoom(room.id)));
  if (isIn) page.openRoom(room.id);
}

/** What fits what was typed, and which of it Enter would choose. */
class Choice {
  #root;
  #query;
  #chat;
  #chosen = 0;
  #timer = 0;
  /** @type {Target[]} */
  #found = [];
  /** Rooms that the server found, some of which I have not joined. @type {MyRoom[]} */
  #others = [];
  /** People that the server found. @type {User[]} */
  #people = [];

  /** @param {HTMLElement} root @param {HTMLInputElement} query @param {Chat} chat */
  constructor(root, query, chat) {
    this.#root = root;
    this.#query = query;
    this.#chat = chat;
    this.list = part(root, "list");
  }

  get target() {
    return this.#found[this.#chosen];
  }

  /** @param {number} index @returns {Target | undefined} */
  at(index) {
    return this.#found[index];
  }

  restart() {
    this.#chosen = 0;
    this.#others = [];
    this.#people = [];
    clearTimeout(this.#timer);
    if (this.#text !== "") this.#timer = window.setTimeout(() => void this.#search(), SEARCH_DELAY_MS);
    this.#draw();
  }

  /** Move by an arrow key; tell whether it was one. @param {string} key */
  step(key) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (move === undefined) return false;
    const count = this.#found.length;
    if (count > 0) this.#chosen = (this.#chosen + move + count) % count;
    this.#draw();
    return true;
  }

  get #text() {
    return this.#query.value.trim();
  }

  /** Ask the server for rooms that I have not joined, and for people; without an answer there are mine. */
  async #search() {
    const wanted = this.#text;
    const query = encodeURIComponent(wanted);
    const paths = [`/rooms?limit=${SHOWN}&q=${query}`, `/users?q=${query}`];
    const [rooms, people] = await Promise.all(paths.map((path) => call("GET", path).catch(() => null)));
    if (wanted !== this.#text) return;
    this.#others = (rooms?.rooms ?? []).filter((/** @type {MyRoom} */ { membership }) => membership === null);
    this.#people = people?.users ?? [];
    this.#draw();
  }

  /** Those with whom I have no conversation yet. @returns {User[]} */
  #strangers() {
    if (this.#text === "") return [];
    const { rooms, members, presence, me } = this.#chat;
    const here = members.sorted((id) => presence.isOnline(id)).map(({ user }) => user);
    const known = new Set([me.id, ...rooms.joined().map((room) => partnerIn(room, me)?.id)]);
    const people = bestMatches(this.#text, here, ({ name }) => name).filter(({ id }) => !known.has(id));
    return [...people, ...this.#people.filter(({ id }) => !known.has(id) && !people.some((one) => one.id === id))];
  }

  /** The rooms seen last come first, and the one on the screen last. @returns {Target[]} */
  #targets() {
    const { live, rooms } = this.#chat;
    const visited = lastVisited();
    const rank = (/** @type {MyRoom} */ { id }) => {
      if (id === live.roomId) return Infinity;
      return visited.includes(id) ? visited.indexOf(id) : visited.length;
    };
    const mine = bestMatches(this.#text, rooms.joined().toSorted((a, b) => rank(a) - rank(b)), ({ name }) => name);
    return [
      ...mine.filter(({ id }) => id !== live.roomId).map(roomTarget),
      ...this.#strangers().map((user) => ({ id: `user-${user.id}`, name: user.name, user })),
      ...this.#others.map(roomTarget),
      ...mine.filter(({ id }) => id === live.roomId).map(roomTarget),
    ];
  }

  #draw() {
    this.#found = [...this.#targets().slice(0, SHOWN), ...searchTarget(this.#text)];
    this.#chosen = Math.min(this.#chosen, Math.max(0, this.#found.length - 1));
    const options = this.#found.map((target, index) => option(target, index === this.#chosen, this.#chat));
    this.list.replaceChildren(...options);
    this.list.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
    part(this.#root, "none").hidden = this.#found.length > 0;
    const target = this.target;
    if (target) this.#query.setAttribute("aria-activedescendant", `switch-${target.id}`);
    else this.#query.removeAttribute("aria-activedescendant");
  }
}

/** @param {MyRoom} room @returns {Target} */
function roomTarget(room) {
  return { id: String(room.id), name: room.name, room };
}

/** @param {string} text @returns {Target[]} */
function searchTarget(text) {
  return text === "" ? [] : [{ id: "search", name: searchText(text), text }];
}

/** @param {Target} target @param {boolean} selected @param {Chat} chat */
function option({ id, name, room, user, text }, selected, chat) {
  const row = fromTemplate("switcher-row");
  row.id = `switch-${id}`;
  row.setAttribute("aria-selected", String(selected));
  if (room) drawMark(part(row, "mark"), room, chat);
  else if (user) drawFace(part(row, "mark"), user);
  else drawIcon(part(row, "mark"), "search");
  part(row, "name").textContent = name;
  part(row, "note").textContent = room ? noteOf(room) : user ? gettext("Message") : "";
  row.toggleAttribute("data-last", text !== undefined);
  return row;
}

/** @param {MyRoom} room */
function noteOf({ membership }) {
  if (!membership) return gettext("Join");
  return membership.unread_count > 0 ? String(membership.unread_count) : "";
}
