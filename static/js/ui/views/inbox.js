import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { markRead } from "../../reading_marks.js";
import { attempt } from "../shell/toasts.js";
import { readAllRooms } from "../rooms/reading_actions.js";
import { CardList } from "./card_list.js";
import { drawMessageCard, headingOf } from "./message_card.js";
import { Pages } from "./pages.js";
import { rereading } from "./rereading.js";

const MOST_UNREAD = 25;

/** @type {Record<Mention["kind"], string>} */
const HEADINGS = {
  mention: gettext("%(name)s mentioned you in %(room)s"),
  reply: gettext("%(name)s answered you in %(room)s"),
  room: gettext("%(name)s notified everyone in %(room)s"),
};

/** What is meant for me in all rooms: mentions, answers, and calls of everyone; what is unread comes first. */
export class Inbox {
  #root;
  #chat;
  #cards;
  #pages = /** @type {Pages<Mention>} */ (new Pages("/auth/mentions", "mentions"));

  /** @param {HTMLElement} root @param {Chat} chat @param {import("./views.js").Page} page */
  constructor(root, chat, page) {
    this.#root = root;
    this.#chat = chat;
    this.#cards = /** @type {CardList<Mention>} */ (new CardList(root, {
      template: "message-card",
      key: ({ id }) => String(id),
      draw: (node, mention) => drawMention(node, mention, chat.rooms),
      none: gettext("Nothing here yet. Messages that mention or answer you appear here."),
      act: (action, mention) => {
        if (action === "open") page.openMessage(mention.message.room_id, mention.message.seq);
        else void this.#markRead(mention);
      },
      keys: { e: "done" },
    }));
    part(root, "read-all").addEventListener("click", () => void this.#markAllRead());
    part(root, "older").addEventListener("click", () => void this.#readOlder());
    const follow = rereading(root, () => this.read());
    chat.rooms.changed.subscribe(follow);
    for (const event of ["mentioned", "mention_withdrawn", "mentions_seen"]) chat.connection.on(event, follow);
  }

  async read() {
    await this.#cards.load(async () => {
      const [{ mentions }, newest] = await Promise.all([
        call("GET", `/auth/mentions?unread=1&limit=${MOST_UNREAD}`), this.#pages.readAgain(),
      ]);
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

  /** @param {Mention} mention */
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

/** @param {Mention[]} first @param {Mention[]} more Without those of the first. */
function withoutTwins(first, more) {
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...more.filter(({ id }) => !known.has(id))];
}

/** @param {HTMLElement} node @param {Mention} mention @param {Chat["rooms"]} rooms */
function drawMention(node, { message, room, kind, read }, rooms) {
  part(node, "card").toggleAttribute("data-unread", !read);
  drawMessageCard(node, {
    message,
    heading: headingOf(HEADINGS[kind], message, room, rooms),
    note: "",
    done: read ? null : gettext("Mark as read"),
  });
}
