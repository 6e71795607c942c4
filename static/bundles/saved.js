import { g as gettext, u as part, c as call, F as attempt, a3 as toast } from "./app.js";
import { C as CardList } from "./card_list.js";
import { d as drawMessageCard, h as headingOf } from "./message_card.js";
const PAGE = 25;
class Saved {
  #root;
  #cards;
  #before = null;
  constructor(root, chat, page) {
    this.#root = root;
    this.#cards = new CardList(root, { template: "message-card", key: ({ id }) => String(id), draw: (node, bookmark) => drawBookmark(node, bookmark, chat.rooms), none: gettext("Nothing saved yet. Save a message from its actions to find it here."), act: (action, bookmark) => {
      if (action === "open") page.openMessage(bookmark.message.room_id, bookmark.message.seq);
      else void this.#remove(bookmark);
    }, keys: { e: "done" } });
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
  #take({ bookmarks, has_more, last_id }) {
    this.#before = has_more ? last_id : null;
    return bookmarks;
  }
  async #remove({ message, note }) {
    await attempt(async () => {
      await call("DELETE", `/auth/bookmarks/${message.id}`);
      const putBack = () => void attempt(() => call("PUT", `/auth/bookmarks/${message.id}`, { note }));
      toast(gettext("Removed from Saved."), { text: gettext("Undo"), act: putBack });
      await this.read();
    });
  }
}
function drawBookmark(node, { message, room, note }, rooms) {
  drawMessageCard(node, { message, heading: headingOf(gettext("%(name)s in %(room)s"), message, room, rooms), note, done: gettext("Remove") });
}
export {
  Saved
};
