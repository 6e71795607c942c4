import { g as gettext, u as part, I as oncePerFrame, c as call, M as showText, W as ngettext, a as interpolate, $ as sinceTime, Z as fromTemplate, a3 as showSaying, a7 as plainText, Y as nameOf, O as timeOfDay } from "./app.js";
import { r as readRoom, v as readAllRooms } from "./chat_rest.js";
import { v as drawMark } from "./chat.js";
import { C as CardList } from "./card_list.js";
const REREAD_MS = 1e3;
class CatchUp {
  #root;
  #chat;
  #cards;
  #timer = 0;
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#cards = new CardList(root, { template: "room-card", key: ({ room }) => String(room.id), draw: (node, card) => drawCard(node, card, chat), none: gettext("You're up to date."), act: (action, { room }) => {
      if (action === "open") page.openRoom(room.id);
      else void readRoom(chat, chat.rooms.get(room.id));
    }, keys: { e: "read" } });
    part(root, "read-all").addEventListener("click", () => void readAllRooms(chat));
    chat.rooms.changed.subscribe(oncePerFrame(() => this.#follow()));
  }
  async read() {
    await this.#cards.load(async () => (await call("GET", "/rooms/unread")).rooms);
    this.#drawHead();
  }
  #follow() {
    if (this.#root.hidden) return;
    const unread = new Set(this.#chat.rooms.joined().filter((room) => unreadCount(room) > 0).map(({ id }) => id));
    const left = this.#cards.items.filter(({ room }) => unread.has(room.id));
    if (left.length < this.#cards.items.length) this.#cards.show(left);
    this.#drawHead();
    if (left.length < unread.size) this.#timer ||= window.setTimeout(() => this.#reread(), REREAD_MS);
  }
  #drawHead() {
    part(this.#root, "read-all").hidden = this.#cards.items.length === 0;
  }
  #reread() {
    this.#timer = 0;
    if (!this.#root.hidden) void this.read();
  }
}
function unreadCount({ membership }) {
  return membership?.unread_count ?? 0;
}
function drawCard(node, { room: unread, since, messages }, chat) {
  const room = { ...unread, name: chat.rooms.get(unread.id)?.name ?? unread.name };
  drawMark(part(node, "mark"), room, chat);
  showText(part(node, "name"), room.name);
  part(node, "card").setAttribute("aria-label", room.name);
  showText(part(node, "count"), countText(unreadCount(unread), since));
  part(node, "messages").replaceChildren(...messages.map(line));
  for (const name of ["open", "read"]) {
    const button = part(node, name);
    button.setAttribute("aria-label", `${button.textContent}: ${room.name}`);
  }
}
function countText(count, since) {
  const text = ngettext("%(count)s new message since %(time)s", "%(count)s new messages since %(time)s", count);
  return interpolate(text, { count, time: sinceTime(since) });
}
function line(message) {
  const node = fromTemplate("view-message");
  showSaying(part(node, "text"), nameOf(message.author), plainText(message).trim());
  showText(part(node, "time"), timeOfDay(message.created_at));
  return node;
}
export {
  CatchUp
};
