import { fromTemplate, KeyedList, part, plainText, showSaying, showText } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { onKey } from "../../lib/keys.js";
import { nameOf } from "../../lib/person.js";
import { sinceTime, timeOfDay } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { readAllRooms, readRoom } from "./reading_actions.js";

/**
 * @typedef {{ room: MyRoom, since: string, messages: Message[] }} Card
 * @typedef {{ openRoom(roomId: number): void, openList(): void }} Page
 */

const REREAD_MS = 1_000;
let view = /** @type {CatchUp | null} */ (null);

/**
 * Show what is unread in all rooms: a card for each, the longest waiting first.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {Page} page
 */
export function showCatchUp(root, chat, page) {
  view ??= new CatchUp(root, chat, page);
  part(root, "title").focus({ preventScroll: true });
  void view.read();
}

class CatchUp {
  #root;
  #chat;
  #page;
  #list;
  /** @type {Card[]} */
  #cards = [];
  #timer = 0;

  /** @param {HTMLElement} root @param {Chat} chat @param {Page} page */
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#page = page;
    this.#list = /** @type {KeyedList<Card>} */ (new KeyedList(part(root, "list"), {
      key: ({ room }) => String(room.id),
      create: () => fromTemplate("catch-up-card"),
      update: drawCard,
    }));
    part(root, "to-list").addEventListener("click", () => page.openList());
    part(root, "retry").addEventListener("click", () => void this.read());
    part(root, "read-all").addEventListener("click", () => void readAllRooms(chat));
    this.#list.container.addEventListener("click", ({ target }) => this.#pressed(/** @type {Element} */ (target)));
    onKey(root, (event) => this.#key(event));
    chat.rooms.changed.subscribe(oncePerFrame(() => this.#follow()));
  }

  /** Ask for all cards, in one request. */
  async read() {
    this.#say(this.#cards.length > 0 ? "" : gettext("Loading…"));
    part(this.#root, "retry").hidden = true;
    try {
      this.#cards = (await call("GET", "/rooms/unread")).rooms;
      this.#draw();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#say(error.message);
      part(this.#root, "retry").hidden = false;
    }
  }

  /** What was read goes, on whatever device; when something else is unread now, ask again. */
  #follow() {
    if (this.#root.hidden) return;
    const unread = new Set(this.#chat.rooms.joined().filter(isUnread).map(({ id }) => id));
    const left = this.#cards.filter(({ room }) => unread.has(room.id));
    if (left.length < this.#cards.length) {
      this.#cards = left;
      this.#draw();
    }
    if (left.length < unread.size) this.#timer ||= window.setTimeout(() => this.#reread(), REREAD_MS);
  }

  #reread() {
    this.#timer = 0;
    if (!this.#root.hidden) void this.read();
  }

  #draw() {
    const at = [...this.#list.container.children].findIndex((row) => row.contains(document.activeElement));
    this.#list.show(this.#cards);
    if (at >= 0 && !this.#root.contains(document.activeElement)) this.#focus(at);
    const isDone = this.#cards.length === 0;
    part(this.#root, "read-all").hidden = part(this.#root, "keys").hidden = isDone;
    this.#say(isDone ? gettext("You're up to date.") : "");
  }

  /** The card at a place, or the last one; without any, the title. @param {number} at */
  #focus(at) {
    const cards = this.#places;
    (cards[Math.min(Math.max(at, 0), cards.length - 1)] ?? part(this.#root, "title")).focus();
  }

  get #places() {
    return this.#cards.flatMap(({ room }) => this.#list.node(String(room.id)) ?? []).map((node) => part(node, "card"));
  }

  /** @param {Element} target */
  #pressed(target) {
    const action = target.closest("button")?.dataset.part;
    if (action) this.#act(action, this.#places.findIndex((card) => card.contains(target)));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.#places.findIndex((card) => card.contains(document.activeElement));
    const key = event.key.toLowerCase();
    if (key === "j") this.#focus(at + 1);
    else if (key === "k") this.#focus(at - 1);
    else if (at >= 0 && key === "e") this.#act("read", at);
    else if (at >= 0 && key === "enter" && event.target === this.#places[at]) this.#act("open", at);
    else return;
    event.preventDefault();
  }

  /** @param {string} action @param {number} at */
  #act(action, at) {
    const { id } = this.#cards[at].room;
    if (action === "open") this.#page.openRoom(id);
    else void readRoom(this.#chat, this.#chat.rooms.get(id));
  }

  /** @param {string} text */
  #say(text) {
    showText(part(this.#root, "state"), text);
  }
}

/** @param {MyRoom} room */
function isUnread({ membership }) {
  return (membership?.unread_count ?? 0) > 0;
}

/** @param {HTMLElement} node @param {Card} card */
function drawCard(node, { room, since, messages }) {
  showText(part(node, "name"), room.name);
  part(node, "card").setAttribute("aria-label", room.name);
  showText(part(node, "count"), countText(room.membership?.unread_count ?? 0, since));
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
  const node = fromTemplate("catch-up-message");
  showSaying(part(node, "text"), nameOf(message.author), plainText(message).trim());
  showText(part(node, "time"), timeOfDay(message.created_at));
  return node;
}
