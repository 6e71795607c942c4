import { g as gettext, a0 as contentOf, u as part, at as shortDate, n as now, al as isoDay, c as call, a1 as drawAvatar, L as hideIf, Z as fromTemplate, a as interpolate, I as oncePerFrame, C as ChatError, a8 as KeyedList, B as onKey, M as showText, Y as nameOf, a6 as briefTime, a2 as fullTime, a4 as showServerHtml, W as ngettext, S as Signal, i as isPassing, as as timeZone, q as addressChanged, t as travelled, ay as address, j as goBack, K as parts } from "./app.js";
import { b as bestMatches, n as namesWith, S as Suggestions, i as insertText } from "./writing.js";
import { v as drawMark, d as isDirect, u as othersIn, B as named, b as markBot, s as setAddress } from "./chat.js";
const MOST = 6;
class RecentSearches {
  #snapshot;
  constructor(snapshot) {
    this.#snapshot = snapshot;
  }
  get all() {
    return this.#snapshot.searches;
  }
  note(text) {
    const said = text.trim();
    if (said !== "") this.#snapshot.keepSearches([said, ...this.all.filter((known) => known !== said)].slice(0, MOST));
  }
  forget(text) {
    this.#snapshot.keepSearches(this.all.filter((known) => known !== text));
  }
  clear() {
    this.#snapshot.keepSearches([]);
  }
}
const OPERATORS = ["from", "in", "before", "after", "on", "has", "mentions"];
const QUOTES = '"\u201C\u201D\u201E\xAB\xBB\u300C\u300D\u300E\u300F';
const NAMES = OPERATORS.join("|");
const TERM = new RegExp(`-?(?:(?:${NAMES}):)?(?:[${QUOTES}][^${QUOTES}]*(?:[${QUOTES}]|$)|\\S+)?`, "giuy");
const OPERATOR = new RegExp(`^-?(${NAMES}):`, "iu");
const QUOTED = new RegExp(`^[${QUOTES}]([^${QUOTES}]*)([${QUOTES}]?)`, "u");
function termsOf(text) {
  const terms = [];
  for (let at = afterBlanks(text, 0); at < text.length; at = afterBlanks(text, terms[terms.length - 1].end)) {
    TERM.lastIndex = at;
    const found = TERM.exec(text)?.[0] || text[at];
    terms.push(term(found, at));
  }
  return terms;
}
function afterBlanks(text, from) {
  return from + (text.slice(from).match(/^\s*/u)?.[0].length ?? 0);
}
function term(found, start) {
  const operator = OPERATOR.exec(found)?.[1].toLowerCase() ?? null;
  const rest = found.replace(OPERATOR, "").replace(operator ? "" : /^-(?=.)/u, "");
  const quoted2 = QUOTED.exec(rest);
  const isExcluded = found.startsWith("-") && found.length > 1;
  const kind = isExcluded ? "without" : operator ?? (quoted2 ? "phrase" : "word");
  const isOpen = quoted2 ? quoted2[2] === "" : operator !== null && rest === "";
  return { start, end: start + found.length, operator, value: quoted2 ? quoted2[1] : rest, kind, isOpen };
}
function termBefore(text, caret) {
  return termsOf(text.slice(0, caret)).find(({ end }) => end === caret) ?? null;
}
const WHOLE = /^(\d{4}-\d\d-\d\d|today|yesterday|link|image|video|audio|file)$/i;
function isWorthAsking(text) {
  const terms = termsOf(text);
  const last = terms.at(-1);
  if (!last || terms.some(({ isOpen }) => isOpen) || /^[\p{Script=Latin}\d]$/u.test(text.trim())) return false;
  const mayGoOn = last.operator !== null && text.endsWith(last.value);
  return !mayGoOn || WHOLE.test(last.value);
}
function without(text, understood, at) {
  const { kind, text: meant } = understood[at];
  const alike = termsOf(text).filter((term2) => term2.kind === kind);
  const nth = understood.slice(0, at).filter((other) => other.kind === kind).length;
  const isMeant = ({ operator, value }) => plain(kind === "without" && operator ? `${operator}:${value}` : value) === plain(meant);
  const found = alike.find(isMeant) ?? alike[nth];
  if (!found) return text;
  return `${text.slice(0, found.start)} ${text.slice(found.end)}`.replace(/\s+/gu, " ").trim();
}
function plain(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}
function unquotedName(understood) {
  for (const [at, { kind, text, user, room }] of understood.entries()) {
    const words = plain((user ?? room)?.name ?? "").split(/\s+/u);
    const next = understood[at + 1];
    const isCut = kind !== "without" && next?.kind === "word" && words.length > 1 && words.includes(plain(next.text));
    if (isCut && !/\s/u.test(text)) return `${kind}:${quoted((user ?? room)?.name ?? "")}`;
  }
  return null;
}
function quoted(name) {
  return /[\s"“”„«»「」『』]/u.test(name) ? `"${name.replaceAll('"', "")}"` : name;
}
const KINDS = { link: gettext("With a link"), image: gettext("With a picture"), video: gettext("With a video"), audio: gettext("With a recording"), file: gettext("With a document or other file") };
const SHOWN = 6;
const ASK_DELAY_MS = 150;
const LEAST_LETTERS = 2;
const ME = "me";
const MEANINGS = { from: gettext("Written by a person"), in: gettext("In a room"), before: gettext("Before a day"), after: gettext("After a day"), on: gettext("On a day"), has: gettext("With a link or a file"), mentions: gettext("Mentions you") };
function searchSource(chat) {
  return { find: async (text, caret, isComposing) => isComposing ? null : find(chat, text, caret) };
}
function find(chat, text, caret) {
  const term2 = termBefore(text, caret);
  if (!term2) return null;
  switch (term2.operator) {
    case null:
      return operators(term2);
    case "from":
    case "mentions":
      return people(term2, chat);
    case "in":
      return offer(gettext("Rooms"), term2, rooms(term2, chat), true);
    case "has":
      return offer(MEANINGS.has, term2, kinds(term2), true);
    default:
      return offer(MEANINGS[term2.operator], term2, days(term2), false);
  }
}
function offer(label, { start }, items, isChosen) {
  return items.length === 0 ? null : { label, start, items, isChosen };
}
function operators({ start, value, kind }) {
  const typed = value.toLowerCase();
  if (kind !== "word" || typed.length < LEAST_LETTERS) return null;
  const items = OPERATORS.filter((name) => name.startsWith(typed)).map((name) => operatorItem(name));
  return items.length === 0 ? null : { label: gettext("Narrow the search"), start, items };
}
function operatorItem(name) {
  return { id: `search-${name}`, text: `${name}:`, draw: (row) => drawExample(row, `${name}:`, MEANINGS[name]) };
}
function kinds({ value }) {
  const typed = value.toLowerCase();
  const names = Object.entries(KINDS).filter(([name]) => name.startsWith(typed) && name !== typed);
  return names.map(([name, meaning]) => ({ id: `search-${name}`, text: `has:${name} `, draw: (row) => drawExample(row, `has:${name}`, meaning) }));
}
function drawExample(row, example, hint) {
  row.append(contentOf("command-suggestion"));
  part(row, "example").textContent = example;
  part(row, "hint").textContent = hint;
}
function days({ operator, value }) {
  const names = [{ ago: 0, name: gettext("Today") }, { ago: 1, name: gettext("Yesterday") }, { ago: 7, name: gettext("A week ago") }, { ago: 30, name: gettext("30 days ago") }, { ago: 365, name: gettext("A year ago") }];
  return names.map(({ ago, name }) => ({ day: daysAgo(ago), name })).filter(({ day, name }) => day.startsWith(value) || name.toLowerCase().startsWith(value.toLowerCase())).map(({ day, name }) => ({ id: `search-${day}`, text: `${operator}:${day} `, draw: (row) => drawExample(row, name, shortDate(`${day}T12:00`)) }));
}
function daysAgo(days2) {
  const day = now();
  day.setDate(day.getDate() - days2);
  return isoDay(day);
}
function rooms({ value }, chat) {
  return bestMatches(value, chat.rooms.joined(), ({ name }) => name).slice(0, SHOWN).map((room) => ({ id: `search-room-${room.id}`, text: `in:${isDirect(room) ? room.id : quoted(room.name)} `, draw: (row) => {
    row.append(contentOf("search-room-suggestion"));
    drawMark(part(row, "mark"), room, chat);
    part(row, "name").textContent = room.name;
  } }));
}
function people({ start, value, operator }, chat) {
  const { me, members, rooms: all } = chat;
  const partners = all.joined().filter(isDirect).flatMap((room) => othersIn(room, me));
  const here = members.sorted(() => true).map(({ user }) => user);
  const known = [...new Map([...here, ...partners].map((user) => [user.id, user])).values()].filter(({ id }) => id !== me.id);
  const item = (user) => personItem(`${operator}:`, user, known, me);
  const isMe = ME.startsWith(value.toLowerCase()) || namesWith(value, [me]).length > 0;
  const found = [...isMe ? [me] : [], ...namesWith(value, known)].slice(0, SHOWN);
  const more = found.length < SHOWN && value !== "" ? others(value, [me, ...known], item) : void 0;
  return { label: gettext("People"), start, items: found.map(item), isChosen: true, more };
}
async function others(value, known, item) {
  await new Promise((over) => setTimeout(over, ASK_DELAY_MS));
  const { users } = await call("GET", `/users?q=${encodeURIComponent(value)}`);
  return users.filter(({ id }) => !known.some((user) => user.id === id)).slice(0, SHOWN).map(item);
}
function personItem(operator, user, known, me) {
  const isMe = user.id === me.id;
  const isAmbiguous = known.some(({ id, name }) => id !== user.id && name === user.name);
  return { id: `search-person-${user.id}`, text: `${operator}${isMe ? ME : isAmbiguous ? user.id : quoted(user.name)} `, draw: (row) => {
    row.append(contentOf("person-suggestion"));
    drawAvatar(part(row, "avatar"), user);
    part(row, "name").textContent = user.name;
    part(row, "note").textContent = isMe ? gettext("You") : "";
  } };
}
const EXAMPLES = [["from:", "from:", MEANINGS.from], ["in:", "in:", MEANINGS.in], ["before:", "before:", MEANINGS.before], ["after:", "after:", MEANINGS.after], ["has:", "has:", MEANINGS.has], ["mentions:me ", "mentions:me", MEANINGS.mentions], ['"', `"${gettext("two words")}"`, gettext("In exactly this order")], ["-", `-${gettext("word")}`, gettext("Without a word")]];
class Beginning {
  #root;
  #recent;
  constructor(root, recent, field) {
    this.#root = root;
    this.#recent = recent;
    part(root, "examples").replaceChildren(...EXAMPLES.map(exampleRow));
    root.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.#pressed(button, field);
    });
  }
  draw() {
    const { all } = this.#recent;
    hideIf(part(this.#root, "recent"), all.length === 0);
    part(this.#root, "recent-list").replaceChildren(...all.map(recentRow));
  }
  #pressed(button, field) {
    const { typed, search, part: name } = button.dataset;
    if (typed) return field.type(typed);
    if (name === "open") return field.search(search ?? "");
    if (name === "forget") this.#recent.forget(search ?? "");
    else this.#recent.clear();
    this.draw();
    const left = this.#root.querySelector("[data-part=forget]");
    return left ? left.focus() : field.type("");
  }
}
function exampleRow([typed, example, meaning]) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-item";
  button.dataset.typed = typed;
  drawExample(button, example, meaning);
  row.append(button);
  return row;
}
function recentRow(text) {
  const row = fromTemplate("recent-search");
  part(row, "text").textContent = text;
  for (const name of ["open", "forget"]) part(row, name).dataset.search = text;
  part(row, "forget").setAttribute("aria-label", interpolate(gettext("Forget \u201C%(text)s\u201D"), { text }));
  return row;
}
const TEXTS = { word: gettext("\u201C%(value)s\u201D as text"), phrase: gettext("\u201C%(value)s\u201D"), without: gettext("Without \u201C%(value)s\u201D"), from: gettext("From %(value)s"), in: gettext("In %(value)s"), before: gettext("Before %(value)s"), after: gettext("After %(value)s"), on: gettext("On %(value)s"), has: "%(value)s", mentions: gettext("Mentions %(value)s") };
const VALUES = { today: gettext("today"), yesterday: gettext("yesterday"), me: gettext("you") };
function drawChips(list, understood, rooms2) {
  const chips = understood.map((one, at) => ({ one, at })).filter(({ one }) => one.kind !== "word" || looksMeant(one));
  list.replaceChildren(...chips.map(({ one, at }) => chip(textOf(one, rooms2), at)));
  list.hidden = chips.length === 0;
}
function looksMeant({ text }) {
  return /^\p{L}+:./u.test(text) && !text.includes("://");
}
function textOf({ kind, text, user, room }, rooms2) {
  const said = wordsFor(kind)[text.toLowerCase()];
  const name = user?.name ?? (room && (rooms2.get(room.id)?.name ?? room.name));
  const value = /^(before|after|on)$/.test(kind) ? dayOf(text) : text;
  return interpolate(TEXTS[kind], { value: said ?? name ?? value });
}
function wordsFor(kind) {
  if (kind === "has") return KINDS;
  return /^(from|mentions|before|after|on)$/.test(kind) ? VALUES : {};
}
function dayOf(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? shortDate(`${text}T12:00`) : text;
}
function chip(text, at) {
  const node = fromTemplate("search-chip");
  const button = part(node, "remove");
  button.dataset.at = String(at);
  button.setAttribute("aria-label", interpolate(gettext("Remove: %(what)s"), { what: text }));
  part(node, "text").textContent = text;
  return node;
}
const PAUSE_MS$1 = 1e3;
const MOST_PAGES = 5;
function followRoomsElsewhere(searching, chat, note) {
  const versions = /* @__PURE__ */ new Map();
  const changed = /* @__PURE__ */ new Map();
  searching.changed.subscribe(() => {
    for (const { room: { id } } of searching.results.items) {
      const version = versions.get(id) ?? chat.rooms.get(id)?.version;
      if (version !== void 0) versions.set(id, version);
    }
  });
  chat.connection.on("room_activity", ({ room_id, seq, room: { version } }) => {
    const since = versions.get(room_id);
    if (since === void 0) return;
    versions.set(room_id, version);
    if (seq === version && seq === since + 1) return;
    if (changed.size === 0) setTimeout(() => readAll(changed, note), PAUSE_MS$1);
    if (!changed.has(room_id)) changed.set(room_id, since);
  });
}
function readAll(changed, note) {
  for (const [roomId, since] of changed) void read(roomId, since, note).catch(() => null);
  changed.clear();
}
async function read(roomId, since, note) {
  for (let page = 0, from = since; page < MOST_PAGES; page += 1) {
    const { messages, version, complete } = await call("GET", `/rooms/${roomId}/changes?since=${from}`);
    note(messages);
    if (complete) return;
    from = version;
  }
}
const MOST_ROOMS = 20;
function followResults(searching, chat) {
  const { connection, live, blocks } = chat;
  const drop = (isGone) => {
    if (searching.results.drop(isGone)) searching.changed.emit();
  };
  const note = (messages) => {
    const ids = new Set(searching.results.items.map(({ message }) => message.id));
    for (const message of messages) if (ids.has(message.id)) noteMessage(message, searching, drop);
  };
  const leave = (roomId) => drop(({ room }) => room.id === roomId);
  connection.on("message_updated", ({ message }) => note([message]));
  live.caughtUp.subscribe(({ messages }) => note(messages));
  followRoomsElsewhere(searching, chat, note);
  live.changed.subscribe(oncePerFrame(() => searching.results.items.length > 0 && note(live.log.messages)));
  connection.on("room_deleted", ({ room_id }) => leave(room_id));
  connection.on("membership_changed", ({ room_id, membership }) => {
    const isPublic = chat.rooms.get(room_id)?.visibility === "public";
    if (membership === null && !isPublic) leave(room_id);
  });
  connection.on("sanctioned", ({ sanction: { action, room } }) => action === "banned" && room && leave(room.id));
  blocks.changed.subscribe(() => drop(({ message }) => blocks.has(message.author)));
  connection.on("ready", () => searching.isWaiting ? void searching.retry() : void leaveGone(searching, chat, leave));
}
async function leaveGone(searching, { rooms: rooms2 }, leave) {
  const ids = new Set(searching.results.items.map(({ room }) => room.id).filter((id) => !rooms2.get(id)));
  for (const id of [...ids].slice(0, MOST_ROOMS)) {
    const failure = await call("GET", `/rooms/${id}`).then(() => null, (error) => error);
    if (failure instanceof ChatError && failure.code === "not_found") leave(id);
  }
}
function noteMessage(message, searching, drop) {
  const known = searching.results.of(message.id)?.message;
  if (!known || message.version <= known.version) return;
  if (message.deleted_at) drop((result) => result.message.id === message.id);
  else if (message.content !== known.content) void searching.lookAgain(message);
  else known.version = message.version;
}
const SEEN_BEFORE_CHARS = 28;
function beginAtHit(place) {
  const hit = place.querySelector("mark");
  if (!hit) return;
  const before = [...place.childNodes].slice(0, [...place.childNodes].indexOf(hit));
  const text = before.map((node) => node.textContent).join("");
  const shortened = endOf(text);
  if (shortened === text) return;
  for (const node of before) node.remove();
  hit.before(shortened);
}
function endOf(text) {
  if (text.length <= SEEN_BEFORE_CHARS) return text;
  const letters = [...text].slice(-SEEN_BEFORE_CHARS).join("");
  const blank = letters.search(/\s/u);
  return `\u2026${blank < 0 || blank > SEEN_BEFORE_CHARS / 2 ? letters : letters.slice(blank + 1)}`;
}
class ResultsView {
  #list;
  #chat;
  #openedId = null;
  constructor(root, chat, page) {
    this.root = root;
    this.#chat = chat;
    this.#list = new KeyedList(root, { key: ({ key }) => key, create: ({ kind }) => fromTemplate(kind === "room" ? "search-room" : "search-result"), update: (node, row) => this.#drawRow(node, row) });
    root.addEventListener("click", (event) => this.#pressed(event, page));
    root.addEventListener("focusin", ({ target }) => this.#stopAt(target));
    onKey(root, (event) => this.#key(event, page));
  }
  show(rows) {
    const at = this.#links.findIndex((link) => link === document.activeElement);
    this.#list.show(rows);
    const links = this.#links;
    if (at >= 0 && !this.root.contains(document.activeElement)) links[Math.min(at, links.length - 1)]?.focus();
    if (!links.some(({ tabIndex }) => tabIndex === 0) && links[0]) links[0].tabIndex = 0;
  }
  focus(at) {
    const links = this.#links;
    (links[at ?? links.findIndex(({ tabIndex }) => tabIndex === 0)] ?? links[0])?.focus();
  }
  markOpened(messageId) {
    this.#openedId = messageId;
    for (const link of this.#links) mark(link, link.dataset.message === String(messageId));
    const opened = this.#links.find((link) => link.hasAttribute("aria-current"));
    if (opened) this.#stopAt(opened);
  }
  get #links() {
    return [...this.root.querySelectorAll("a")];
  }
  #drawRow(node, row) {
    if (row.kind === "room") drawRoom(node, row.room, this.#chat);
    else drawResult(node, row.result, this.#openedId);
  }
  #stopAt(target) {
    for (const link of this.#links) link.tabIndex = link === target ? 0 : -1;
  }
  #pressed(event, page) {
    const link = event.target.closest("a[data-message]");
    const row = link && this.#list.item(`result-${link.dataset.message}`);
    if (row?.kind !== "result" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    page.open(row.result);
  }
  #key(event, page) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = this.#links;
    const at = links.findIndex((link) => link === event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at < 0 || to === void 0) return;
    event.preventDefault();
    if (to < 0) page.leave();
    else links[Math.min(to, links.length - 1)].focus();
  }
}
function drawRoom(node, found, chat) {
  const known = chat.rooms.get(found.id);
  const room = known ?? named({ is_active: true, visibility: "public", ...found }, chat.me);
  drawMark(part(node, "mark"), room, chat);
  showText(part(node, "name"), room.name);
}
function drawResult(link, { message, excerpt_html }, openedId) {
  link.href = `/rooms/${message.room_id}/${message.seq}`;
  link.dataset.message = String(message.id);
  mark(link, message.id === openedId);
  drawAvatar(part(link, "avatar"), message.author);
  showText(part(link, "author"), nameOf(message.author));
  markBot(part(link, "author"), message.author);
  const time = part(link, "time");
  showText(time, briefTime(message.created_at));
  time.dateTime = message.created_at;
  time.title = fullTime(message.created_at);
  const note = noteOf(message);
  showText(part(link, "note"), note);
  hideIf(part(link, "note"), note === "");
  const text = part(link, "text");
  if (text.dataset.html === excerpt_html) return;
  text.dataset.html = excerpt_html;
  showServerHtml(text, excerpt_html);
  beginAtHit(text);
}
function noteOf({ reply_to, edited_at }) {
  const reply = reply_to ? interpolate(gettext("Reply to %(name)s"), { name: nameOf(reply_to.author) }) : "";
  return [reply, edited_at ? gettext("edited") : ""].filter(Boolean).join(" \xB7 ");
}
function mark(link, isOpened) {
  if (isOpened) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}
function drawScope(group, room, isInRoom) {
  hideIf(group, room === null);
  if (room) showText(part(group, "in-room"), interpolate(gettext("In %(room)s"), { room: room.name }));
  for (const button of group.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.scope === "room" === isInRoom));
  }
}
class SearchField {
  #input;
  #clear;
  #suggestions;
  #search;
  constructor(root, chat, search) {
    this.#input = part(root, "text");
    this.#clear = part(root, "clear");
    this.#search = search;
    this.#suggestions = new Suggestions(this.#input, part(root, "suggestions"));
    this.#suggestions.add(searchSource(chat));
    this.#input.addEventListener("input", (event) => this.#typed(event));
    this.#input.addEventListener("compositionend", () => search.soon());
    part(root, "form").addEventListener("submit", () => this.#submitted());
    this.#clear.addEventListener("click", () => this.type(""));
    onKey(this.#input, (event) => this.#key(event));
  }
  get text() {
    return this.#input.value;
  }
  begin() {
    this.drawClear();
    if (this.#input.selectionStart === this.#input.selectionEnd) void this.#suggestions.update();
  }
  focus() {
    this.#input.focus();
  }
  show(text) {
    this.#input.value = text;
    this.#suggestions.dismiss();
    this.drawClear();
  }
  type(text) {
    const { length } = this.#input.value;
    const isEmpty = length === 0;
    if (text === "" && isEmpty) return this.focus();
    return insertText(this.#input, { start: text === "" ? 0 : length, end: length }, text);
  }
  drawClear() {
    hideIf(this.#clear, this.#input.value === "");
  }
  #typed(event) {
    this.drawClear();
    void this.#suggestions.update(event);
    if (!event.isComposing) this.#search.soon();
  }
  #submitted() {
    this.#suggestions.dismiss();
    this.#search.now();
  }
  #key(event) {
    if (event.key !== "ArrowDown" || event.defaultPrevented || event.altKey) return;
    event.preventDefault();
    this.#search.down();
  }
}
function drawState(root, searching, { isInRoom, isOnline }) {
  const { phase, isMore, results, waited } = searching;
  const isNone = phase === "done" && results.items.length === 0;
  const isAsking = phase === "asking";
  showText(part(root, "state"), stateText(searching, isOnline));
  part(root, "state").toggleAttribute("data-waiting", searching.isWaiting);
  part(root, "state").toggleAttribute("data-failed", phase === "failed" && !searching.isWaiting);
  part(root, "state").toggleAttribute("data-none", isNone);
  hideIf(part(root, "retry"), phase !== "failed" || searching.error?.code === "invalid_input");
  hideIf(part(root, "none"), !isNone);
  const example = unquotedName(results.understood);
  showText(part(root, "quotes"), example ? quotesText(example) : "");
  hideIf(part(root, "quotes"), example === null);
  hideIf(part(root, "widen"), !isNone || !isInRoom);
  hideIf(part(root, "incomplete"), results.isComplete || phase === "blank");
  part(root, "found").setAttribute("aria-busy", String(isAsking && !isMore));
  hideIf(part(root, "more"), results.before === null || isAsking && !isMore);
  showText(part(root, "more"), moreText(searching, isAsking && isMore && waited > 0));
}
function stateText({ phase, results, waited, error, isMore, isWaiting }, isOnline) {
  switch (phase) {
    case "blank":
      return "";
    case "failed":
      return isWaiting && !isOnline ? gettext("You're offline. The search starts when you're back.") : error?.about("q") ?? "";
    case "asking":
      return isMore ? countText(results) : waitingText(waited, countText(results));
    case "done":
      return countText(results);
  }
}
function quotesText(example) {
  return interpolate(gettext("Put a name of several words in quotation marks: %(example)s"), { example });
}
function waitingText(waited, before) {
  if (waited === 0) return before;
  return waited === 1 ? gettext("Searching\u2026") : gettext("Still searching\u2026");
}
function countText({ items, before, searchedBackTo }) {
  const count = items.length;
  if (searchedBackTo !== null && count === 0) {
    return interpolate(gettext("Nothing found back to %(day)s"), { day: shortDate(searchedBackTo) });
  }
  if (count === 0) return gettext("No messages found");
  const text = before === null ? ngettext("%(count)s message", "%(count)s messages", count) : ngettext("%(count)s message so far", "%(count)s messages so far", count);
  return interpolate(text, { count });
}
function moreText({ results: { searchedBackTo } }, isSlow) {
  if (isSlow) return gettext("Searching\u2026");
  if (searchedBackTo === null) return gettext("Show older messages");
  const day = shortDate(searchedBackTo);
  return interpolate(gettext("Searched back to %(day)s \xB7 Search older"), { day });
}
class SearchResults {
  items = [];
  understood = [];
  before = null;
  searchedBackTo = null;
  isComplete = true;
  replace(answer) {
    this.items = [];
    this.understood = answer.understood;
    this.add(answer);
  }
  add({ results, has_more, before, searched_back_to, is_complete }) {
    const known = new Set(this.items.map(({ message }) => message.id));
    this.items = [...this.items, ...results.filter(({ message }) => !known.has(message.id))];
    this.before = has_more ? before : null;
    this.searchedBackTo = searched_back_to;
    this.isComplete = is_complete;
  }
  of(messageId) {
    return this.items.find(({ message }) => message.id === messageId);
  }
  put(result) {
    this.items = this.items.map((known) => known.message.id === result.message.id ? result : known);
  }
  drop(isGone) {
    const left = this.items.filter((result) => !isGone(result));
    const some = left.length < this.items.length;
    this.items = left;
    return some;
  }
  rows(namesRooms = true) {
    return this.items.flatMap((result, at) => {
      const row = { kind: "result", key: `result-${result.message.id}`, result };
      const { room } = result;
      if (!namesRooms || this.items[at - 1]?.room.id === room.id) return [row];
      return [{ kind: "room", key: `room-${result.message.id}`, room }, row];
    });
  }
}
const PAGE = 25;
const PAUSE_MS = 300;
const TIMEOUT_MS = 2e4;
const WORDS_MS = [400, 4e3];
class Searching {
  changed = new Signal();
  results = new SearchResults();
  search = { text: "", roomId: null };
  phase = "blank";
  isMore = false;
  waited = 0;
  error = null;
  #read;
  #request = new AbortController();
  #pause;
  #timers = [];
  constructor(read2 = (path, signal) => call("GET", path, void 0, signal)) {
    this.#read = read2;
  }
  soon(search) {
    clearTimeout(this.#pause);
    if (search.text.trim() === "") return this.clear();
    if (!isWorthAsking(search.text) || this.#isAsked(search)) return void 0;
    this.#pause = setTimeout(() => void this.now(search), PAUSE_MS);
    return void 0;
  }
  async now(search) {
    clearTimeout(this.#pause);
    if (search.text.trim() === "") return this.clear();
    this.search = search;
    this.isMore = false;
    return this.#ask("", (answer) => this.results.replace(answer));
  }
  async more() {
    const { before } = this.results;
    if (before === null || this.phase === "asking") return;
    this.isMore = true;
    await this.#ask(`&before=${before}`, (answer) => this.results.add(answer));
  }
  retry() {
    return this.isMore ? this.more() : this.now(this.search);
  }
  clear() {
    this.#end();
    this.search = { ...this.search, text: "" };
    this.results = new SearchResults();
    this.#show("blank");
  }
  get isWaiting() {
    return this.phase === "failed" && isPassing(this.error);
  }
  async lookAgain({ id, version }) {
    const { search, results } = this;
    const known = results.of(id);
    if (known) known.message = { ...known.message, version };
    const path = `${pathOf(search)}&before=${id + 1}&limit=1`;
    const answer = await this.#read(path, AbortSignal.timeout(TIMEOUT_MS)).catch(() => null);
    if (answer === null || search !== this.search || results !== this.results) return;
    const [result] = answer.results;
    if (result?.message.id === id) results.put(result);
    else results.drop(({ message }) => message.id === id);
    this.changed.emit();
  }
  #isAsked({ text, roomId }) {
    return ["asking", "done"].includes(this.phase) && text.trim() === this.search.text.trim() && roomId === this.search.roomId;
  }
  async #ask(cursor, take) {
    this.#end();
    const request = this.#request = new AbortController();
    this.#timers = [setTimeout(() => request.abort(), TIMEOUT_MS), ...WORDS_MS.map((ms, at) => setTimeout(() => this.#wait(at + 1), ms))];
    this.#show("asking");
    try {
      const answer = await this.#read(`${pathOf(this.search)}${cursor}&limit=${PAGE}`, request.signal);
      if (request !== this.#request) return;
      take(answer);
      this.#end();
      this.#show("done");
    } catch (error) {
      if (request !== this.#request) return;
      this.#fail(error);
    }
  }
  #fail(error) {
    if (!(error instanceof ChatError)) throw error;
    this.#end();
    this.error = error;
    if (!this.isMore) this.results = new SearchResults();
    this.#show("failed");
    const pauseMs = (error.retryAfterS ?? 0) * 1e3;
    if (isPassing(error) && pauseMs > 0) this.#timers = [setTimeout(() => void this.retry(), pauseMs)];
  }
  #wait(waited) {
    this.waited = waited;
    this.changed.emit();
  }
  #show(phase) {
    this.phase = phase;
    this.waited = 0;
    if (phase !== "failed") this.error = null;
    this.changed.emit();
  }
  #end() {
    const request = this.#request;
    this.#request = new AbortController();
    request.abort();
    for (const timer of [this.#pause, ...this.#timers]) clearTimeout(timer);
    this.#timers = [];
  }
}
function pathOf({ text, roomId }) {
  const where = roomId === null ? "" : `&room_id=${roomId}`;
  return `/search?q=${encodeURIComponent(text.trim())}${where}&tz=${encodeURIComponent(timeZone())}`;
}
const STEPS = [["newer-result", -1], ["older-result", 1]];
class WayBack {
  #chat;
  #log;
  #page;
  #bar;
  #found = null;
  #origin = null;
  constructor(chat, log, page, panel) {
    this.#chat = chat;
    this.#log = log;
    this.#page = page;
    this.#bar = document.querySelector("[data-part=found-bar]");
    this.panel = panel;
    part(this.#bar, "back").addEventListener("click", () => this.#goBack());
    part(this.#bar, "results").addEventListener("click", () => panel.showResults());
    part(this.#bar, "stay").addEventListener("click", () => this.#forget());
    for (const [name, by] of STEPS) part(this.#bar, name).addEventListener("click", () => panel.step(by));
    part(document, "to-rooms").addEventListener("click", () => this.#keepClosed(), { capture: true });
    addressChanged.subscribe(() => this.draw());
    travelled.subscribe(() => this.#travel());
  }
  open({ room_id, seq }, reopen) {
    const path = `/rooms/${room_id}/${seq}`;
    const isNext = address() === this.#found;
    if (!isNext && address() !== path) {
      this.#origin = { address: this.#leave(), position: this.#here(), reopen: reopen ?? null };
    } else if (this.#origin && reopen !== void 0) {
      this.#origin.reopen = reopen;
    }
    this.#found = path;
    this.#page.openMessage(room_id, seq, isNext);
    this.draw();
  }
  draw() {
    const isShown = this.#origin !== null && address() === this.#found;
    hideIf(this.#bar, !isShown);
    const areBeside = this.panel.areBeside();
    hideIf(part(this.#bar, "results"), areBeside);
    for (const [name, by] of STEPS) hideIf(part(this.#bar, name), areBeside || !this.panel.has(by));
  }
  #leave() {
    const { roomId } = this.#chat.live;
    if (roomId !== null && address().startsWith(`/rooms/${roomId}/`)) setAddress(roomId);
    return address();
  }
  #here() {
    const { roomId } = this.#chat.live;
    const { scroller, lines, atEnd } = this.#log;
    const { top } = scroller.getBoundingClientRect();
    const line = lines.nodes.find((node) => node.dataset.seq && node.getBoundingClientRect().bottom > top);
    if (roomId === null || atEnd || !line) return null;
    return { roomId, seq: Number(line.dataset.seq), offset: line.getBoundingClientRect().top - top };
  }
  #goBack() {
    this.#keepClosed();
    goBack(1);
  }
  #keepClosed() {
    if (this.#origin) this.#origin.reopen = null;
  }
  #forget() {
    this.#origin = null;
    this.draw();
  }
  #travel() {
    const origin = this.#origin;
    if (!origin || address() !== origin.address) return;
    this.#forget();
    void this.#return(origin.position);
    origin.reopen?.();
  }
  async #return(position) {
    const { live } = this.#chat;
    if (position === null) return void (live.roomId !== null && this.#log.goToEnd());
    const { roomId, seq, offset } = position;
    if (roomId === live.roomId && !live.log.covers(seq)) void live.showAround(seq);
    const find2 = () => this.#log.lines.nodes.find((line) => line.dataset.seq === String(seq));
    this.#log.show({ find: () => this.#placed(find2(), offset) });
    return void 0;
  }
  #placed(line, offset) {
    const { scroller } = this.#log;
    const move = () => line && (scroller.scrollTop += line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset);
    if (line) queueMicrotask(move);
    return line;
  }
}
class SearchPanel {
  #view;
  #chat;
  #side;
  #parts;
  #searching = new Searching();
  #recent;
  #field;
  #beginning;
  #results;
  #wayBack;
  #roomId = null;
  #isInRoom = false;
  #openedId = 0;
  constructor(view, chat, side, page) {
    this.#view = view;
    this.#chat = chat;
    this.#side = side;
    this.#parts = parts(view, "body", "chips", "scope", "more", "retry", "widen", "found", "beginning");
    this.#recent = new RecentSearches(chat.snapshot);
    this.#field = new SearchField(view, chat, { soon: () => this.#searching.soon(this.#search), now: () => this.#searchNow(), down: () => this.#results.focus() });
    this.#beginning = new Beginning(this.#parts.beginning, this.#recent, { search: (text) => this.#searchFor(text), type: (text) => this.#field.type(text) });
    this.#results = new ResultsView(this.#parts.found, chat, { open: (result) => this.#open(result), leave: () => this.#field.focus() });
    this.#wayBack = new WayBack(chat, page.log, page, { showResults: () => this.#reopen(), areBeside: () => side.isBeside, has: (by) => this.#from(by) !== void 0, step: (by) => this.#step(by) });
    this.#listen();
  }
  begin(inRoom, isAsked) {
    this.#roomId = this.#chat.live.roomId ?? this.#roomId;
    this.#isInRoom = inRoom && this.#chat.live.roomId !== null;
    this.#beginning.draw();
    this.#field.begin();
    if (isAsked) this.#searchNow();
    else void this.#searchAgain();
  }
  get #search() {
    return { text: this.#field.text, roomId: this.#isInRoom ? this.#roomId : null };
  }
  #listen() {
    const { chips, scope, more, retry, widen } = this.#parts;
    const chat = this.#chat;
    this.#searching.changed.subscribe(() => this.#draw());
    this.#side.changed.subscribe(() => this.#wayBack.draw());
    for (const signal of [chat.roomChanged, chat.connection.statusChanged]) signal.subscribe(() => this.#draw());
    chips.addEventListener("click", (event) => this.#removeChip(event));
    scope.addEventListener("click", (event) => this.#choose(event));
    more.addEventListener("click", () => void this.#more());
    retry.addEventListener("click", () => void this.#searching.retry());
    widen.addEventListener("click", () => this.#lookIn(false));
    followResults(this.#searching, chat);
  }
  #draw() {
    const { results, phase, search } = this.#searching;
    if (this.#chat.live.roomId !== null && !this.#isInRoom) this.#roomId = this.#chat.live.roomId;
    drawScope(this.#parts.scope, this.#chat.rooms.get(this.#roomId ?? 0), this.#isInRoom);
    drawState(this.#view, this.#searching, { isInRoom: this.#isInRoom, isOnline: this.#chat.connection.online });
    if (phase === "blank" && this.#parts.beginning.hidden) this.#beginning.draw();
    hideIf(this.#parts.beginning, phase !== "blank");
    this.#results.show(results.rows(search.roomId === null));
    this.#drawChips();
    this.#wayBack.draw();
  }
  #drawChips() {
    const { chips } = this.#parts;
    const buttons = () => [...chips.querySelectorAll("button")];
    const at = buttons().findIndex((button) => button === document.activeElement);
    drawChips(chips, this.#searching.results.understood, this.#chat.rooms);
    if (at >= 0) (buttons()[Math.min(at, buttons().length - 1)] ?? part(document, "side-title")).focus();
  }
  #searchNow() {
    this.#recent.note(this.#field.text);
    this.#results.markOpened(null);
    this.#parts.body.scrollTop = 0;
    void this.#searching.now(this.#search);
  }
  async #searchAgain() {
    const { text, roomId } = this.#search;
    const { search, phase } = this.#searching;
    const isSame = text.trim() === search.text.trim() && roomId === search.roomId;
    const isKnown = isSame && ["asking", "done"].includes(phase);
    if (isKnown) this.#draw();
    else await this.#searching.now(this.#search);
  }
  #searchFor(text) {
    this.#field.show(text);
    this.#searchNow();
  }
  #removeChip({ target }) {
    const at = target.closest("button")?.dataset.at;
    if (at === void 0) return;
    const left = without(this.#field.text, this.#searching.results.understood, Number(at));
    this.#field.show(left);
    void this.#searching.now(this.#search);
    if (left === "") this.#field.focus();
  }
  #choose({ target }) {
    const scope = target.closest("button")?.dataset.scope;
    if (scope) this.#lookIn(scope === "room");
  }
  #lookIn(inRoom) {
    this.#isInRoom = inRoom;
    void this.#searchAgain();
  }
  async #more() {
    const hadFocus = this.#parts.more === document.activeElement;
    const { length } = this.#searching.results.items;
    await this.#searching.more();
    if (hadFocus && this.#searching.results.items.length > length) this.#results.focus(length);
  }
  #open({ message }) {
    this.#recent.note(this.#searching.search.text);
    this.#note(message);
    const { scrollTop } = this.#parts.body;
    this.#wayBack.open(message, this.#side.isBeside ? null : () => this.#reopen(scrollTop));
  }
  #note({ id }) {
    this.#openedId = id;
    this.#results.markOpened(id);
  }
  #from(by) {
    const { items } = this.#searching.results;
    const at = items.findIndex(({ message }) => message.id === this.#openedId);
    return at < 0 ? void 0 : items[at + by];
  }
  #step(by) {
    const next = this.#from(by);
    if (!next) return;
    this.#note(next.message);
    this.#wayBack.open(next.message);
  }
  #reopen(scrollTop = this.#parts.body.scrollTop) {
    this.#side.open("results");
    this.#results.focus();
    this.#parts.body.scrollTop = scrollTop;
  }
}
export {
  SearchPanel
};
