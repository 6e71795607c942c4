import { A as dialog, u as part, B as onKey, c as call, Z as fromTemplate, g as gettext, H as attempt } from "./app.js";
import { b as bestMatches } from "./writing.js";
import { j as partnerIn, v as drawMark, w as drawFace, x as drawIcon } from "./chat.js";
import { s as searchAsked, l as lastVisited } from "./chat_rest.js";
import { s as searchText } from "./search_text.js";
import { messagePerson } from "./open_direct.js";
const SHOWN = 12;
const SEARCH_DELAY_MS = 200;
function mountSwitcher(chat, page) {
  const root = dialog("switcher");
  const query = part(root, "query");
  const choice = new Choice(root, query, chat);
  const go = (target) => {
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
    const row = target.closest("li");
    if (row) go(choice.at([...choice.list.children].indexOf(row)));
  });
}
async function follow({ room, user, text }, chat, page) {
  if (text !== void 0) searchAsked.emit(text);
  if (user) void messagePerson(chat, page, user);
  if (!room) return;
  const isIn = room.membership !== null || await attempt(() => chat.joinRoom(room.id));
  if (isIn) page.openRoom(room.id);
}
class Choice {
  #root;
  #query;
  #chat;
  #chosen = 0;
  #timer = 0;
  #found = [];
  #others = [];
  #people = [];
  constructor(root, query, chat) {
    this.#root = root;
    this.#query = query;
    this.#chat = chat;
    this.list = part(root, "list");
  }
  get target() {
    return this.#found[this.#chosen];
  }
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
  step(key) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (move === void 0) return false;
    const count = this.#found.length;
    if (count > 0) this.#chosen = (this.#chosen + move + count) % count;
    this.#draw();
    return true;
  }
  get #text() {
    return this.#query.value.trim();
  }
  async #search() {
    const wanted = this.#text;
    const query = encodeURIComponent(wanted);
    const paths = [`/rooms?limit=${SHOWN}&q=${query}`, `/users?q=${query}`];
    const [rooms, people] = await Promise.all(paths.map((path) => call("GET", path).catch(() => null)));
    if (wanted !== this.#text) return;
    this.#others = (rooms?.rooms ?? []).filter(({ membership }) => membership === null);
    this.#people = people?.users ?? [];
    this.#draw();
  }
  #strangers() {
    if (this.#text === "") return [];
    const { rooms, members, presence, me } = this.#chat;
    const here = members.sorted((id) => presence.isOnline(id)).map(({ user }) => user);
    const known = /* @__PURE__ */ new Set([me.id, ...rooms.joined().map((room) => partnerIn(room, me)?.id)]);
    const people = bestMatches(this.#text, here, ({ name }) => name).filter(({ id }) => !known.has(id));
    return [...people, ...this.#people.filter(({ id }) => !known.has(id) && !people.some((one) => one.id === id))];
  }
  #targets() {
    const { live, rooms } = this.#chat;
    const visited = lastVisited();
    const rank = ({ id }) => {
      if (id === live.roomId) return Infinity;
      return visited.includes(id) ? visited.indexOf(id) : visited.length;
    };
    const mine = bestMatches(this.#text, rooms.joined().toSorted((a, b) => rank(a) - rank(b)), ({ name }) => name);
    return [...mine.filter(({ id }) => id !== live.roomId).map(roomTarget), ...this.#strangers().map((user) => ({ id: `user-${user.id}`, name: user.name, user })), ...this.#others.map(roomTarget), ...mine.filter(({ id }) => id === live.roomId).map(roomTarget)];
  }
  #draw() {
    this.#found = [...this.#targets().slice(0, SHOWN), ...searchTarget(this.#text)];
    this.#chosen = Math.min(this.#chosen, Math.max(0, this.#found.length - 1));
    const options = this.#found.map((target2, index) => option(target2, index === this.#chosen, this.#chat));
    this.list.replaceChildren(...options);
    this.list.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
    part(this.#root, "none").hidden = this.#found.length > 0;
    const target = this.target;
    if (target) this.#query.setAttribute("aria-activedescendant", `switch-${target.id}`);
    else this.#query.removeAttribute("aria-activedescendant");
  }
}
function roomTarget(room) {
  return { id: String(room.id), name: room.name, room };
}
function searchTarget(text) {
  return text === "" ? [] : [{ id: "search", name: searchText(text), text }];
}
function option({ id, name, room, user, text }, selected, chat) {
  const row = fromTemplate("switcher-row");
  row.id = `switch-${id}`;
  row.setAttribute("aria-selected", String(selected));
  if (room) drawMark(part(row, "mark"), room, chat);
  else if (user) drawFace(part(row, "mark"), user);
  else drawIcon(part(row, "mark"), "search");
  part(row, "name").textContent = name;
  part(row, "note").textContent = room ? noteOf(room) : user ? gettext("Message") : "";
  row.toggleAttribute("data-last", text !== void 0);
  return row;
}
function noteOf({ membership }) {
  if (!membership) return gettext("Join");
  return membership.unread_count > 0 ? String(membership.unread_count) : "";
}
export {
  mountSwitcher
};
