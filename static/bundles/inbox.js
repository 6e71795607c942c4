import { g as gettext, u as part, c as call, H as attempt } from "./app.js";
import { w as markRead, v as readAllRooms } from "./chat_rest.js";
import { C as CardList } from "./card_list.js";
import { P as Pages, r as rereading, d as drawMessageCard, h as headingOf } from "./rereading.js";
const MOST_UNREAD = 25;
const HEADINGS = { mention: gettext("%(name)s mentioned you in %(room)s"), reply: gettext("%(name)s answered you in %(room)s"), room: gettext("%(name)s notified everyone in %(room)s") };
class Inbox {
  #root;
  #chat;
  #cards;
  #pages = new Pages("/auth/mentions", "mentions");
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#cards = new CardList(root, { template: "message-card", key: ({ id }) => String(id), draw: (node, mention) => drawMention(node, mention, chat.rooms), none: gettext("Nothing here yet. Messages that mention or answer you appear here."), act: (action, mention) => {
      if (action === "open") page.openMessage(mention.message.room_id, mention.message.seq);
      else void this.#markRead(mention);
    }, keys: { e: "done" } });
    part(root, "read-all").addEventListener("click", () => void this.#markAllRead());
    part(root, "older").addEventListener("click", () => void this.#readOlder());
    const follow = rereading(root, () => this.read());
    chat.rooms.changed.subscribe(follow);
    for (const event of ["mentioned", "mention_withdrawn", "mentions_seen"]) chat.connection.on(event, follow);
  }
  async read() {
    await this.#cards.load(async () => {
      const [{ mentions }, newest] = await Promise.all([call("GET", `/auth/mentions?unread=1&limit=${MOST_UNREAD}`), this.#pages.readAgain()]);
      return withoutTwins(mentions, newest);
    });
    this.#drawEnds();
  }
  async #readOlder() {
    await attempt(async () => {
      this.#cards.show(withoutTwins(this.#cards.items, await this.#pages.readOlder()));
      this.#drawEnds();
    });
  }
  #drawEnds() {
    part(this.#root, "older").hidden = !this.#pages.hasMore;
    part(this.#root, "read-all").hidden = !this.#cards.items.some(({ read }) => !read);
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
function withoutTwins(first, more) {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...more.filter(({ id }) => !known.has(id))];
}
function drawMention(node, { message, room, kind, read }, rooms) {
  part(node, "card").toggleAttribute("data-unread", !read);
  drawMessageCard(node, { message, heading: headingOf(HEADINGS[kind], message, room, rooms), note: "", done: read ? null : gettext("Mark as read") });
}
export {
  Inbox
};
