import { $ as drawAvatar, u as part, I as showText, a4 as briefTime, a0 as fullTime, g as gettext, a5 as plainText, a as interpolate, W as nameOf, c as call } from "./app.js";
import { b as markBot } from "./chat.js";
function drawMessageCard(node, { message, heading, note, done }) {
  const { author, created_at, deleted_at, room_id, seq } = message;
  drawAvatar(part(node, "avatar"), author);
  showText(part(node, "heading"), heading);
  markBot(part(node, "heading"), author);
  part(node, "card").setAttribute("aria-label", heading);
  const time = part(node, "time");
  showText(time, briefTime(created_at));
  time.dateTime = created_at;
  time.title = fullTime(created_at);
  showText(part(node, "text"), deleted_at ? gettext("This message was deleted.") : plainText(message).trim());
  part(node, "note").hidden = note === "";
  showText(part(node, "note"), note);
  part(node, "open").setAttribute("href", `/rooms/${room_id}/${seq}`);
  part(node, "done").hidden = done === null;
  showText(part(node, "done"), done ?? "");
}
function headingOf(text, { author }, room, rooms) {
  return interpolate(text, { name: nameOf(author), room: rooms.get(room.id)?.name ?? room.name });
}
const PAGE = 25;
class Pages {
  #path;
  #name;
  #before = null;
  #count = 0;
  constructor(path, name) {
    this.#path = path;
    this.#name = name;
  }
  get hasMore() {
    return this.#before !== null;
  }
  async readAgain() {
    let { entries, before } = await this.#page(null);
    while (before !== null && entries.length < this.#count) {
      const page = await this.#page(before);
      entries = [...entries, ...page.entries];
      before = page.before;
    }
    this.#before = before;
    this.#count = entries.length;
    return entries;
  }
  async readOlder() {
    const { entries, before } = await this.#page(this.#before);
    this.#before = before;
    this.#count += entries.length;
    return entries;
  }
  async #page(before) {
    const place = before === null ? "" : `&before=${before}`;
    const page = await call("GET", `${this.#path}?limit=${PAGE}${place}`);
    return { entries: page[this.#name], before: page.has_more ? page.last_id : null };
  }
}
const REREAD_MS = 500;
function rereading(root, read) {
  let timer = 0;
  return () => {
    if (root.hidden) return;
    timer ||= window.setTimeout(() => {
      timer = 0;
      if (!root.hidden) read();
    }, REREAD_MS);
  };
}
export {
  Pages as P,
  drawMessageCard as d,
  headingOf as h,
  rereading as r
};
