import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { attempt, toast } from "../shell/toasts.js";
import { CardList } from "./card_list.js";
import { drawMessageCard, headingOf } from "./message_card.js";

const PAGE = 25;

/** The messages I saved, the newest first. */
export class Saved {
  #root;
  #cards;
  /** @type {number | null} */
  #before = null;

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
  }

  async read() {
    await this.#cards.load(async () => this.#take(await call("GET", `/auth/bookmarks?limit=${PAGE}`)));
    part(this.#root, "older").hidden = this.#before === null;
  }

  async #readOlder() {
    await attempt(async () => {
      const page = this.#take(await call("GET", `/auth/bookmarks?limit=${PAGE}&before=${this.#before}`));
      this.#cards.show([...this.#cards.items, ...page]);
      part(this.#root, "older").hidden = this.#before === null;
    });
  }

  /** @param {{ bookmarks: Bookmark[], has_more: boolean, last_id: number }} page */
  #take({ bookmarks, has_more, last_id }) {
    this.#before = has_more ? last_id : null;
    return bookmarks;
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
