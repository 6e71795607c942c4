import { g as gettext, u as part, F as attempt, c as call, L as oncePerFrame } from "./app.js";
import { w as markRead, v as readAllRooms } from "./chat_rest.js";
import { C as CardList } from "./card_list.js";
import { d as drawMessageCard, h as headingOf } from "./message_card.js";
const PAGE = 25;
const REREAD_MS = 500;
const HEADINGS = { mention: gettext("%(name)s mentioned you in %(room)s"), reply: gettext("%(name)s answered you in %(room)s"), room: gettext("%(name)s notified everyone in %(room)s") };
class Inbox {
  #root;
  #chat;
  #cards;
  #before = null;
  #timer = 0;
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#cards = new CardList(root, { template: "message-card", key: ({ id }) => String(id), draw: (node, mention) => drawMention(node, mention, chat.rooms), none: gettext("Nothing here yet. Messages that mention or answer you appear here."), act: (action, mention) => {
      if (action === "open") page.openMessage(mention.message.room_id, mention.message.seq);
      else void this.#markRead(mention);
    }, keys: { e: "done" } });
    part(root, "read-all").addEventListener("click", () => void this.#markAllRead());
    part(root, "older").addEventListener("click", () => void this.#readOlder());
    const follow = oncePerFrame(() => this.#follow());
    chat.rooms.changed.subscribe(follow);
    for (const event of ["mentioned", "mention_withdrawn", "mentions_seen"]) chat.connection.on(event, follow);
  }
  async read() {
    await this.#cards.load(async () => {
      const [unread, newest] = await Promise.all([this.#page("unread=1"), this.#page("")]);
      const known = new Set(unread.mentions.map(({ id }) => id));
      this.#before = newest.has_more ? newest.last_id : null;
      return [...unread.mentions, ...newest.mentions.filter(({ id }) => !known.has(id))];
    });
    this.#drawEnds();
  }
  async #readOlder() {
    await attempt(async () => {
      const page = await this.#page(`before=${this.#before}`);
      const known = new Set(this.#cards.items.map(({ id }) => id));
      this.#before = page.has_more ? page.last_id : null;
      this.#cards.show([...this.#cards.items, ...page.mentions.filter(({ id }) => !known.has(id))]);
      this.#drawEnds();
    });
  }
  #page(which) {
    return call("GET", `/auth/mentions?limit=${PAGE}&${which}`);
  }
  #drawEnds() {
    part(this.#root, "older").hidden = this.#before === null;
    part(this.#root, "read-all").hidden = !this.#cards.items.some(({ read }) => !read);
  }
  #follow() {
    if (this.#root.hidden) return;
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      if (!this.#root.hidden) void this.read();
    }, REREAD_MS);
  }
  async #markRead({ id, message: { room_id } }) {
    const room = this.#chat.rooms.get(room_id);
    await attempt(async () => {
      if (room?.membership) await markRead(this.#chat, room);
      else await call("PUT", "/auth/mentions", { seen: id });
      await this.read();
    });
  }
  async #markAllRead() {
    await readAllRooms(this.#chat);
    await this.read();
  }
}
function drawMention(node, { message, room, kind, read }, rooms) {
  part(node, "card").toggleAttribute("data-unread", !read);
  drawMessageCard(node, { message, heading: headingOf(HEADINGS[kind], message, room, rooms), note: "", done: read ? null : gettext("Mark as read") });
}
export {
  Inbox
};
