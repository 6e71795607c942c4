import { a1 as drawAvatar, u as part, M as showText, a6 as briefTime, a2 as fullTime, g as gettext, a7 as plainText, a as interpolate, Y as nameOf, c as call } from "./app.js";
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
const MOST_AT_ONCE = 50;
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
    const limit = Math.min(Math.max(PAGE, this.#count), MOST_AT_ONCE);
    let { entries, before } = await this.#page(null, limit);
    while (before !== null && entries.length < this.#count) {
      const page = await this.#page(before, limit);
      entries = [...entries, ...page.entries];
      before = page.before;
    }
    this.#before = before;
    this.#count = entries.length;
    return entries;
  }
  async readOlder() {
    const { entries, before } = await this.#page(this.#before, PAGE);
    this.#before = before;
    this.#count += entries.length;
    return entries;
  }
  async #page(before, limit) {
    const place = before === null ? "" : `&before=${before}`;
    const page = await call("GET", `${this.#path}?limit=${limit}${place}`);
    return { entries: page[this.#name], before: page.has_more ? page.last_id : null };
  }
}
const REREAD_MS = 500;
function rereading(root, read) {
  let isWaiting = false;
  let isAsked = false;
  const readSoon = () => {
    if (root.hidden) return;
    isAsked = true;
    if (!isWaiting) setTimeout(readNow, REREAD_MS);
    isWaiting = true;
  };
  const readNow = async () => {
    isAsked = false;
    try {
      if (!root.hidden) await read();
    } finally {
      isWaiting = false;
      if (isAsked) readSoon();
    }
  };
  return readSoon;
}
export {
  Pages as P,
  drawMessageCard as d,
  headingOf as h,
  rereading as r
};
