import { g as gettext, u as part, H as attempt, c as call, a5 as toast } from "./app.js";
import { C as CardList } from "./card_list.js";
import { P as Pages, r as rereading, d as drawMessageCard, h as headingOf } from "./rereading.js";
class Saved {
  #root;
  #cards;
  #pages = new Pages("/auth/bookmarks", "bookmarks");
  constructor(root, chat, page) {
    this.#root = root;
    this.#cards = new CardList(root, { template: "message-card", key: ({ id }) => String(id), draw: (node, bookmark) => drawBookmark(node, bookmark, chat.rooms), none: gettext("Nothing saved yet. Save a message from its actions to find it here."), act: (action, bookmark) => {
      if (action === "open") page.openMessage(bookmark.message.room_id, bookmark.message.seq);
      else void this.#remove(bookmark);
    }, keys: { e: "done" } });
    part(root, "older").addEventListener("click", () => void this.#readOlder());
    chat.connection.on("bookmark_changed", () => !root.hidden && void this.read());
    const follow = rereading(root, () => this.read());
    chat.connection.on("room_activity", ({ room_id }) => this.#isFrom(room_id) && follow());
  }
  async read() {
    await this.#cards.load(() => this.#pages.readAgain());
    part(this.#root, "older").hidden = !this.#pages.hasMore;
  }
  #isFrom(roomId) {
    return this.#cards.items.some(({ room }) => room.id === roomId);
  }
  async #readOlder() {
    await attempt(async () => {
      this.#cards.show([...this.#cards.items, ...await this.#pages.readOlder()]);
      part(this.#root, "older").hidden = !this.#pages.hasMore;
    });
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
