import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { attempt, toast } from "../shell/toasts.js";
import { CardList } from "./card_list.js";
import { drawMessageCard, headingOf } from "./message_card.js";
import { Pages } from "./pages.js";
import { rereading } from "./rereading.js";

/** The messages I saved, the newest first. */
export class Saved {
  #root;
  #cards;
  #pages = /** @type {Pages<Bookmark>} */ (new Pages("/auth/bookmarks", "bookmarks"));

  /** @param {HTMLElement} root @param {Chat} chat @param {import("./views.js").Page} page */
  constructor(root, chat, page) {
    this.#root = root;
    this.#cards = /** @type {CardList<Bookmark>} */ (new CardList(root, {
      template: "message-card",
      key: ({ id }) => String(id),
      draw: (node, bookmark) => drawBookmark(node, bookmark, chat.rooms),
      none: gettext("Nothing saved yet. Save a message from its actions to find it here."),
      act: (action, bookmark) => {
        if (action === "open") page.openMessage(bookmark.message.room_id, bookmark.message.seq);
        else void this.#remove(bookmark);
      },
      keys: { e: "done" },
    }));
    part(root, "older").addEventListener("click", () => void this.#readOlder());
    chat.connection.on("bookmark_changed", () => !root.hidden && void this.read());
    const follow = rereading(root, () => this.read()); // a message that was edited or deleted, perhaps
    chat.connection.on("room_activity", ({ room_id }) => this.#isFrom(room_id) && follow());
  }

  async read() {
    await this.#cards.load(() => this.#pages.readAgain());
    part(this.#root, "older").hidden = !this.#pages.hasMore;
  }

  /** @param {number} roomId */
  #isFrom(roomId) {
    return this.#cards.items.some(({ room }) => room.id === roomId);
  }

  async #readOlder() {
    await attempt(async () => {
      this.#cards.show([...this.#cards.items, ...await this.#pages.readOlder()]);
      part(this.#root, "older").hidden = !this.#pages.hasMore;
    });
  }

  /** @param {Bookmark} bookmark */
  async #remove({ message, note }) {
    await attempt(async () => {
      await call("DELETE", `/auth/bookmarks/${message.id}`);
      const putBack = () => void attempt(() => call("PUT", `/auth/bookmarks/${message.id}`, { note }));
      toast(gettext("Removed from Saved."), { text: gettext("Undo"), act: putBack });
      await this.read();
    });
  }
}

/** @param {HTMLElement} node @param {Bookmark} bookmark @param {Chat["rooms"]} rooms */
function drawBookmark(node, { message, room, note }, rooms) {
  drawMessageCard(node, {
    message,
    heading: headingOf(gettext("%(name)s in %(room)s"), message, room, rooms),
    note,
    done: gettext("Remove"),
  });
}
