import { A as dialog, u as part, z as openDialog, W as ngettext, a as interpolate, g as gettext, a5 as toast, H as attempt, c as call, ad as readersList, E as loaded, a0 as contentOf, ae as documentOf, a1 as drawAvatar, B as onKey, S as Signal, C as ChatError, U as Unreachable, I as oncePerFrame, m as monotonicMs, M as showText, a7 as plainText, Y as nameOf, L as hideIf } from "./app.js";
import { m as mayInvite, a as moderates, M as MARK, l as labelOf, R as ROOM, b as markBot, e as enterSends } from "./chat.js";
import { i as invitePeople } from "./chat_rest.js";
async function confirmed(id) {
  const root = dialog(id);
  const button = part(root, "confirm");
  let answer = false;
  const yes = () => {
    answer = true;
    root.close();
  };
  button.addEventListener("click", yes);
  await openDialog(id);
  if (root.open) await new Promise((resolve) => root.addEventListener("close", resolve, { once: true }));
  button.removeEventListener("click", yes);
  return answer;
}
var confirm = Object.freeze({ __proto__: null, confirmed });
function matchScore(query, name) {
  const wanted = folded(query);
  const text = folded(name);
  if (wanted === "") return 1;
  if (text.startsWith(wanted)) return 1e3 - text.length;
  const at = text.indexOf(wanted);
  if (at > 0) return 500 - at;
  return scatteredScore(wanted, text);
}
function bestMatches(query, items, nameOf2) {
  return items.map((item) => ({ item, score: matchScore(query, nameOf2(item)) })).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).map(({ item }) => item);
}
function namesWith(query, people) {
  const wanted = folded(query.trim());
  const rank = (name) => {
    const at = name.indexOf(wanted);
    return at <= 0 ? at : 2 - Number(/[\s(.-]/.test(name[at - 1]));
  };
  return people.map((person) => ({ person, rank: rank(folded(person.name)) })).filter((found) => found.rank >= 0).sort((a, b) => a.rank - b.rank).map(({ person }) => person);
}
function scatteredScore(wanted, text) {
  let from = 0;
  let score = 100;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at < 0) return 0;
    score -= at - from;
    from = at + 1;
  }
  return Math.max(1, score);
}
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
const FENCE = String.raw`^(?:[ \t>]|[-+*] |\d+[.)] )*(?<fence>\x60{3,}|~{3,})[^\n\x60]*`;
const FENCED = String.raw`(?:\n[^]*?(?:\n[ \t>]*\k<fence>[\x60~]*[ \t]*$|(?![^]))|(?![^]))`;
const CODE_BLOCK = new RegExp(FENCE + FENCED);
const CODE_SPAN = /(?<!`)(?<ticks>`+)(?!`)[^]*?(?<!`)\k<ticks>(?!`)/;
const ESCAPE = /\\[^\w\s]/;
const LINK = /\w+:\/\/\S*/;
const NAMES = /(?<![\w\p{Nd}:])(?<names>(?::[\w+-]+:)+)(?!\w)/u;
const CODE = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE]);
const TEXT = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE, LINK, NAMES]);
function anyOf(patterns) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "gmu");
}
const mayHoldShortcodes = (text) => /:[\w+-]+:/.test(text);
function withEmoji(text, table2) {
  return text.replace(TEXT, (found, _fence, _ticks, names, start, whole) => names ? emojiOf(names, isAlone(whole, start, found.length), table2) : found);
}
function emojiOf(names, alone, table2) {
  return names.replace(/:([\w+-]+):/g, (code, name) => {
    const known = name.length > 1 ? name.toLowerCase() : name;
    return Object.hasOwn(table2, known) && (name.length > 1 || alone) ? table2[known] : code;
  });
}
function isAlone(text, start, length) {
  return /^\s?$/.test(text.slice(start - 1, start)) && /^\s?$/.test(text.charAt(start + length));
}
function shortcodeBefore(text, caret) {
  const found = text.slice(0, caret).match(/(?<![\w\p{Nd}:]):(\w[\w+-]+|[+-]1|[+-])(:?)$/u);
  if (!found || endsInCode(text.slice(0, caret))) return null;
  return { start: caret - found[0].length, query: found[1].toLowerCase(), complete: found[2] === ":" };
}
function endsInCode(text) {
  let open = false;
  const rest = text.replace(CODE, (found, fence, _ticks, start) => {
    open ||= Boolean(fence) && start + found.length === text.length;
    return "";
  });
  return open || rest.includes("`");
}
function bestNames(query, names, most) {
  const containing = names.filter((name) => name.includes(query));
  const rank = (name) => (name.startsWith(query) ? 0 : 1e3) + name.length;
  return containing.sort((a, b) => rank(a) - rank(b)).slice(0, most);
}
const TABLE = "/static/vendor/shortcodes.json";
const PATIENCE_MS = 2e3;
let table = null;
let loading = null;
function emojiTable() {
  loading ??= fetch(TABLE, { signal: AbortSignal.timeout(PATIENCE_MS) }).then((response) => response.json()).then((names) => table = names).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}
function withEmojiNow(text) {
  if (!mayHoldShortcodes(text)) return text;
  return table && withEmoji(text, table);
}
async function withEmojiSoon(text) {
  return withEmojiNow(text) ?? withEmoji(text, await emojiTable().catch(() => ({})));
}
var emoji_table = Object.freeze({ __proto__: null, emojiTable, withEmojiNow, withEmojiSoon });
const MAX_DESCRIPTION_CHARS = 500;
const MENTION = /^<@(\d+)>/;
const MENTIONS = /<@(\d+)>/g;
const UNITS = { s: 1, m: 60, h: 3600 };
const forModerators = ({ room, me }) => moderates(room?.membership, me);
const COMMANDS = [{ name: "me", hint: gettext("Say what you're doing"), example: gettext("/me waves"), run: (rest) => ({ say: `/me ${rest}` }) }, { name: "shrug", hint: gettext("Add \xAF\\_(\u30C4)_/\xAF to your message"), example: "/shrug", run: (rest) => ({ say: `${rest} \xAF\\_(\u30C4)_/\xAF`.trim() }) }, { name: "invite", hint: gettext("Add people, or make a link"), example: gettext("/invite @name"), isFor: ({ room, me }) => room !== null && mayInvite(room, me), run: invite }, { name: "topic", hint: gettext("Change what this room is about"), example: gettext("/topic Trains and the weather"), isFor: forModerators, run: (rest, chat) => change(chat, { description: rest.slice(0, MAX_DESCRIPTION_CHARS) }, gettext("Topic changed.")) }, { name: "slow", hint: gettext("Let people write once in a while only"), example: gettext("/slow 30s or /slow off"), isFor: forModerators, run: slowDown }, { name: "mute", hint: gettext("Stop someone from writing in this room"), example: gettext("/mute @name"), isFor: forModerators, run: mute }];
function commandsFor(chat) {
  return COMMANDS.filter(({ isFor }) => isFor?.(chat) ?? true);
}
async function run(text, chat) {
  const [word] = text.split(/\s/, 1);
  const command = commandsFor(chat).find(({ name }) => `/${name}` === word);
  return command ? command.run(text.slice(word.length).trim(), chat) : { say: text };
}
function problemOf(text, chat) {
  const word = /^\/[a-z]+(?!\S)/.exec(text)?.[0];
  if (word === void 0 || commandsFor(chat).some(({ name }) => `/${name}` === word)) return "";
  return interpolate(gettext("%(word)s isn't a command here. It's sent as text."), { word });
}
function mayNotifyRoom({ room }) {
  const count = room?.member_count ?? 0;
  const text = ngettext("%(count)s person in %(room)s gets a notification.", "All %(count)s people in %(room)s get a notification.", count);
  part(dialog("notify-room"), "meaning").textContent = interpolate(text, { count, room: room?.name ?? "" });
  return confirmed("notify-room");
}
async function change(chat, fields, done) {
  const isDone = await attempt(async () => {
    const { room } = await call("PATCH", `/rooms/${chat.live.roomId}`, fields);
    chat.rooms.update(room);
    toast(done);
  });
  return { isDone };
}
async function invite(rest, chat) {
  const ids = [...rest.matchAll(MENTIONS)].map(([, id]) => Number(id));
  if (rest === "") {
    invitePeople(chat.room);
    return { isDone: true };
  }
  if (ids.length === 0) {
    toast(gettext("Write who it is, such as /invite @name. Without a name, /invite makes a link."));
    return { isDone: false };
  }
  const isDone = await attempt(async () => {
    const { members } = await call("POST", `/rooms/${chat.live.roomId}/members`, { user_ids: ids });
    const names = readersList(members.map(({ user }) => user.name));
    toast(interpolate(gettext("Added %(names)s."), { names }));
  });
  return { isDone };
}
async function slowDown(rest, chat) {
  const { amount = "0", unit = "s" } = /^(?<amount>\d{1,5})\s?(?<unit>[smh])?$/.exec(rest)?.groups ?? {};
  if (amount === "0" && rest !== "off" && rest !== "0") {
    toast(gettext("Write how long people wait, such as /slow 30s, or /slow off."));
    return { isDone: false };
  }
  const seconds = Number(amount) * UNITS[unit];
  const done = seconds > 0 ? gettext("Slow mode is on.") : gettext("Slow mode is off.");
  return change(chat, { slow_mode_s: seconds }, done);
}
async function mute(rest, chat) {
  const member = chat.members.get(Number(MENTION.exec(rest)?.[1]));
  if (!member) {
    toast(gettext("Write who it is, such as /mute @name."));
    return { isDone: false };
  }
  const moderation = await loaded(() => import("./moderation.js"));
  moderation?.sanction("mute", member.user, chat.live.roomId);
  return { isDone: moderation !== null };
}
var commands = Object.freeze({ __proto__: null, commandsFor, mayNotifyRoom, problemOf, run });
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
  const table2 = await emojiTable();
  if (!code.complete) return offerOf(code, table2);
  const isKnown = Object.hasOwn(table2, code.query) && field.value === text && !isComposing;
  if (isKnown) insertText(field, { start: code.start, end: caret }, table2[code.query]);
  return null;
}
function offerOf({ start, query }, table2) {
  const names = bestNames(query, Object.keys(table2), SHOWN$1);
  return { label: gettext("Emoji"), start, items: names.map((name) => itemOf$1(name, table2[name])) };
}
function itemOf$1(name, emoji) {
  const draw = (row) => row.textContent = `${emoji} :${name}:`;
  return { id: `emoji-${name}`, text: `${emoji} `, draw };
}
class MentionText {
  shown = "";
  mentions = [];
  #known = /* @__PURE__ */ new Map();
  show(content, nameOf2) {
    this.shown = "";
    this.mentions = [];
    this.#known.clear();
    let from = 0;
    for (const { 0: mark, 1: id, index } of content.matchAll(MARK)) {
      const label = labelOf(id, nameOf2);
      this.shown += content.slice(from, index);
      from = index + mark.length;
      if (label === void 0) this.shown += mark;
      else this.#append(label, id === ROOM ? ROOM : Number(id));
    }
    this.shown += content.slice(from);
  }
  get content() {
    return this.contentOf(0, this.shown.length);
  }
  contentOf(from, to) {
    return this.pieces(from, to).map(({ text, id }) => id === null ? text : `<@${id}>`).join("");
  }
  pieces(from, to) {
    const pieces = [];
    let at = from;
    for (const { start, end, id } of this.mentions.filter((mention) => mention.start >= from && mention.end <= to)) {
      pieces.push({ text: this.shown.slice(at, start), id: null }, { text: this.shown.slice(start, end), id });
      at = end;
    }
    return [...pieces, { text: this.shown.slice(at, to), id: null }];
  }
  know({ id, name }) {
    this.#known.set(`@${name}`, id);
  }
  edited(text, caret) {
    const edit = difference(this.shown, text, caret);
    const touched = this.mentions.filter(({ start, end }) => start < edit.end && end > edit.start);
    this.#move(edit);
    this.shown = text;
    this.#recognise(edit);
    const isDeletion = edit.newEnd === edit.start;
    return isDeletion && touched.length > 0 ? leftover(touched, edit) : null;
  }
  #append(label, id) {
    const start = this.shown.length;
    this.shown += label;
    this.mentions.push({ start, end: this.shown.length, id });
    this.#known.set(label, id);
  }
  #move({ start, end, newEnd }) {
    const before = this.mentions.filter((mention) => mention.end <= start);
    const after = this.mentions.filter((mention) => mention.start >= end && mention.end > start);
    const moved = after.map((mention) => shifted(mention, newEnd - end));
    this.mentions = [...before, ...moved];
  }
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
  return label.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
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
  const last = Math.max(end, touched.at(-1).end);
  const left = { start: first, end: last - (end - start) };
  return left.start === left.end ? null : left;
}
class MentionBox {
  #field;
  #names;
  #text = new MentionText();
  #ground = document.createElement("div");
  constructor(field, names) {
    this.#field = field;
    this.#names = names;
    this.#ground.className = "composer-ground";
    this.#ground.dir = "auto";
    this.#ground.setAttribute("aria-hidden", "true");
    field.before(this.#ground);
    field.addEventListener("input", () => this.#edited(), { capture: true });
    field.addEventListener("scroll", () => this.#align());
    new ResizeObserver(() => this.#align()).observe(field);
    field.addEventListener("copy", (event) => this.#copied(event));
    field.addEventListener("cut", (event) => this.#copied(event) && insertText(field, this.#selection, ""));
    field.addEventListener("paste", (event) => this.#pasted(event));
  }
  get content() {
    return this.#text.content;
  }
  show(content) {
    this.#text.show(content, (id) => this.#names.of(id));
    this.#field.value = this.#text.shown;
    this.#draw();
  }
  isMention(at) {
    return this.#text.mentions.some(({ start }) => start === at);
  }
  know(mentioned) {
    this.#text.know(mentioned);
    this.#names.keep(mentioned);
  }
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
  #align() {
    this.#ground.style.width = `${this.#field.clientWidth}px`;
    this.#ground.scrollTop = this.#field.scrollTop;
  }
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
    const { users } = await call("GET", `/users?q=${encodeURIComponent(query.trim())}`);
    const people = users.filter(({ id }) => id !== chat.me.id && !chat.members.get(id));
    return people.slice(0, SHOWN).map((user) => personItem(user, "", box));
  };
  return { label: gettext("People"), start, items: [], isChosen: true, more: search().catch(() => []) };
}
async function others(chat, box, query, found) {
  await new Promise((over) => setTimeout(over, SEARCH_DELAY_MS));
  const path = `/users?q=${encodeURIComponent(query.trim())}&room_id=${chat.live.roomId}`;
  const { users, in_room } = await call("GET", path);
  const { me, blocks } = chat;
  const isNew = ({ id }) => id !== me.id && !blocks.has({ id }) && !found.some((user) => user.id === id);
  const note = ({ id }) => in_room.includes(id) ? "" : gettext("Not in this room");
  return users.filter(isNew).slice(0, SHOWN - found.length).map((user) => personItem(user, note(user), box));
}
function personItem(user, note, box) {
  const draw = (row) => {
    drawAvatar(part(row, "avatar"), user);
    part(row, "name").textContent = user.name;
    markBot(part(row, "name"), user);
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
  #sources = /* @__PURE__ */ new Set();
  #offer = null;
  #chosen = NONE;
  #latest = 0;
  constructor(text, list) {
    this.#text = text;
    this.#list = list;
    onKey(text, (event) => this.#key(event), { capture: true });
    text.addEventListener("blur", () => this.#show(null));
    text.addEventListener("compositionend", () => void this.update());
    list.addEventListener("pointerdown", (event) => this.#pointed(event));
  }
  add(source) {
    this.#sources.add(source);
  }
  async update({ isComposing = false } = {}) {
    const number = this.#latest += 1;
    const { value } = this.#text;
    const selectionStart = this.#caret;
    for (const source of this.#sources) {
      const offer = await source.find(value, selectionStart, isComposing).catch(() => null);
      if (number !== this.#latest || value !== this.#text.value) return void 0;
      if (offer) return this.#begin(number, offer);
    }
    return this.#show(null);
  }
  #begin(number, offer) {
    this.#show(offer);
    void offer.more?.then((items) => {
      if (number !== this.#latest || items.length === 0 || document.activeElement !== this.#text) return;
      this.#show({ ...offer, items: [...offer.items, ...items] }, this.#chosen);
    }).catch(() => null);
  }
  #show(offer, chosen = offer?.isChosen ? 0 : NONE) {
    const items = offer?.items ?? [];
    this.#offer = offer;
    this.#chosen = Math.min(Math.max(chosen, offer?.isChosen ? 0 : NONE), items.length - 1);
    this.#list.hidden = items.length === 0;
    if (this.#text.role === "combobox") this.#text.setAttribute("aria-expanded", String(items.length > 0));
    if (offer) this.#list.setAttribute("aria-label", offer.label);
    this.#list.replaceChildren(...items.map(option));
    this.#mark();
  }
  get #caret() {
    return this.#text.selectionStart ?? this.#text.value.length;
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
  #key(event) {
    const count = this.#list.children.length;
    const { key } = event;
    if (count === 0 || event.ctrlKey || event.metaKey || event.altKey) return void 0;
    if (key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (key === "ArrowUp") this.#chosen = (Math.max(this.#chosen, 0) + count - 1) % count;
    else if (key === "Tab" && !event.shiftKey) this.#take(Math.max(this.#chosen, 0));
    else if (key === "Enter" && !event.shiftKey && this.#chosen !== NONE) this.#take(this.#chosen);
    else if (key === "Escape") this.dismiss();
    else return void (key === "Enter" && this.dismiss());
    event.preventDefault();
    return this.#mark();
  }
  dismiss() {
    this.#latest += 1;
    this.#show(null);
  }
  #pointed(event) {
    const row = event.target.closest("li");
    if (!row) return;
    event.preventDefault();
    this.#take([...this.#list.children].indexOf(row));
  }
  #take(index) {
    const { start, items } = this.#offer;
    const item = items[index];
    const end = this.#caret;
    this.dismiss();
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
  constructor(field, list, chat) {
    this.#chat = chat;
    this.mentions = new MentionBox(field, chat.names);
    this.mentions.show(field.value);
    this.#suggestions = new Suggestions(field, list);
    this.#suggestions.add(commandSource(chat));
    this.#suggestions.add(mentionSource(chat, this.mentions));
    this.#suggestions.add(emojiSource(field));
  }
  get hint() {
    return problemOf(this.mentions.content, this.#chat);
  }
  show(text) {
    this.mentions.show(text);
    this.#suggestions.dismiss();
  }
  update(event) {
    return this.#suggestions.update(event);
  }
}
var typing_aids = Object.freeze({ __proto__: null, TypingAids });
class EditMode {
  #chat;
  #roomId = 0;
  #saving = /* @__PURE__ */ new Set();
  current = null;
  problem = "";
  changed = new Signal();
  ended = new Signal();
  constructor(chat) {
    this.#chat = chat;
    chat.connection.on("ready", () => this.#saveWaiting());
    chat.live.changed.subscribe(() => this.#endWithMessage());
  }
  get state() {
    if (this.current === null) return "none";
    if (this.#saving.has(this.#roomId)) return "saving";
    return this.current.waits ? "waiting" : "open";
  }
  get isChanged() {
    return this.current !== null && this.current.text.trim() !== this.current.before.trim();
  }
  enter(roomId) {
    this.#roomId = roomId ?? 0;
    this.#become(this.#chat.drafts.editIn(this.#roomId));
    this.#saveWaiting();
  }
  start({ seq, content }) {
    this.#become({ seq, before: content, text: content, waits: false });
    this.#keep();
  }
  typed(text) {
    if (this.current === null || this.current.text === text) return;
    this.current = { ...this.current, text, waits: false };
    this.problem = "";
    this.#keep();
  }
  cancel() {
    if (this.current !== null) this.#end(this.#roomId, this.current);
  }
  async save() {
    if (this.current === null) return;
    if (this.isChanged) await this.#send(this.#roomId, this.current);
    else this.cancel();
  }
  async #send(roomId, edit) {
    if (this.#saving.has(roomId)) return;
    this.#saving.add(roomId);
    this.changed.emit();
    try {
      const content = await withEmojiSoon(edit.text.trim());
      await this.#chat.connection.request("edit_message", { room_id: roomId, seq: edit.seq, content });
      this.#end(roomId, edit);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#failed(roomId, edit, error);
    } finally {
      this.#saving.delete(roomId);
      this.changed.emit();
    }
  }
  #failed(roomId, edit, error) {
    const waits = error instanceof Unreachable;
    this.#chat.drafts.keepEdit(roomId, { ...edit, waits });
    if (!this.#isCurrent(roomId, edit)) return waits ? void 0 : toast(error.about("content"));
    this.current = { ...edit, waits };
    this.problem = waits ? "" : error.about("content");
    return void 0;
  }
  #endWithMessage() {
    if (this.current === null || this.isChanged && this.current.text.trim() !== "") return;
    const message = this.#chat.live.log.messages.find(({ seq }) => seq === this.current?.seq);
    if (message?.deleted_at) this.cancel();
  }
  #saveWaiting() {
    if (!this.#chat.connection.online) return;
    for (const [roomId, edit] of this.#chat.drafts.waitingEdits()) void this.#send(roomId, edit);
  }
  #end(roomId, edit) {
    this.#chat.drafts.keepEdit(roomId, null);
    if (!this.#isCurrent(roomId, edit)) return;
    this.#become(null);
    this.ended.emit();
  }
  #isCurrent(roomId, edit) {
    return roomId === this.#roomId && edit.seq === this.current?.seq;
  }
  #become(edit) {
    this.current = edit;
    this.problem = "";
    this.changed.emit();
  }
  #keep() {
    this.#chat.drafts.keepEdit(this.#roomId, this.current);
  }
}
function mountEmojiButton(root) {
  const button = part(root, "emoji");
  const text = part(root, "text");
  button.addEventListener("click", async () => {
    const picker = await loaded(() => import("./picker.js"));
    await picker?.openPicker(button.getBoundingClientRect(), (emoji) => insert(text, emoji));
  });
}
function insert(text, emoji) {
  text.focus({ preventScroll: true });
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
const COUNTER_FROM = 300;
function composerNote({ left, hint = "", pauseS = 0, problem = "", isStuck = false, isOffline = false, hasUnsent = false, edit = "none" }) {
  if (pauseS > 0) return { text: pauseText(pauseS), tone: "warning" };
  if (left < 0) return { text: counterText(left), tone: "danger" };
  if (problem !== "") return { text: problem, tone: "danger" };
  if (isStuck) return { text: stuckText(), tone: "danger" };
  if (isOffline) return { text: offlineText(edit, hasUnsent), tone: "warning" };
  if (edit === "saving") return { text: gettext("Saving\u2026"), tone: "" };
  return { text: counterText(left) || hint, tone: "" };
}
const stuckText = () => gettext("Your message is waiting for a file that couldn't be uploaded.");
function offlineText(edit, hasUnsent) {
  switch (edit) {
    case "open":
      return gettext("You're offline. Your changes are kept here.");
    case "saving":
    case "waiting":
      return gettext("Kept. Your changes are saved when you're back.");
    default:
      return hasUnsent ? gettext("Kept. It goes out when you're back.") : "";
  }
}
function counterText(left) {
  if (left >= COUNTER_FROM) return "";
  const text = left >= 0 ? ngettext("%(count)s character left", "%(count)s characters left", left) : ngettext("%(count)s character over the limit.", "%(count)s characters over the limit.", -left);
  return interpolate(text, { count: Math.abs(left) });
}
function pauseText(seconds) {
  const text = ngettext("You're sending fast. This goes out in %(count)s second.", "You're sending fast. This goes out in %(count)s seconds.", seconds);
  return interpolate(text, { count: seconds });
}
const OFFLINE_AFTER_MS = 1500;
const TICK_MS = 250;
class NoteLine {
  #place;
  #chat;
  #look;
  #timer = 0;
  constructor(root, chat, look) {
    this.#place = part(root, "note");
    this.#chat = chat;
    this.#look = look;
    chat.outbox.changed.subscribe(oncePerFrame(() => this.draw()));
    chat.sender.paused.subscribe(() => this.#countDown());
    chat.roomChanged.subscribe(() => this.#countDown());
    chat.connection.statusChanged.subscribe(() => {
      this.draw();
      setTimeout(() => this.draw(), OFFLINE_AFTER_MS);
    });
  }
  draw() {
    const pauseS = Math.ceil((this.#pausedUntilMs - monotonicMs()) / 1e3);
    const { text, tone } = composerNote({ ...this.#look(), pauseS, isOffline: this.#isOffline });
    showText(this.#place, text);
    this.#place.dataset.tone = tone;
  }
  #countDown() {
    clearTimeout(this.#timer);
    this.draw();
    if (this.#pausedUntilMs > monotonicMs()) this.#timer = window.setTimeout(() => this.#countDown(), TICK_MS);
  }
  get #pausedUntilMs() {
    const { live, sender } = this.#chat;
    return live.roomId === null ? 0 : sender.pausedUntil(live.roomId);
  }
  get #isOffline() {
    const { phase, sinceMs } = this.#chat.connection.status;
    return phase !== "online" && monotonicMs() - sinceMs >= OFFLINE_AFTER_MS;
  }
}
function mountVoiceButton(root, chat) {
  const button = part(root, "voice");
  const form = part(root, "form");
  button.hidden = !("MediaRecorder" in globalThis) || !navigator.mediaDevices;
  button.addEventListener("click", async () => {
    const it = await loaded(() => import("./voice_dialog.js"));
    it?.recordVoice(chat, () => form.requestSubmit());
  });
}
async function addFiles(chat, files) {
  const { roomId } = chat.live;
  if (files.length === 0) return;
  if (isEditing()) return void toast(gettext("Files can't be added to a message that was sent."));
  if (roomId === null || !mayAdd()) return void toast(gettext("You can't send files here."));
  const adding = add(chat, roomId, files);
  chat.files.adding = adding;
  await adding;
  if (chat.files.adding === adding) chat.files.adding = null;
}
async function add(chat, roomId, files) {
  const keeper = await loaded(() => chat.files.load());
  for (const text of keeper?.add(roomId, files) ?? []) toast(text);
}
function mayAdd() {
  return document.querySelector("form.composer:not([hidden])") !== null;
}
function isEditing() {
  return document.querySelector(".composer [data-editing]") !== null;
}
const LEFT_MS = 300;
function mountDropping(chat) {
  const area = document.querySelector("[data-part=drop-here]");
  let timer = 0;
  const show = (isOver) => {
    clearTimeout(timer);
    if (area.hidden === isOver) area.hidden = !isOver;
    if (isOver) timer = window.setTimeout(() => show(false), LEFT_MS);
  };
  addEventListener("dragover", (event) => {
    if (!isForThePage(event)) return;
    event.preventDefault();
    show(chat.room !== null && !isInDialog());
  });
  addEventListener("drop", (event) => {
    show(false);
    if (!isForThePage(event)) return;
    event.preventDefault();
    if (!isInDialog()) void addFiles(chat, filesIn(event.dataTransfer));
  });
}
function filesIn({ items, files }) {
  const isFolder = [...items].map((item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory);
  if (isFolder.includes(true)) toast(gettext("A folder can't be sent. Pack it into one file, such as a ZIP."));
  return [...files].filter((_, at) => !isFolder[at]);
}
function isForThePage({ dataTransfer, target }) {
  const takesFiles = target instanceof HTMLInputElement && target.type === "file";
  const hasFiles = dataTransfer?.types.some((type) => type.toLowerCase() === "files") ?? false;
  return hasFiles && !takesFiles;
}
const isInDialog = () => document.querySelector("dialog[open]") !== null;
function mountAttaching(root, chat) {
  const input = part(root, "attach-input");
  const choose = () => input.click();
  part(root, "attach").addEventListener("click", () => {
    if (!matchMedia("(pointer: coarse)").matches) return choose();
    return void import("./attach_menu.js").then(({ openAttachMenu }) => openAttachMenu(root, input)).catch(choose);
  });
  input.addEventListener("change", () => {
    void addFiles(chat, [...input.files ?? []]);
    input.value = "";
    part(root, "text").focus({ preventScroll: true });
  });
  addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (document.querySelector("dialog[open]") || !data?.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    void addFiles(chat, [...data.files]);
  });
  mountDropping(chat);
}
const EXCERPT_CHARS = 100;
function drawStrip(root, { reply, isEditing: isEditing2 }, chat) {
  const strip = part(root, "strip");
  hideIf(strip, !isEditing2 && reply === null);
  strip.toggleAttribute("data-editing", isEditing2);
  part(root, "strip-edit").toggleAttribute("hidden", !isEditing2);
  part(root, "strip-reply").toggleAttribute("hidden", isEditing2);
  if (strip.hidden) return;
  const label = isEditing2 ? gettext("Cancel editing") : gettext("Cancel reply");
  part(root, "strip-cancel").setAttribute("aria-label", label);
  part(root, "strip-cancel").title = label;
  showText(part(root, "strip-text"), isEditing2 ? editText(chat) : replyText(reply));
}
function editText({ storage }) {
  return enterSends(storage) ? gettext("Editing: Enter saves, Esc cancels") : gettext("Editing your message");
}
function replyText(reply) {
  return reply === null ? "" : interpolate(gettext("Replying to %(name)s: %(text)s"), reply);
}
function answered({ seq, author, ...message }) {
  const text = message.deleted_at === null ? plainText(message).trim() : gettext("This message was deleted.");
  return { seq, name: nameOf(author), text: text.slice(0, EXCERPT_CHARS) };
}
class Floors {
  #root;
  #chat;
  #note;
  #tray = null;
  #isLoadingTray = false;
  #reply = null;
  edit;
  constructor(root, chat, box) {
    this.#root = root;
    this.#chat = chat;
    this.edit = new EditMode(chat);
    this.#note = new NoteLine(root, chat, () => this.#sayable(box()));
    mountAttaching(root, chat);
    mountEmojiButton(root);
    mountVoiceButton(root, chat);
    chat.trays.changed.subscribe(() => this.#drawTray());
    chat.live.changed.subscribe(oncePerFrame(() => this.#drawStrip()));
    chat.files.said.subscribe((text) => toast(text));
  }
  answered = answered;
  draw(reply) {
    this.#reply = reply;
    this.#drawStrip();
    this.#note.draw();
    this.#drawTray();
  }
  #drawStrip() {
    const message = this.#chat.live.log.messages.find(({ seq }) => seq === this.#reply?.seq);
    const reply = message ? answered(message) : this.#reply;
    drawStrip(this.#root, { reply, isEditing: this.edit.current !== null }, this.#chat);
  }
  #drawTray() {
    if (this.#tray) this.#tray.draw();
    else if (this.#chat.trays.in(this.#chat.live.roomId).length > 0) void this.#loadTray();
  }
  async #loadTray() {
    if (this.#isLoadingTray) return;
    this.#isLoadingTray = true;
    const code = await loaded(() => Promise.all([import("./tray.js"), this.#chat.files.load()]));
    this.#isLoadingTray = false;
    if (code === null) return;
    const [{ Tray }, files] = code;
    this.#tray = new Tray(this.#root, this.#chat, files);
  }
  get lastOwn() {
    const { live, me } = this.#chat;
    return live.log.messages.findLast(({ author, deleted_at }) => author?.id === me.id && deleted_at === null);
  }
  get edited() {
    return this.#chat.live.log.messages.find(({ seq }) => seq === this.edit.current?.seq);
  }
  async leaveEdit() {
    const mayDiscard = async () => (await loaded(() => Promise.resolve().then(function() {
      return confirm;
    })))?.confirmed("discard-edit");
    if (this.edit.isChanged && !await mayDiscard()) return false;
    this.edit.cancel();
    return true;
  }
  #sayable({ text, left, hint }) {
    const { outbox, live, trays } = this.#chat;
    const isStuck = trays.in(live.roomId).some(({ error }) => error !== "");
    const hasUnsent = text.trim() !== "" || live.roomId !== null && outbox.inRoom(live.roomId).length > 0;
    const { problem, state, current } = this.edit;
    const ofMessage = current === null ? { hint, isStuck } : {};
    return { left, hasUnsent, problem, edit: state, ...ofMessage };
  }
}
var floors = Object.freeze({ __proto__: null, Floors });
export {
  Suggestions as S,
  addFiles as a,
  bestMatches as b,
  confirmed as c,
  commands as d,
  emoji_table as e,
  floors as f,
  insertText as i,
  namesWith as n,
  typing_aids as t
};
