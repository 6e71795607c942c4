import { F as gettext, a0 as contentOf, u as part, ag as documentOf, V as ngettext, c as call, a2 as drawAvatar, G as interpolate, y as onKey } from "./app.js";
import { commandsFor, problemOf } from "./commands.js";
import { s as shortcodeBefore, e as emojiTable, b as bestNames, a as endsInCode } from "./emoji_table.js";
import { M as MARK, l as labelOf, R as ROOM, m as moderates } from "./chat.js";
import { namesWith } from "./fuzzy.js";
const BEGUN$1 = /^\/(?<query>[a-z]*)$/i;
function commandSource(chat) {
  return { find: async (text, caret) => find$2(chat, text.slice(0, caret)) };
}
function find$2(chat, before) {
  const query = BEGUN$1.exec(before)?.groups?.query.toLowerCase();
  if (query === void 0) return null;
  const items = commandsFor(chat).filter(({ name }) => name.startsWith(query)).map(itemOf$2);
  return items.length === 0 ? null : { label: gettext("Commands"), start: 0, items, isChosen: true };
}
function itemOf$2({ name, hint, example }) {
  const draw = (row) => {
    row.append(contentOf("command-suggestion"));
    part(row, "example").textContent = example;
    part(row, "hint").textContent = hint;
  };
  return { id: `command-${name}`, text: `/${name} `, draw };
}
function insertText(field, { start, end }, text) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (done) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
const SHOWN$1 = 6;
function emojiSource(field) {
  return { find: (text, caret, isComposing) => find$1(field, text, caret, isComposing) };
}
async function find$1(field, text, caret, isComposing) {
  const code = shortcodeBefore(text, caret);
  if (code === null) return null;
  const table = await emojiTable();
  if (!code.complete) return offerOf(code, table);
  const isKnown = Object.hasOwn(table, code.query) && field.value === text && !isComposing;
  if (isKnown) insertText(field, { start: code.start, end: caret }, table[code.query]);
  return null;
}
function offerOf({ start, query }, table) {
  const names = bestNames(query, Object.keys(table), SHOWN$1);
  return { label: gettext("Emoji"), start, items: names.map((name) => itemOf$1(name, table[name])) };
}
function itemOf$1(name, emoji) {
  const draw = (row) => row.textContent = `${emoji} :${name}:`;
  return { id: `emoji-${name}`, text: `${emoji} `, draw };
}
class MentionText {
  shown = "";
  /** In the order of the text. @type {Mention[]} */
  mentions = [];
  /** Who is meant by a label that appears again, by undoing or pasting. @type {Map<string, number | "room">} */
  #known = /* @__PURE__ */ new Map();
  /**
   * Begin with another content. A mention of someone whose name is not known stays as it is written.
   * @param {string} content
   * @param {(id: number) => string | undefined} nameOf
   */
  show(content, nameOf) {
    this.shown = "";
    this.mentions = [];
    this.#known.clear();
    let from = 0;
    for (const { 0: mark, 1: id, index } of content.matchAll(MARK)) {
      const label = labelOf(id, nameOf);
      this.shown += content.slice(from, index);
      from = index + mark.length;
      if (label === void 0) this.shown += mark;
      else this.#append(label, id === ROOM ? ROOM : Number(id));
    }
    this.shown += content.slice(from);
  }
  /** What is sent. */
  get content() {
    return this.contentOf(0, this.shown.length);
  }
  /** What is sent of a part. A mention that is cut is plain text there. @param {number} from @param {number} to */
  contentOf(from, to) {
    return this.pieces(from, to).map(({ text, id }) => id === null ? text : `<@${id}>`).join("");
  }
  /**
   * The text and the mentions between two positions, in order.
   * @param {number} from @param {number} to
   * @returns {{ text: string, id: number | "room" | null }[]}
   */
  pieces(from, to) {
    const pieces = [];
    let at = from;
    for (const { start, end, id } of this.mentions.filter((mention) => mention.start >= from && mention.end <= to)) {
      pieces.push({ text: this.shown.slice(at, start), id: null }, { text: this.shown.slice(start, end), id });
      at = end;
    }
    return [...pieces, { text: this.shown.slice(at, to), id: null }];
  }
  /** From now on this label means that person. @param {Mentioned} mentioned */
  know({ id, name }) {
    this.#known.set(`@${name}`, id);
  }
  /**
   * The text was edited.
   * @param {string} text The whole text now.
   * @param {number} caret Where the caret is after it.
   * @returns {{ start: number, end: number } | null} What is left of a mention that lost a part, to be deleted too.
   */
  edited(text, caret) {
    const edit = difference(this.shown, text, caret);
    const touched = this.mentions.filter(({ start, end }) => start < edit.end && end > edit.start);
    this.#move(edit);
    this.shown = text;
    this.#recognise(edit);
    const isDeletion = edit.newEnd === edit.start;
    return isDeletion && touched.length > 0 ? leftover(touched, edit) : null;
  }
  /** @param {string} label @param {number | "room"} id */
  #append(label, id) {
    const start = this.shown.length;
    this.shown += label;
    this.mentions.push({ start, end: this.shown.length, id });
    this.#known.set(label, id);
  }
  /** @param {Edit} edit */
  #move({ start, end, newEnd }) {
    const before = this.mentions.filter((mention) => mention.end <= start);
    const after = this.mentions.filter((mention) => mention.start >= end && mention.end > start);
    const moved = after.map((mention) => shifted(mention, newEnd - end));
    this.mentions = [...before, ...moved];
  }
  /** Make mentions of the known labels in what is new. @param {Edit} edit */
  #recognise({ start, newEnd }) {
    if (start === newEnd || this.#known.size === 0) return;
    const labels = [...this.#known.keys()].sort((a, b) => b.length - a.length);
    const pattern = new RegExp(labels.map(escaped).join("|"), "gu");
    for (const { 0: label, index } of this.shown.matchAll(pattern)) {
      const found = { start: index, end: index + label.length };
      const isNew = found.start < newEnd && found.end > start;
      const isFree = !this.mentions.some((mention) => mention.start < found.end && mention.end > found.start);
      const id = this.#known.get(label);
      if (id !== void 0 && isNew && isFree) this.mentions.push({ ...found, id });
    }
    this.mentions.sort((a, b) => a.start - b.start);
  }
}
function shifted({ start, end, id }, by) {
  return { start: start + by, end: end + by, id };
}
function escaped(label) {
  return label.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
function difference(old, text, caret) {
  const most = Math.min(old.length, text.length);
  let tail = text.length - caret;
  if (tail > most || !old.endsWith(text.slice(caret))) tail = commonTail(old, text);
  let start = 0;
  while (start < most - tail && old[start] === text[start]) start += 1;
  return { start, end: old.length - tail, newEnd: text.length - tail };
}
function commonTail(old, text) {
  const most = Math.min(old.length, text.length);
  let tail = 0;
  while (tail < most && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  return tail;
}
function leftover(touched, { start, end }) {
  const first = Math.min(start, touched[0].start);
  const last = Math.max(
    end,
    /** @type {Mention} */
    touched.at(-1).end
  );
  const left = { start: first, end: last - (end - start) };
  return left.start === left.end ? null : left;
}
class MentionBox {
  #field;
  #names;
  #text = new MentionText();
  #ground = document.createElement("div");
  /** @param {HTMLTextAreaElement} field @param {Names} names */
  constructor(field, names) {
    this.#field = field;
    this.#names = names;
    this.#ground.className = "composer-ground";
    this.#ground.dir = "auto";
    this.#ground.setAttribute("aria-hidden", "true");
    field.before(this.#ground);
    field.addEventListener("input", () => this.#edited(), { capture: true });
    field.addEventListener("scroll", () => this.#align());
    field.addEventListener("copy", (event) => this.#copied(event));
    field.addEventListener("cut", (event) => this.#copied(event) && insertText(field, this.#selection, ""));
    field.addEventListener("paste", (event) => this.#pasted(event));
  }
  /** What is sent. */
  get content() {
    return this.#text.content;
  }
  /** @param {string} content */
  show(content) {
    this.#text.show(content, (id) => this.#names.of(id));
    this.#field.value = this.#text.shown;
    this.#draw();
  }
  /** Whether a mention begins at a position of the shown text. @param {number} at */
  isMention(at) {
    return this.#text.mentions.some(({ start }) => start === at);
  }
  /** What is inserted next means this person. @param {Mentioned} mentioned */
  know(mentioned) {
    this.#text.know(mentioned);
    this.#names.keep(mentioned);
  }
  /** Mention someone after what is written. @param {Mentioned} mentioned */
  add({ id, name }) {
    const { value } = this.#field;
    const space = value === "" || value.endsWith(" ") ? "" : " ";
    this.know({ id, name });
    insertText(this.#field, { start: value.length, end: value.length }, `${space}@${name} `);
  }
  get #selection() {
    return { start: this.#field.selectionStart, end: this.#field.selectionEnd };
  }
  #edited() {
    const left = this.#text.edited(this.#field.value, this.#field.selectionStart);
    if (left) insertText(this.#field, left, "");
    else this.#draw();
  }
  #draw() {
    const { shown, mentions } = this.#text;
    const pieces = mentions.length === 0 ? [] : this.#text.pieces(0, shown.length);
    this.#ground.replaceChildren(...pieces.map(({ text, id }) => id === null ? text : chip(text)));
    this.#align();
  }
  /** A scroll bar makes the field's lines shorter. */
  #align() {
    this.#ground.style.width = `${this.#field.clientWidth}px`;
    this.#ground.scrollTop = this.#field.scrollTop;
  }
  /** Other programs get the names; this page knows again who is meant. @param {ClipboardEvent} event */
  #copied(event) {
    const { start, end } = this.#selection;
    const pieces = this.#text.pieces(start, end);
    if (!event.clipboardData || !pieces.some(({ id }) => id !== null)) return false;
    const html = document.createElement("div");
    html.append(...pieces.map(({ text, id }) => id === null ? text : link(text, id)));
    event.clipboardData.setData("text/plain", pieces.map(({ text }) => text).join(""));
    event.clipboardData.setData("text/html", new XMLSerializer().serializeToString(html));
    event.preventDefault();
    return true;
  }
  /** Mentions copied here, or from a message. @param {ClipboardEvent} event */
  #pasted({ clipboardData }) {
    const html = clipboardData?.getData("text/html") ?? "";
    if (!html.includes("data-user")) return;
    for (const mention of documentOf(html).querySelectorAll("[data-user]")) {
      const id = mention.getAttribute("data-user") ?? "";
      const name = mention.textContent?.replace(/^@/, "") ?? "";
      if (!mention.matches(".mention") || name === "") continue;
      if (id === ROOM) this.know({ id, name });
      else if (/^\d+$/.test(id)) this.know({ id: Number(id), name });
    }
  }
}
function chip(text) {
  const mark = document.createElement("mark");
  mark.className = "mention-ground";
  mark.textContent = text;
  return mark;
}
function link(text, id) {
  const mention = document.createElement("a");
  mention.className = "mention";
  mention.dataset.user = String(id);
  mention.textContent = text;
  return mention;
}
const SHOWN = 8;
const SEARCH_DELAY_MS = 200;
const MOST_WORDS = 4;
const BEGUN = /(?<![\p{L}\p{M}\p{N}_@/.+-])@(?<query>[^\s@][^\n@]{0,60}|)$/u;
const INVITING = "/invite ";
function mentionSource(chat, box) {
  return { find: async (text, caret) => find(chat, box, text.slice(0, caret)) };
}
function find(chat, box, before) {
  const query = BEGUN.exec(before)?.groups?.query;
  if (query === void 0 || query.split(/\s/).length > MOST_WORDS || endsInCode(before)) return null;
  const start = before.length - query.length - 1;
  if (box.isMention(start)) return null;
  if (before.startsWith(INVITING)) return outsiders(chat, box, query, start);
  const { members, presence, me, blocks } = chat;
  const here = members.sorted((id) => presence.isOnline(id)).map(({ user }) => user);
  const found = namesWith(query, here.filter((user) => user.id !== me.id && !blocks.has(user))).slice(0, SHOWN);
  const mayCallRoom = moderates(chat.room?.membership, me);
  const everyone = mayCallRoom && ROOM.startsWith(query.toLowerCase()) ? [roomItem(chat, box)] : [];
  const items = [...found.map((user) => personItem(user, "", box)), ...everyone];
  const more = query === "" || found.length >= SHOWN ? void 0 : others(chat, box, query, found).catch(() => []);
  return { label: gettext("People"), start, items, isChosen: true, more };
}
function outsiders(chat, box, query, start) {
  const search = async () => {
    await new Promise((over) => setTimeout(over, SEARCH_DELAY_MS));
    const { users } = (
      /** @type {{ users: User[] }} */
      await call("GET", `/users?q=${encodeURIComponent(query.trim())}`)
    );
    const people = users.filter(({ id }) => id !== chat.me.id && !chat.members.get(id));
    return people.slice(0, SHOWN).map((user) => personItem(user, "", box));
  };
  return { label: gettext("People"), start, items: [], isChosen: true, more: search().catch(() => []) };
}
async function others(chat, box, query, found) {
  await new Promise((over) => setTimeout(over, SEARCH_DELAY_MS));
  const path = `/users?q=${encodeURIComponent(query.trim())}&room_id=${chat.live.roomId}`;
  const { users, in_room } = (
    /** @type {{ users: User[], in_room: number[] }} */
    await call("GET", path)
  );
  const { me, blocks } = chat;
  const isNew = ({ id }) => id !== me.id && !blocks.has({ id }) && !found.some((user) => user.id === id);
  const note = ({ id }) => in_room.includes(id) ? "" : gettext("Not in this room");
  return users.filter(isNew).slice(0, SHOWN - found.length).map((user) => personItem(user, note(user), box));
}
function personItem(user, note, box) {
  const draw = (row) => {
    drawAvatar(part(row, "avatar"), user);
    part(row, "name").textContent = user.name;
    part(row, "note").textContent = note;
  };
  return itemOf(`person-${user.id}`, user, draw, box);
}
function roomItem({ room }, box) {
  const count = room?.member_count ?? 0;
  const words = ngettext("Notify %(count)s person", "Notify all %(count)s people", count);
  const draw = (row) => {
    part(row, "avatar").textContent = "@";
    part(row, "name").textContent = ROOM;
    part(row, "note").textContent = interpolate(words, { count });
  };
  return itemOf("everyone", { id: ROOM, name: ROOM }, draw, box);
}
function itemOf(id, mentioned, draw, box) {
  const drawn = (row) => {
    row.append(contentOf("person-suggestion"));
    draw(row);
  };
  return { id, text: `@${mentioned.name} `, draw: drawn, chosen: () => box.know(mentioned) };
}
const NONE = -1;
class Suggestions {
  #text;
  #list;
  /** @type {Set<Source>} */
  #sources = /* @__PURE__ */ new Set();
  #offer = (
    /** @type {Offer | null} */
    null
  );
  #chosen = NONE;
  #latest = 0;
  /** @param {HTMLTextAreaElement} text @param {HTMLElement} list */
  constructor(text, list) {
    this.#text = text;
    this.#list = list;
    onKey(text, (event) => this.#key(event), { capture: true });
    text.addEventListener("blur", () => this.#show(null));
    text.addEventListener("compositionend", () => void this.update());
    list.addEventListener("pointerdown", (event) => this.#pointed(event));
  }
  /** @param {Source} source */
  add(source) {
    this.#sources.add(source);
  }
  /** Look at what is before the caret now. @param {Partial<InputEvent>} [event] */
  async update({ isComposing = false } = {}) {
    const number = this.#latest += 1;
    const { value, selectionStart } = this.#text;
    for (const source of this.#sources) {
      const offer = await source.find(value, selectionStart, isComposing).catch(() => null);
      if (number !== this.#latest || value !== this.#text.value) return void 0;
      if (offer) return this.#begin(number, offer);
    }
    return this.#show(null);
  }
  /** @param {number} number @param {Offer} offer */
  #begin(number, offer) {
    this.#show(offer);
    void offer.more?.then((items) => {
      if (number !== this.#latest || items.length === 0 || document.activeElement !== this.#text) return;
      this.#show({ ...offer, items: [...offer.items, ...items] }, this.#chosen);
    }).catch(() => null);
  }
  /** @param {Offer | null} offer @param {number} [chosen] */
  #show(offer, chosen = offer?.isChosen ? 0 : NONE) {
    const items = offer?.items ?? [];
    this.#offer = offer;
    this.#chosen = Math.min(Math.max(chosen, offer?.isChosen ? 0 : NONE), items.length - 1);
    this.#list.hidden = items.length === 0;
    if (offer) this.#list.setAttribute("aria-label", offer.label);
    this.#list.replaceChildren(...items.map(option));
    this.#mark();
  }
  #mark() {
    for (const [index, row2] of [...this.#list.children].entries()) {
      row2.setAttribute("aria-selected", String(index === this.#chosen));
    }
    const row = this.#list.children[this.#chosen];
    if (row) this.#text.setAttribute("aria-activedescendant", row.id);
    else this.#text.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }
  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#list.children.length;
    const { key } = event;
    if (count === 0 || event.ctrlKey || event.metaKey || event.altKey) return void 0;
    if (key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (key === "ArrowUp") this.#chosen = (Math.max(this.#chosen, 0) + count - 1) % count;
    else if (key === "Tab" && !event.shiftKey) this.#take(Math.max(this.#chosen, 0));
    else if (key === "Enter" && !event.shiftKey && this.#chosen !== NONE) this.#take(this.#chosen);
    else if (key === "Escape") this.#dismiss();
    else return void (key === "Enter" && this.#dismiss());
    event.preventDefault();
    return this.#mark();
  }
  #dismiss() {
    this.#latest += 1;
    this.#show(null);
  }
  /** @param {PointerEvent} event */
  #pointed(event) {
    const row = (
      /** @type {Element} */
      event.target.closest("li")
    );
    if (!row) return;
    event.preventDefault();
    this.#take([...this.#list.children].indexOf(row));
  }
  /** @param {number} index */
  #take(index) {
    const { start, items } = (
      /** @type {Offer} */
      this.#offer
    );
    const item = items[index];
    const end = this.#text.selectionStart;
    this.#dismiss();
    item.chosen?.();
    insertText(this.#text, { start: Math.min(start, end), end }, item.text);
  }
}
function option(item) {
  const row = document.createElement("li");
  row.className = "menu-item";
  row.id = `suggestion-${item.id}`;
  row.setAttribute("role", "option");
  item.draw(row);
  return row;
}
class TypingAids {
  #chat;
  #suggestions;
  mentions;
  /** @param {HTMLTextAreaElement} field @param {HTMLElement} list @param {Chat} chat */
  constructor(field, list, chat) {
    this.#chat = chat;
    this.mentions = new MentionBox(field, chat.names);
    this.mentions.show(field.value);
    this.#suggestions = new Suggestions(field, list);
    this.#suggestions.add(commandSource(chat));
    this.#suggestions.add(mentionSource(chat, this.mentions));
    this.#suggestions.add(emojiSource(field));
  }
  /** What there is to say of the text. */
  get hint() {
    return problemOf(this.mentions.content, this.#chat);
  }
  /** @param {InputEvent} event */
  update(event) {
    return this.#suggestions.update(event);
  }
}
export {
  TypingAids
};
