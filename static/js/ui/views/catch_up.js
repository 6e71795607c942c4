import { fromTemplate, part, plainText, showSaying, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { sinceTime, timeOfDay } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { readAllRooms, readRoom } from "../rooms/reading_actions.js";
import { drawMark } from "../rooms/room_mark.js";
import { CardList } from "./card_list.js";

/** @typedef {{ room: MyRoom, since: string, messages: Message[] }} Card */

const REREAD_MS = 1_000;

/** What is unread in all rooms: a card for each, the longest waiting first. */
export class CatchUp {
  #root;
  #chat;
  #cards;
  #timer = 0;

  /** @param {HTMLElement} root @param {Chat} chat @param {import("./views.js").Page} page */
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#cards = /** @type {CardList<Card>} */ (new CardList(root, {
      template: "room-card",
      key: ({ room }) => String(room.id),
      draw: (node, card) => drawCard(node, card, chat),
      none: gettext("You're up to date."),
      act: (action, { room }) => {
        if (action === "open") page.openRoom(room.id);
        else void readRoom(chat, chat.rooms.get(room.id));
      },
      keys: { e: "read" },
    }));
    part(root, "read-all").addEventListener("click", () => void readAllRooms(chat));
    chat.rooms.changed.subscribe(oncePerFrame(() => this.#follow()));
  }

  /** Ask for all cards, in one request. */
  async read() {
    await this.#cards.load(async () => (await call("GET", "/rooms/unread")).rooms);
    this.#drawHead();
  }

  /** What was read goes, on whatever device; when something else is unread now, ask again. */
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

/** @param {MyRoom} room */
function unreadCount({ membership }) {
  return membership?.unread_count ?? 0;
}

/** @param {HTMLElement} node @param {Card} card @param {Chat} chat */
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

/** @param {number} count @param {string} since */
function countText(count, since) {
  const text = ngettext("%(count)s new message since %(time)s", "%(count)s new messages since %(time)s", count);
  return interpolate(text, { count, time: sinceTime(since) });
}

/** @param {Message} message */
function line(message) {
  const node = fromTemplate("view-message");
  showSaying(part(node, "text"), nameOf(message.author), plainText(message).trim());
  showText(part(node, "time"), timeOfDay(message.created_at));
  return node;
}
