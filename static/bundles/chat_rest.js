import { V as whenIdle, I as oncePerFrame, af as siteName, u as part, S as Signal, B as onKey, E as loaded, G as once, D as isCommand, x as onFirstOpen, A as dialog, z as openDialog, L as hideIf, J as JsonStore, ag as daysSince, a as interpolate, _ as dayName, g as gettext, O as timeOfDay, n as now, ah as openLayer, ai as layersChanged, H as attempt, c as call, a5 as toast, W as ngettext, l as sectionAt, aj as goToSection, q as addressChanged, ak as leaveSettings, C as ChatError, Z as fromTemplate, b as nowMs, K as parts, M as showText, al as isoDay, am as beginningOf, m as monotonicMs, a8 as KeyedList, a1 as drawAvatar, Y as nameOf$1, a6 as briefTime, a2 as fullTime, a7 as plainText } from "./app.js";
import { i as isCovered, m as mayInvite, c as isMessage, r as readable, d as isDirect, f as mayWriteIn, p as personAt, g as mayLeave, S as Shelf, h as readAddress, s as setAddress, n as newsIn, b as markBot, j as partnerIn, a as moderates, k as mayAdd, o as currentView } from "./chat.js";
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}
async function copyWhenReady(text) {
  try {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return copyText(await text);
  }
}
function copySelected(text) {
  const focused = document.activeElement;
  const place = document.createElement("textarea");
  place.className = "visually-hidden";
  place.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(place);
  place.select();
  const copied = document.execCommand("copy");
  place.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}
const GATHER_MS = 300;
let viewTitle = "";
let drawTitle = () => {
};
function nameView(title) {
  viewTitle = title;
  drawTitle();
}
function mountNotifier(chat, page) {
  const draw = oncePerFrame(() => drawCount$1(chat.rooms.unreadTotal, viewTitle || chat.room?.name));
  drawTitle = draw;
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  const waiting = /* @__PURE__ */ new Map();
  chat.newsElsewhere.subscribe((news) => {
    if (chat.looking || news.room.membership?.notify === "nothing" || chat.blocks.has(news.message?.author)) return;
    if (waiting.size === 0) setTimeout(tell, GATHER_MS);
    waiting.set(news.room.id, news);
  });
  draw();
  whenIdle(() => void import("./beside_worker.js").then((it) => it.mountBesideWorker(chat, page)).catch(() => null));
  async function tell() {
    const news = [...waiting.values()];
    waiting.clear();
    await import("./telling.js").then((it) => it.tellNews(news, chat, page)).catch(() => null);
  }
}
function drawCount$1(count, place) {
  const counted = count > 0 ? `(${count > 99 ? "99+" : count}) ` : "";
  const title = `${counted}${place ? `${place} \xB7 ` : ""}${siteName()}`;
  if (document.title !== title) document.title = title;
  void drawFavicon(count > 0).catch(() => badged = false);
  drawAppBadge(count);
}
let badged = false;
async function drawFavicon(wanted) {
  const link = document.querySelector("[data-favicon]");
  if (!link || wanted === badged) return;
  badged = wanted;
  link.dataset.plain ??= link.href;
  const icon = wanted ? await (await import("./alerts.js")).withDot(link.dataset.plain) : link.dataset.plain;
  if (wanted === badged) link.href = icon;
}
let appBadge = 0;
function drawAppBadge(count) {
  if (count === appBadge || !("setAppBadge" in navigator)) return;
  appBadge = count;
  void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => null);
}
const searchAsked = new Signal();
function mountSearch(view2, chat, side, page) {
  const field = part(view2, "text");
  const mount2 = once(async () => new (await import("./search_panel.js")).SearchPanel(view2, chat, side, page));
  let cameFrom = null;
  const open2 = async (inRoom, text = field.value) => {
    if (!view2.contains(document.activeElement)) cameFrom = document.activeElement;
    show(field, text, side);
    const early = noteEnter(field);
    const panel = await loaded(mount2);
    panel?.begin(inRoom, early());
  };
  part(view2, "form").addEventListener("submit", (event) => event.preventDefault());
  searchAsked.subscribe((text) => void open2(false, text));
  listen(open2, field, side);
  onKey(view2, (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && side.isBeside) close(event, side, cameFrom);
  });
}
function show(field, text, side) {
  field.value = text;
  side.open("results");
  field.focus();
  field.select();
}
function noteEnter({ form }) {
  let isPressed = false;
  const until = new AbortController();
  form?.addEventListener("submit", () => void (isPressed = true), { signal: until.signal });
  return () => {
    until.abort();
    return isPressed;
  };
}
function close(event, side, cameFrom) {
  event.preventDefault();
  side.leave("results");
  if (cameFrom instanceof HTMLElement && cameFrom.checkVisibility()) cameFrom.focus();
}
function listen(open2, field, side) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-searches]");
    if (!button || button.dataset.opensSide && !side.isShown("results")) return;
    void open2(button.dataset.searches === "room", button.dataset.query);
  });
  onKey(window, (event) => {
    if (!isFind(event) || event.defaultPrevented || isCovered() || document.querySelector("dialog[open]")) return;
    if (document.activeElement === field && side.isShown("results")) return;
    event.preventDefault();
    void open2(!event.shiftKey);
  });
}
function isFind(event) {
  return event.key.toLowerCase() === "f" && isCommand(event);
}
const MOST = 20;
let visited = [];
function followVisits(chat) {
  const note = () => {
    const { roomId } = chat.live;
    if (roomId !== null) visited = [roomId, ...visited.filter((id) => id !== roomId)].slice(0, MOST);
  };
  chat.roomChanged.subscribe(note);
  note();
}
function lastVisited() {
  return visited;
}
const FRAGMENT = "#invite";
function mountInviting(body, chat, fragment) {
  onFirstOpen(["invite"], async () => (await import("./invite_dialog.js")).mountInviteDialog(chat));
  const buttons = [...body.querySelectorAll("[data-invites]")];
  const draw = oncePerFrame(() => drawButtons(buttons, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.meChanged]) signal.subscribe(draw);
  draw();
  body.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-invites]");
    if (button instanceof HTMLElement) invitePeople(button.dataset.invites === "room" ? chat.room : null);
  });
  if (fragment === FRAGMENT) invitePeople(null);
}
function invitePeople(room) {
  dialog("invite").dataset.room = room === null ? "" : String(room.id);
  void openDialog("invite");
}
function drawButtons(buttons, { rooms, room, me }) {
  const here = room !== null && mayInvite(room, me);
  const somewhere = here || me.role === "admin" || rooms.joined().some((one) => mayInvite(one, me));
  for (const button of buttons) hideIf(button, button.dataset.invites === "room" ? !here : !somewhere);
}
const MAX_KINDS = 20;
function shownReactions(reactions, wishes, me, isKnownMine = () => false) {
  const shown = reactions.map(({ emoji, count, user_ids }) => ({ emoji, count, isMine: user_ids.includes(me) || count > user_ids.length && isKnownMine(emoji), userIds: user_ids }));
  for (const wish of wishes) apply(shown, wish, me);
  return shown.filter(({ count }) => count > 0);
}
function apply(shown, { emoji, on }, me) {
  const known = shown.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (!known && on) shown.push({ emoji, count: 1, isMine: true, userIds: [me] });
  if (!known || known.isMine === on) return;
  known.isMine = on;
  known.count += on ? 1 : -1;
  known.userIds = on ? [...known.userIds, me] : known.userIds.filter((id) => id !== me);
}
function isSameEmoji(a, b) {
  return bare(a) === bare(b);
}
function bare(emoji) {
  return emoji.replaceAll("\uFE0F", "");
}
const DEFAULTS = ["\u{1F44D}", "\u2764\uFE0F", "\u{1F602}", "\u{1F389}", "\u{1F62E}", "\u{1F622}"];
const KEY = "reactions";
class RecentEmoji {
  #store;
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `recent-emoji:${userId}:`);
  }
  get all() {
    const kept = this.#store.get(KEY);
    return Array.isArray(kept) && kept.length === DEFAULTS.length ? kept : DEFAULTS;
  }
  used(emoji) {
    const { all } = this;
    if (all.some((known) => isSameEmoji(known, emoji))) return;
    this.#store.set(KEY, [emoji, ...all.slice(0, -1)]);
  }
}
function lastSeenText(time, today = now()) {
  switch (daysSince(time, today)) {
    case 0:
      return interpolate(gettext("Last seen today at %(time)s"), { time: timeOfDay(time) });
    case 1:
      return gettext("Last seen yesterday");
    default:
      return interpolate(gettext("Last seen on %(day)s"), { day: dayName(time, today) });
  }
}
function presenceText(user, isOnline, member) {
  if (isOnline) return gettext("Online now");
  if (user.is_bot) return "";
  return member?.last_seen_at ? lastSeenText(member.last_seen_at) : gettext("Offline");
}
var presence_text = Object.freeze({ __proto__: null, presenceText });
const EDGE_PX$1 = 8;
function mountMenus(root) {
  for (const button of root.querySelectorAll("[data-component=menu-button]")) mount$7(button);
}
function mount$7(button) {
  const menu = document.getElementById(button.getAttribute("aria-controls") ?? "");
  const show2 = (open2) => {
    menu.hidden = !open2;
    button.setAttribute("aria-expanded", String(open2));
    if (open2) fit(menu);
    if (open2) openLayer({ isOpen: () => !menu.hidden, close: () => show2(false), isLight: true });
    else layersChanged();
  };
  button.addEventListener("click", () => {
    show2(menu.hidden);
    if (!menu.hidden) itemsOf(menu)[0]?.focus();
  });
  onKey(menu, (event) => stepThrough(event, menu));
  closeWhenLeft(menu, button, () => menu.hidden || show2(false));
}
function fit(menu) {
  menu.style.maxHeight = "";
  const { top, bottom } = menu.getBoundingClientRect();
  if (bottom > innerHeight) menu.style.maxHeight = `${innerHeight - top - EDGE_PX$1}px`;
  else if (top < 0) menu.style.maxHeight = `${bottom - EDGE_PX$1}px`;
}
function closeWhenLeft(menu, button, close2) {
  menu.addEventListener("click", close2);
  document.addEventListener("pointerdown", (event) => {
    const target = event.target;
    if (!menu.contains(target) && !button.contains(target)) close2();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget) && relatedTarget !== button) close2();
  });
}
function stepThrough(event, menu) {
  const all = itemsOf(menu);
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
  else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length]?.focus();
  else return;
  event.preventDefault();
}
function itemsOf(menu) {
  return [...menu.querySelectorAll(".menu-item")].filter((item) => !item.hidden);
}
const GAP_PX = 4;
function placeAt(floating, at) {
  const { width, height } = floating.getBoundingClientRect();
  const fits = at.bottom + GAP_PX + height < innerHeight;
  const isLtr = getComputedStyle(floating).direction === "ltr";
  const left = isLtr ? at.right - width : at.left;
  floating.style.top = `${fits ? at.bottom + GAP_PX : Math.max(GAP_PX, at.top - height - GAP_PX)}px`;
  floating.style.left = `${Math.min(Math.max(GAP_PX, left), innerWidth - width - GAP_PX)}px`;
}
const SAID$1 = { everything: gettext("You're notified of every message in this room."), mentions: gettext("You're notified of messages for you in this room."), nothing: gettext("You're not notified of anything in this room.") };
function mountAttention(menu, chat, chosen) {
  part(menu, "favourite").addEventListener("click", () => {
    const room = chosen();
    if (room?.membership) void setAttention(chat, room.id, { is_favourite: !room.membership.is_favourite });
  });
  for (const button of levelButtons(menu)) {
    button.addEventListener("click", () => {
      const room = chosen();
      if (room?.membership) void setAttention(chat, room.id, { notify: button.dataset.notify });
    });
  }
}
function drawAttention(menu, membership) {
  hideIf(part(menu, "attention"), !membership);
  part(menu, "favourite").setAttribute("aria-pressed", String(membership?.is_favourite ?? false));
  for (const button of levelButtons(menu)) {
    button.setAttribute("aria-pressed", String(button.dataset.notify === membership?.notify));
  }
}
function levelButtons(menu) {
  return menu.querySelectorAll("button[data-notify]");
}
function setAttention(chat, roomId, fields) {
  return attempt(async () => {
    const { membership } = await call("PATCH", `/rooms/${roomId}/membership`, fields);
    chat.rooms.setMembership(roomId, membership);
    if (fields.notify) toast(SAID$1[fields.notify]);
  });
}
const MOST_ANSWERS = 20;
const MOST_ROOMS = 200;
async function markRead$1(chat, { id, last_message, membership }) {
  const seq = Math.max(last_message?.seq ?? 0, id === chat.live.roomId ? chat.live.log.last?.seq ?? 0 : 0);
  const place = id === chat.live.roomId ? chat.reading.lastRead : membership?.last_read_seq ?? 0;
  await chat.readMarker.forget();
  await chat.connection.request("mark_read", { room_id: id, seq });
  showRead(chat, id, seq);
  return { [id]: Math.min(place, membership?.last_read_seq ?? 0) };
}
async function markUnread$1(chat, roomId, seq) {
  await chat.readMarker.forget();
  const from = seq === void 0 ? { unread: true } : { unread_from: seq };
  showUnread(chat, roomId, await call("POST", `/rooms/${roomId}/read`, from));
}
async function markAllRead(chat) {
  await chat.readMarker.forget();
  const positions = {};
  for (let answers = 0, complete = false; !complete && answers < MOST_ANSWERS; answers += 1) {
    const answer = await call("POST", "/rooms/read-all");
    Object.assign(positions, answer.rooms);
    complete = answer.complete;
  }
  for (const id of Object.keys(positions).map(Number)) showRead(chat, id, chat.rooms.get(id)?.last_message?.seq ?? 0);
  return positions;
}
async function putBack(chat, positions) {
  await chat.readMarker.forget();
  const all = Object.entries(positions);
  for (let at = 0; at < all.length; at += MOST_ROOMS) {
    await call("PUT", "/rooms/unread", { rooms: Object.fromEntries(all.slice(at, at + MOST_ROOMS)) });
  }
}
function showRead(chat, roomId, seq) {
  chat.rooms.setReading(roomId, { last_read_seq: seq, unread_count: 0, mention_count: 0 });
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedRead(seq);
  chat.live.changed.emit();
}
function showUnread(chat, roomId, read) {
  chat.rooms.setReading(roomId, read);
  if (roomId !== chat.live.roomId) return;
  chat.reading.markedUnread(read.last_read_seq, read.unread_count);
  chat.live.changed.emit();
}
async function readRoom(chat, room) {
  if (!room?.membership) return;
  if (room.membership.unread_count === 0) return clearLine(chat, room);
  await attempt(async () => {
    const positions = await markRead$1(chat, room);
    toast(gettext("Marked as read."), undo(chat, positions));
  });
}
async function readAllRooms(chat) {
  await attempt(async () => {
    const positions = await markAllRead(chat);
    const count = Object.keys(positions).length;
    if (count === 0) return toast(gettext("You're up to date."));
    const text = ngettext("%(count)s room marked as read.", "%(count)s rooms marked as read.", count);
    return toast(interpolate(text, { count }), undo(chat, positions));
  });
}
async function unreadRoom(chat, roomId, seq) {
  await attempt(async () => {
    await markUnread$1(chat, roomId, seq);
    toast(gettext("Marked as unread."));
  });
}
function clearLine(chat, room) {
  if (room.id !== chat.live.roomId) return;
  chat.reading.clearLine();
  chat.live.changed.emit();
}
function undo(chat, positions) {
  return { text: gettext("Undo"), act: () => void attempt(() => putBack(chat, positions)) };
}
var reading_actions = Object.freeze({ __proto__: null, readAllRooms, readRoom, unreadRoom });
let isMounted$1 = false;
let view = null;
let loading = null;
function mountSettings(chat) {
  if (isMounted$1) return;
  isMounted$1 = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const section = link && link.origin === location.origin ? sectionAt(link.pathname) : null;
    if (section === null || event.defaultPrevented || isForAnotherTab(event)) return;
    event.preventDefault();
    goToSection(section);
  });
  addressChanged.subscribe(() => void follow$1(chat));
  void follow$1(chat);
}
function isForAnotherTab({ ctrlKey, metaKey, shiftKey, button }) {
  return ctrlKey || metaKey || shiftKey || button !== 0;
}
async function follow$1(chat) {
  if (sectionAt() === null) return view?.leave();
  const opened = view ?? await (loading ??= open(chat));
  const section = sectionAt();
  if (section === null) return void 0;
  if (opened) opened.show(section);
  else leaveSettings(behind(chat));
  return void 0;
}
async function open(chat) {
  try {
    const covers = [...document.querySelectorAll("body > .chat, body > .skip-link")];
    const close2 = () => leaveSettings(behind(chat));
    view = await loaded(async () => (await import("./settings_view.js").then(function(n) {
      return n.a;
    })).openSettings(chat, { close: close2, covers }));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    toast(error.message);
  } finally {
    loading = null;
  }
  return view;
}
function behind(chat) {
  return chat.live.roomId === null ? "/" : `/?room=${chat.live.roomId}`;
}
var settings = Object.freeze({ __proto__: null, mountSettings });
function mount$6(region, chat) {
  const speech = once(() => import("./speech.js"));
  chat.live.arrived.subscribe((message) => {
    if (message.author?.id === chat.me.id || chat.blocks.has(message.author)) return;
    void speech().then(({ announce }) => announce(region, message)).catch(() => null);
  });
  chat.outbox.failed.subscribe(({ error }) => {
    void speech().then(({ sayFailure }) => sayFailure(region, error?.message ?? "")).catch(() => null);
  });
}
const INSIDE = [".message-quote, .message-text a, .message-text pre, .code-copy, .message-edited, .message-state button", ".message-files :is(a, button, input, pre, video, audio)", ".message-reactions button", ".message-actions button", ".message-author, .message-time[href], .message-hour[href]"];
const SAID = [".message-pinned, .message-saved", ".message-quote, .message-text, .message-files img, .file-card, .message-state span, .reaction[data-emoji]"].join();
const COMMANDS = { r: "reply", e: "edit", u: "mark-unread", p: "pin", s: "save", "+": "react", Delete: "delete", Backspace: "delete" };
class LineFocus {
  #list;
  #stop = null;
  constructor(list) {
    this.#list = list;
    list.container.addEventListener("focusin", ({ target }) => this.#entered(target));
    list.container.addEventListener("focusout", () => this.#stop?.removeAttribute("aria-label"));
  }
  listen(scroller, page) {
    onKey(scroller, (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.shiftKey && event.key !== "?" && event.key !== "+") return;
      if (this.#pressed(event, page)) event.preventDefault();
    });
  }
  keep() {
    if (!this.#stop?.isConnected || !this.#stop.contains(document.activeElement)) this.#stopAt(this.#list.last);
  }
  toLast() {
    this.#list.last?.focus();
  }
  #pressed({ key, target }, page) {
    const line2 = lineOf(target);
    if (isSeeking(key, target)) return false;
    if (key === "Escape") page.leave();
    else if (key === "?") void openDialog("shortcuts");
    else if (line2 && target === line2 && key in COMMANDS) page.command(COMMANDS[key], line2);
    else if (key === "Enter" && target instanceof HTMLElement && target.matches(".mention")) target.click();
    else if (line2 && isInward(key, target === line2)) this.#step(line2, 1, page);
    else if (line2 && isOutward(key)) this.#step(line2, -1, page);
    else return this.#walk(key, line2);
    return true;
  }
  #walk(key, line2) {
    const messages = this.#list.nodes.filter(isMessage);
    const at = line2 ? messages.indexOf(line2) : messages.length;
    const steps = /* @__PURE__ */ new Map([["ArrowUp", at - 1], ["ArrowDown", at + 1], ["Home", 0], ["End", messages.length - 1]]);
    const to = steps.get(key);
    if (to !== void 0) messages[Math.min(Math.max(to, 0), messages.length - 1)]?.focus();
    return to !== void 0;
  }
  #step(line2, by, page) {
    page.reveal(line2);
    const places = [line2, ...INSIDE.flatMap((places2) => [...line2.querySelectorAll(places2)])];
    const shown = places.filter((place) => place.checkVisibility());
    const at = shown.findIndex((place) => place === document.activeElement);
    shown[(at + by + shown.length) % shown.length].focus();
  }
  #entered(target) {
    const line2 = lineOf(target);
    if (!line2) return;
    this.#stopAt(line2);
    if (target === line2) line2.setAttribute("aria-label", labelOf(line2));
  }
  #stopAt(line2) {
    if (line2 === this.#stop) return;
    if (this.#stop) this.#stop.tabIndex = -1;
    if (line2) line2.tabIndex = 0;
    this.#stop = line2;
  }
}
function isSeeking(key, target) {
  const isPlayer = target instanceof HTMLInputElement || target instanceof HTMLMediaElement;
  return isPlayer && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key);
}
function lineOf(element) {
  return element.closest(".message");
}
function isInward(key, onLine) {
  return key === forward() || key === "Enter" && onLine;
}
function isOutward(key) {
  return key !== forward() && (key === "ArrowLeft" || key === "ArrowRight");
}
function forward() {
  return document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
}
function labelOf(line2) {
  const hour = line2.querySelector(".message-hour");
  const said = [...line2.querySelectorAll(SAID)];
  const who = hour ? [hour.getAttribute("aria-label") ?? hour.textContent] : [...line2.querySelectorAll(".message-author, .message-time")].map((place) => place.textContent);
  const textOf = (place) => place.getAttribute("alt") ?? place.innerText.trim();
  return [...who, ...said.map(textOf)].filter(Boolean).join(", ");
}
function isPicture({ kind, previews }) {
  return kind === "image" && previews.length > 0;
}
function picturesIn(messages, isHidden) {
  return messages.filter((message) => !isHidden(message)).flatMap((message) => (message.attachments ?? []).filter(isPicture).map((file) => ({ message, file })));
}
function beside(pictures, from, by) {
  const at = pictures.findIndex(({ file }) => file.id === from.file.id);
  if (at >= 0) return pictures[at + by] ?? null;
  const { seq } = from.message;
  const found = by > 0 ? pictures.find(({ message }) => message.seq > seq) : pictures.findLast(({ message }) => message.seq < seq);
  return found ?? null;
}
function placeInMessage({ message, file }) {
  const pictures = message.attachments.filter(isPicture);
  return { at: pictures.findIndex(({ id }) => id === file.id) + 1, of: pictures.length };
}
class Reacting {
  #extras;
  constructor(extras) {
    this.#extras = extras;
  }
  async toggle(message, emoji) {
    (await this.#load())?.toggle(message, emoji);
  }
  async applaud(message) {
    const reactions = await this.#load();
    if (reactions?.may) reactions.set(message, reactions.recent.all[0], true);
  }
  async choose(message, at) {
    const [reactions, row] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    if (reactions) row?.openQuickRow({ message, reactions, more: () => void this.chooseAny(message, at) }, at);
  }
  async offerIn(row, message, done = () => {
  }) {
    const [reactions, quick] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    const more = () => void this.chooseAny(message, row.getBoundingClientRect());
    if (reactions) quick?.fillQuickRow(row, { message, reactions, more }, done);
  }
  async chooseAny(message, at) {
    const picker = await loaded(() => import("./picker.js"));
    await picker?.openPicker(at, (emoji) => void this.toggle(message, emoji));
  }
  async #load() {
    return (await loaded(() => this.#extras.load()))?.reactions;
  }
}
const TAKES_BACK = { pin: "unpin", save: "unsave" };
const IN_BAR = /* @__PURE__ */ new Set(["react", "reply"]);
class MessageActions {
  #chat;
  #page;
  #bar = fromTemplate("message-actions");
  reacting;
  constructor(list, chat, page, extras) {
    this.#chat = chat;
    this.#page = page;
    this.reacting = new Reacting(extras);
    list.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse" && !this.#bar.contains(document.activeElement)) this.#hide();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#line?.contains(target)) this.#hide();
    });
    for (const changed of [chat.live.changed, chat.rooms.changed]) {
      changed.subscribe(() => this.#line && this.show(this.#line));
    }
  }
  show(line2) {
    const offered = this.offered(line2);
    if (offered.size === 0 || !line2.isConnected) return this.#hide();
    this.#offerRecent(offered.has("react"));
    for (const name of IN_BAR) hideIf(part(this.#bar, name), !offered.has(name));
    hideIf(part(this.#bar, "more"), [...offered].every((name) => IN_BAR.has(name)));
    if (this.#line === line2) return void 0;
    this.#hide();
    line2.append(this.#bar);
    return line2.setAttribute("data-active", "");
  }
  #offerRecent(may) {
    const button = part(this.#bar, "applaud");
    hideIf(button, !may);
    const emoji = new RecentEmoji(this.#chat.storage, this.#chat.me.id).all[0];
    if (button.dataset.emoji === emoji) return;
    button.dataset.emoji = button.textContent = emoji;
    button.title = interpolate(gettext("React with %(emoji)s"), { emoji });
    button.setAttribute("aria-label", button.title);
  }
  command(name, line2) {
    const offered = this.offered(line2);
    const asked = offered.has(name) ? name : TAKES_BACK[name];
    if (offered.has(asked)) this.#act(asked, line2);
  }
  applaud(line2) {
    const message = this.message(line2);
    if (message && this.offered(line2).has("react")) void this.reacting.applaud(message);
  }
  press(button, line2) {
    if (button.classList.contains("code-copy")) return void copy(codeBeside(button));
    if (button.dataset.part === "author") return this.#page.showPerson(Number(button.dataset.user));
    if (button.dataset.emoji) return void this.#toggle(line2, button.dataset.emoji ?? "");
    return this.#act(button.dataset.part ?? "", line2, button);
  }
  get #line() {
    return this.#bar.parentElement;
  }
  #hide() {
    this.#line?.removeAttribute("data-active");
    this.#bar.remove();
  }
  message(line2) {
    return this.#chat.live.log.messages.find(({ seq }) => seq === Number(line2.dataset.seq));
  }
  offered(line2) {
    const message = this.message(line2);
    return message ? actionsOf(message, this.#chat) : /* @__PURE__ */ new Set();
  }
  #toggle(line2, emoji) {
    const message = this.message(line2);
    return message && this.reacting.toggle(message, emoji);
  }
  async #showWho(message) {
    (await loaded(() => import("./who_dialog.js")))?.showWho(message);
  }
  async #openMenu(line2, at) {
    (await loaded(() => Promise.resolve().then(function() {
      return message_menu;
    })))?.openMessageMenu(this, line2, at);
  }
  async #describe(message) {
    (await loaded(() => import("./describe_dialog.js")))?.describePictures(message);
  }
  async #pin(message, on) {
    await (await loaded(() => import("./set_pin.js")))?.setPin(message, on);
  }
  async #forward(message) {
    (await loaded(() => import("./forward_dialog.js")))?.forwardMessage(this.#chat, message);
  }
  async #save(message, on) {
    const save = await loaded(() => import("./save.js"));
    await (on ? save?.saveMessage(message) : save?.removeSaved(message));
  }
  async #showHistory(message) {
    (await loaded(() => import("./history_dialog.js")))?.showHistory(message);
  }
  #rectOf(name, line2) {
    if (matchMedia("(hover: hover)").matches) this.show(line2);
    const button = this.#line === line2 ? part(this.#bar, name) : line2;
    return button.getBoundingClientRect();
  }
  #act(name, line2, button) {
    const [chat, page, message] = [this.#chat, this.#page, this.message(line2)];
    const client = line2.dataset.client ?? "";
    const roomId = chat.live.roomId ?? 0;
    const at = () => button?.getBoundingClientRect() ?? this.#rectOf(name, line2);
    switch (name) {
      case "retry":
        return chat.retry(client, roomId);
      case "take-back":
        return page.takeBack(client);
      case "discard":
        return chat.outbox.discard(client);
      case "copy-link":
        return void copy(`${location.origin}/rooms/${roomId}/${line2.dataset.seq}`);
      case "copy-text":
        return void copy(readable(message?.content ?? "", (id) => chat.names.of(id)));
      case "forward":
        return message && void this.#forward(message);
      case "save":
      case "unsave":
        return message && void this.#save(message, name === "save");
      case "react":
        return message && void this.reacting.choose(message, at());
      case "more":
        return void this.#openMenu(line2, at());
      case "reply":
        return message && page.reply(message);
      case "edit":
        return message && page.edit(message);
      case "describe":
        return message && void this.#describe(message);
      case "pin":
      case "unpin":
        return message && void this.#pin(message, name === "pin");
      case "history":
        return message && void this.#showHistory(message);
      case "who-reacted":
        return message && void this.#showWho(message);
      case "report":
        return message && page.report(message);
      case "mark-unread":
        return message && page.markUnread(message);
      case "delete":
        return message && page.remove(message);
      case "restore":
        return message && page.restore(message);
      default:
        return void 0;
    }
  }
}
function codeBeside(button) {
  return button.parentElement?.querySelector("pre")?.textContent ?? "";
}
function actionsOf(message, { room, me, saved }) {
  const own = message.author?.id === me.id;
  const writable = Boolean(room?.is_active && room.membership);
  const direct = isDirect(room);
  const moderates2 = !direct && (me.role === "admin" || writable && room?.membership?.role !== "member");
  const hasVoice = !isMuted(room);
  if (message.deleted_at !== null) return new Set(moderates2 && message.deleted_by === "moderator" ? ["restore"] : []);
  const mayDelete = own ? writable : moderates2;
  return /* @__PURE__ */ new Set(["copy-link", "copy-text", saved.has(message) ? "unsave" : "save", "forward", ...writable && hasVoice ? ["react"] : [], ...message.reactions.length > 0 ? ["who-reacted"] : [], ...writable && mayWriteIn(room, me) ? ["reply"] : [], ...own && writable ? ["edit"] : [], ...own && writable && message.attachments?.some(isPicture) ? ["describe"] : [], ...room?.membership ? ["mark-unread"] : [], ...(moderates2 || direct) && hasVoice ? [message.pinned_at ? "unpin" : "pin"] : [], ...mayDelete ? ["delete"] : [], ...own || message.author === null ? [] : ["report"]]);
}
function isMuted(room) {
  return Date.parse(room?.membership?.muted_until ?? "") > nowMs();
}
async function copy(text) {
  toast(await copyText(text) ? gettext("Copied.") : gettext("Your browser blocked copying."));
}
const HOLD_MS = 450;
const STILL_PX = 10;
const SWIPE_PX = 64;
const EDGE_PX = 24;
const TWICE_MS = 300;
class LineGestures {
  #meaning;
  #finger = null;
  #lastTap = null;
  constructor(list, meaning) {
    this.#meaning = meaning;
    list.addEventListener("touchstart", (event) => this.#start(event), { passive: true });
    list.addEventListener("touchmove", (event) => this.#move(event), { passive: true });
    list.addEventListener("touchend", (event) => this.#lift(event));
    list.addEventListener("touchcancel", () => this.#end());
    list.addEventListener("contextmenu", (event) => this.#finger && event.preventDefault());
  }
  #start({ target, touches }) {
    this.#end();
    const place = target;
    const line2 = place.closest(".message");
    if (!line2 || touches.length !== 1 || place.closest(".message-text a")) return;
    const [{ clientX: x, clientY: y }] = touches;
    const timer = window.setTimeout(() => this.#hold(), HOLD_MS);
    this.#finger = { line: line2, place, x, y, timer, isHeld: false, isSwipe: false };
    line2.setAttribute("data-held", "");
  }
  #hold() {
    if (!this.#finger) return;
    this.#finger.isHeld = true;
    this.#meaning.held(this.#finger.line, this.#finger.place);
  }
  #move({ touches }) {
    const finger = this.#finger;
    if (!finger || finger.isHeld) return;
    const [{ clientX, clientY }] = touches;
    const across = (clientX - finger.x) * (isRtl() ? -1 : 1);
    const along = Math.abs(clientY - finger.y);
    if (Math.max(Math.abs(across), along) < STILL_PX) return;
    clearTimeout(finger.timer);
    finger.isSwipe ||= across > along && finger.x > EDGE_PX && finger.x < innerWidth - EDGE_PX;
    if (!finger.isSwipe) return this.#end();
    finger.line.style.translate = `${Math.min(Math.max(across, 0), SWIPE_PX) * (isRtl() ? -1 : 1)}px`;
  }
  #lift(event) {
    const finger = this.#finger;
    if (!finger) return;
    const isFar = Math.abs(Number.parseFloat(finger.line.style.translate)) >= SWIPE_PX;
    if (finger.isHeld || finger.isSwipe) event.preventDefault();
    else this.#tapped(finger, event);
    this.#end();
    if (isFar) this.#meaning.swiped(finger.line);
  }
  #tapped({ line: line2, place }, { timeStamp: at }) {
    const isSecond = this.#lastTap?.line === line2 && at - this.#lastTap.at < TWICE_MS;
    this.#lastTap = isSecond || place.closest("a, button, pre") ? null : { line: line2, at };
    if (isSecond) this.#meaning.tappedTwice(line2);
  }
  #end() {
    if (!this.#finger) return;
    clearTimeout(this.#finger.timer);
    this.#finger.line.removeAttribute("data-held");
    this.#finger.line.style.translate = "";
    this.#finger = null;
  }
}
function isRtl() {
  return document.documentElement.dir === "rtl";
}
const mounted = /* @__PURE__ */ new WeakSet();
function openPopover(popover, at) {
  if (!mounted.has(popover)) mount$5(popover);
  mounted.add(popover);
  popover.hidden = false;
  placeAt(popover, at);
  openLayer({ isOpen: () => !popover.hidden, close: () => void (popover.hidden = true), isLight: true });
}
function closePopover(popover) {
  popover.hidden = true;
  layersChanged();
}
function mount$5(popover) {
  const left = (target) => {
    if (!popover.hidden && target instanceof Node && !popover.contains(target)) closePopover(popover);
  };
  document.addEventListener("pointerdown", ({ target }) => left(target));
  popover.addEventListener("focusout", ({ relatedTarget }) => left(relatedTarget));
}
let line = null;
let isMounted = false;
function openMessageMenu(actions, chosen, at) {
  const menu = document.getElementById("message-menu");
  if (!isMounted) mount$4(menu, actions);
  isMounted = true;
  line = chosen;
  offerRows(menu, actions.offered(chosen));
  openPopover(menu, at);
  itemsOf(menu)[0]?.focus();
}
function mount$4(menu, actions) {
  onKey(menu, (event) => stepThrough(event, menu));
  menu.addEventListener("click", ({ target }) => {
    const row = target.closest("button[data-part]");
    if (!row || !line) return;
    closePopover(menu);
    line.focus({ preventScroll: true });
    actions.command(row.dataset.part ?? "", line);
  });
}
function offerRows(place, offered) {
  for (const row of place.querySelectorAll("button[data-part]")) {
    row.hidden = !offered.has(row.dataset.part);
  }
}
var message_menu = Object.freeze({ __proto__: null, offerRows, openMessageMenu });
const SWIPE_DOWN_PX = 60;
function mountSheet(list, actions) {
  const sheet = dialog("message-sheet");
  let line2 = null;
  new LineGestures(list, { held: (held, place) => {
    line2 = held;
    if (place.closest(".reaction[data-emoji]")) actions.command("who-reacted", held);
    else void openSheet(sheet, held, actions);
  }, swiped: (swiped) => actions.command("reply", swiped), tappedTwice: (tapped) => actions.applaud(tapped) });
  sheet.addEventListener("click", ({ target }) => {
    const chosen = target.closest("button[data-part]");
    if (!chosen || !line2) return;
    sheet.close();
    actions.command(chosen.dataset.part ?? "", line2);
  });
  closeBySwipe(sheet);
}
async function openSheet(sheet, line2, actions) {
  const [offered, message, quick] = [actions.offered(line2), actions.message(line2), part(sheet, "quick")];
  if (offered.size === 0) return;
  offerRows(sheet, offered);
  quick.hidden = !offered.has("react");
  quick.replaceChildren();
  if (message && !quick.hidden) void actions.reacting.offerIn(quick, message, () => sheet.close());
  await openDialog(sheet.id);
}
function closeBySwipe(sheet) {
  let startY = 0;
  sheet.addEventListener("touchstart", ({ touches }) => startY = touches[0].clientY, { passive: true });
  sheet.addEventListener("touchmove", ({ touches }) => {
    if (sheet.scrollTop === 0 && touches[0].clientY - startY > SWIPE_DOWN_PX) sheet.close();
  }, { passive: true });
}
function mountInput(log, chat, page) {
  const { scroller, lines } = log;
  const list = lines.container;
  const focus = new LineFocus(lines);
  const actions = new MessageActions(list, chat, page, log.extras);
  log.drawn.subscribe(() => focus.keep());
  focus.keep();
  focus.listen(scroller, { leave: () => page.composer.focus(), reveal: (line2) => actions.show(line2), command: (name, line2) => actions.command(name, line2) });
  list.addEventListener("click", (event) => void (markUnread(event, actions) || pressed$1(event, actions, page)));
  showUnderPointer(list, actions);
  tellWhoReacted(list, chat);
  return focus;
}
function tellWhoReacted(list, chat) {
  const tell = (target) => {
    const pill = target.closest(".reaction[data-emoji]");
    if (pill) void import("./who_tip.js").then(({ showTip }) => showTip(pill, chat)).catch(() => null);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && tell(target));
  list.addEventListener("focusin", ({ target }) => tell(target));
}
function showUnderPointer(list, actions) {
  const show2 = (target) => {
    const line2 = lineOf(target);
    if (line2) actions.show(line2);
  };
  list.addEventListener("pointerover", ({ pointerType, target }) => pointerType === "mouse" && show2(target));
  if (matchMedia("(any-hover: hover)").matches) {
    show2(list.querySelector(".message:hover, .message:focus") ?? list);
    list.addEventListener("focusin", ({ target }) => show2(target));
  }
  if (matchMedia("(any-pointer: coarse)").matches) mountSheet(list, actions);
}
function markUnread(event, actions) {
  const line2 = event.altKey && lineOf(event.target);
  if (!line2) return false;
  event.preventDefault();
  void actions.command("mark-unread", line2);
  return true;
}
function pressed$1(event, actions, page) {
  const target = event.target;
  const line2 = lineOf(target);
  const pressed2 = target.closest("a, button");
  if (!line2 || !(pressed2 instanceof HTMLElement)) return;
  if (pressed2.closest(".message-actions")) line2.focus({ preventScroll: true });
  if (pressed2.matches(".mention[role]")) page.showPerson(Number(pressed2.dataset.user));
  else if (pressed2 instanceof HTMLAnchorElement) follow(event, pressed2, page);
  else if (pressed2.matches("button")) actions.press(pressed2, line2);
}
function follow(event, link, page) {
  if (link.origin !== location.origin || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const place = link.pathname.match(/^\/rooms\/(\d+)\/(\d+)$/);
  const person = personAt(link.pathname);
  if (place || person) event.preventDefault();
  if (place) page.openMessage(Number(place[1]), Number(place[2]));
  else if (person) page.showPerson(person);
}
function mountBars(root, log, chat) {
  const news = new NewsBar(root, log, chat);
  const chip = new DayChip(root, log, chat);
  let drawnAt = -1;
  const draw = () => {
    drawnAt = log.scroller.scrollTop;
    news.draw();
    chip.draw();
  };
  const drawSoon = oncePerFrame(draw);
  chat.roomChanged.subscribe(() => news.forget());
  log.drawn.subscribe(draw);
  log.scroller.addEventListener("scroll", () => log.scroller.scrollTop !== drawnAt && drawSoon(), { passive: true });
  draw();
}
class NewsBar {
  #parts;
  #log;
  #chat;
  #since = "";
  constructor(root, log, chat) {
    this.#parts = parts(root, "news-bar", "news-since", "jump", "mark-read");
    this.#log = log;
    this.#chat = chat;
    this.#parts.jump.addEventListener("click", () => this.#jump());
    this.#parts["mark-read"].addEventListener("click", () => log.markRead());
  }
  forget() {
    this.#since = "";
  }
  draw() {
    const { reading: reading2, live } = this.#chat;
    const line2 = this.#log.lines.node("unread");
    if (line2) this.#since = line2.dataset.since ?? "";
    const isFar = (live.log.first?.seq ?? 0) > (reading2.unreadAfter ?? Infinity);
    const isAbove = line2 ? this.#log.lineAbove !== null : isFar;
    const count = reading2.unreadCount;
    hideIf(this.#parts["news-bar"], !isAbove || count === 0 || live.state !== "ready");
    const text = this.#since === "" ? ngettext("%(count)s new message", "%(count)s new messages", count) : ngettext("%(count)s new since %(time)s", "%(count)s new since %(time)s", count);
    showText(this.#parts["news-since"], interpolate(text, { count, time: this.#since }));
  }
  #jump() {
    const { reading: reading2, live } = this.#chat;
    const find = () => this.#log.lines.node("unread");
    if (find() === null && reading2.unreadAfter !== null) void live.showAround(reading2.unreadAfter);
    this.#log.show({ find });
  }
}
class DayChip {
  #parts;
  #log;
  #chat;
  constructor(root, log, chat) {
    this.#parts = parts(root, "day-chip", "choose-day", "chip-day", "date");
    this.#log = log;
    this.#chat = chat;
    this.#parts["choose-day"].addEventListener("click", () => this.#ask());
    this.#input.addEventListener("change", () => this.#input.value && this.#jump(this.#input.value));
  }
  get #input() {
    return this.#parts.date;
  }
  draw() {
    const day = this.#log.dayAbove();
    hideIf(this.#parts["day-chip"], day === null);
    if (!day) return;
    const name = day.textContent ?? "";
    if (this.#parts["chip-day"].textContent === name) return;
    this.#parts["chip-day"].textContent = name;
    this.#parts["choose-day"].setAttribute("aria-label", interpolate(gettext("%(day)s, jump to date"), { day: name }));
  }
  #ask() {
    this.#input.max = isoDay();
    this.#input.value = isoDay(this.#log.dayAbove()?.dateTime);
    this.#input.showPicker();
  }
  #jump(date) {
    const start = beginningOf(date);
    const { live } = this.#chat;
    const isSince = ({ created_at }) => Date.parse(created_at) >= start.getTime();
    const { first, hasMoreBefore } = live.log;
    const isHere = live.log.messages.some(isSince) && (!hasMoreBefore || first && !isSince(first));
    if (!isHere) void live.showAt(start);
    this.#log.show({ find: () => this.#lineSince(isSince) });
  }
  #lineSince(isSince) {
    const { live } = this.#chat;
    if (live.paging) return null;
    const found = live.log.messages.find(isSince) ?? live.log.last;
    return this.#log.lines.nodes.find((line2) => isMessage(line2) && line2.dataset.seq === String(found?.seq));
  }
}
const CHECK_MS = 1e3;
function mount$3(root, chat) {
  const draw = () => {
    const text = typingText(chat.typing.current(monotonicMs()).map(({ name }) => name));
    showText(root, text);
  };
  chat.typingChanged.subscribe(draw);
  setInterval(draw, CHECK_MS);
}
function typingText(names) {
  const [a, b] = names;
  switch (names.length) {
    case 0:
      return "";
    case 1:
      return interpolate(gettext("%(a)s is typing\u2026"), { a });
    case 2:
      return interpolate(gettext("%(a)s and %(b)s are typing\u2026"), { a, b });
    default:
      return gettext("Several people are typing\u2026");
  }
}
function mountRoomMenu(menu, chat) {
  const draw = oncePerFrame(() => drawMenu(menu, chat));
  mountAttention(menu, chat, () => chat.room);
  part(menu, "reopen").addEventListener("click", () => void reopen(chat));
  part(menu, "mark-read").addEventListener("click", async () => (await reading())?.readRoom(chat, chat.room));
  part(menu, "mark-unread").addEventListener("click", async () => {
    if (chat.room) (await reading())?.unreadRoom(chat, chat.room.id);
  });
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  draw();
}
function drawMenu(menu, { room, me }) {
  const role = room?.membership?.role;
  const manages = (me.role === "admin" || role === "owner") && !isDirect(room);
  const moderates2 = manages || role === "moderator";
  for (const place of [part(menu, "edit"), part(menu, "moderation")]) hideIf(place, !moderates2 || !room?.is_active);
  hideIf(part(menu, "close"), !manages || !room?.is_active);
  hideIf(part(menu, "reopen"), !manages || (room?.is_active ?? true));
  const isUnread = (room?.membership?.unread_count ?? 0) > 0;
  hideIf(part(menu, "mark-read"), !isUnread);
  hideIf(part(menu, "mark-unread"), isUnread || role === void 0 || !room?.last_message);
  drawAttention(menu, room?.membership);
  hideIf(part(menu, "leave"), role === void 0 || room === null || !mayLeave(room));
  hideIf(part(menu, "delete"), !manages);
}
function reading() {
  return loaded(() => Promise.resolve().then(function() {
    return reading_actions;
  }));
}
async function reopen(chat) {
  await attempt(async () => {
    const { room } = await call("POST", `/rooms/${chat.room?.id}/reopen`);
    chat.rooms.update(room);
    toast(gettext("Room reopened."));
  });
}
function mountKeyboard(chat, page) {
  onKey(window, (event) => {
    const isArrow2 = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey && !event.shiftKey && isArrow2) changeRoom(event, chat, page);
  });
}
function changeRoom(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).inOrder(chat.rooms.joined());
  if (rooms.length === 0) return;
  const at = rooms.findIndex((room) => room.id === chat.live.roomId);
  const step = event.key === "ArrowDown" ? 1 : rooms.length - 1;
  page.openRoom(rooms[(Math.max(at, 0) + step) % rooms.length].id);
}
function mountLinkedMessage(log) {
  const foundBar = part(document, "found-bar");
  let wasInView = false;
  const look = oncePerFrame(() => {
    const { roomId, seq } = readAddress();
    if (seq === null || !foundBar.hidden) return;
    const inView = isInView(log, seq);
    if (wasInView && !inView) setAddress(roomId);
    wasInView = inView;
  });
  addressChanged.subscribe(() => wasInView = false);
  log.drawn.subscribe(look);
  log.scroller.addEventListener("scroll", look, { passive: true });
}
function isInView({ lines, scroller }, seq) {
  const line2 = lines.nodes.find(({ dataset }) => dataset.seq === String(seq))?.getBoundingClientRect();
  const { top, bottom } = scroller.getBoundingClientRect();
  return line2 !== void 0 && line2.bottom > top && line2.top < bottom;
}
function mount$2(body) {
  const view2 = window.visualViewport;
  if (!view2 || !matchMedia("(pointer: coarse)").matches) return;
  view2.addEventListener("resize", () => {
    body.style.setProperty("--visible-height", `${Math.round(view2.height * view2.scale)}px`);
    if (view2.scale === 1) scrollTo(0, 0);
  });
}
function mountReadingKeys(chat, page) {
  onKey(window, (event) => {
    if (event.defaultPrevented) return;
    if (event.altKey && event.shiftKey && isArrow(event.key)) nextUnread(event, chat, page);
    else if (event.key === "Escape" && isForTheRoom(event)) markRead(event, chat);
  });
}
function isArrow(key) {
  return key === "ArrowUp" || key === "ArrowDown";
}
function isForTheRoom({ altKey, ctrlKey, metaKey, target }) {
  if (altKey || ctrlKey || metaKey || document.querySelector("dialog[open]")) return false;
  const field = target.closest?.("input, textarea, select");
  return !field || field.id === "composer-text";
}
function markRead(event, chat) {
  event.preventDefault();
  void (event.shiftKey ? readAllRooms(chat) : readRoom(chat, chat.room));
}
function nextUnread(event, chat, page) {
  event.preventDefault();
  const rooms = new Shelf(chat.storage, chat.me.id).inOrder(chat.rooms.joined());
  const at = rooms.findIndex(({ id }) => id === chat.live.roomId);
  const after = [...rooms.slice(at + 1), ...rooms.slice(0, Math.max(at, 0))];
  if (event.key === "ArrowUp") after.reverse();
  const next = after.find((room) => newsIn(room) > 0);
  if (next) page.openRoom(next.id);
  else toast(gettext("No other room has unread messages."));
}
function mount$1(root, chat, page) {
  const isOnline = ({ user }) => chat.presence.isOnline(user.id);
  const [online, away, bots] = ["online", "away", "bots"].map((name) => memberList(part(root, name), isOnline));
  const draw = oncePerFrame(() => {
    hideIf(part(root, "loading"), !chat.members.isEmpty || chat.hasOpened);
    const members = chat.members.sorted((userId) => chat.presence.isOnline(userId));
    const people = members.filter(({ user }) => !user.is_bot);
    const programs = members.filter(({ user }) => user.is_bot);
    const here = people.filter(isOnline);
    const gone = people.slice(here.length);
    online.show(here);
    away.show(gone);
    bots.show(programs);
    label(part(root, "online-label"), gettext("Online \xB7 %(count)s"), here.length);
    label(part(root, "away-label"), gettext("Offline \xB7 %(count)s"), gone.length);
    label(part(root, "bots-label"), gettext("Bots \xB7 %(count)s"), programs.length);
  });
  root.addEventListener("click", (event) => {
    const person = event.target.closest("[data-user]");
    if (person instanceof HTMLElement) void page.showPerson(Number(person.dataset.user));
  });
  for (const signal of [chat.members.changed, chat.presence.changed, chat.roomChanged]) signal.subscribe(draw);
  draw();
}
function memberList(container, isOnline) {
  return new KeyedList(container, { key: (member) => String(member.user.id), create: () => fromTemplate("member-row"), update: (node, member) => drawMember(node, member, isOnline(member)) });
}
function drawMember(node, { user, role }, online) {
  const person = part(node, "person");
  person.dataset.user = String(user.id);
  person.dataset.online = String(online);
  person.toggleAttribute("data-bot", user.is_bot === true);
  drawAvatar(part(node, "avatar"), user);
  part(node, "name").textContent = user.name;
  markBot(part(node, "name"), user);
  part(node, "role").textContent = roleText$1(role);
}
function label(place, text, count) {
  place.textContent = count > 0 ? interpolate(text, { count }) : "";
}
function roleText$1(role) {
  switch (role) {
    case "owner":
      return gettext("Owner");
    case "moderator":
      return gettext("Moderator");
    default:
      return "";
  }
}
function drawPerson(root, chat, user, page) {
  const member = chat.members.get(user.id);
  const online = chat.presence.isOnline(user.id);
  part(root, "name").textContent = (member?.user ?? user).name;
  markBot(part(root, "name"), user);
  drawAvatar(part(root, "avatar"), member?.user ?? user);
  part(root, "presence").textContent = presenceText(user, online, member);
  part(root, "presence").dataset.online = String(online);
  part(root, "role").textContent = isDirect(chat.room) ? "" : roleText(member?.role);
  hideIf(part(root, "blocked-note"), !chat.blocks.has(user));
  offerActs(chat, part(root, "acts"), { user, page, role: member?.role });
}
const RANKS = { member: 0, moderator: 1, owner: 2 };
function offerActs(chat, acts, { user, page, role }) {
  const { me, blocks } = chat;
  const room = isDirect(chat.room) ? null : chat.room;
  const other = user.id !== me.id;
  const admin = me.role === "admin";
  const mine = room?.membership ? RANKS[room.membership.role] : 0;
  const outranks = other && room !== null && (admin || mine > 0 && mine > RANKS[role ?? "member"]);
  const manages = other && room !== null && (admin || mine === RANKS.owner);
  const offered = { message: other && !blocks.has(user) && chat.room !== conversationWith(chat, user), mention: other && Boolean(chat.room?.membership) && role !== void 0, "copy-link": true, block: other && !blocks.has(user), unblock: other && blocks.has(user), report: other, moderator: manages && role === "member", member: manages && role === "moderator", owner: manages && (role === "member" || role === "moderator"), mute: outranks && role !== void 0, remove: outranks && role !== void 0, ban: outranks, warn: other && admin, "mute-everywhere": other && admin, "ban-everywhere": other && admin };
  for (const [name, shown] of Object.entries(offered)) hideIf(part(acts, name), !shown);
  for (const group of acts.querySelectorAll("section")) {
    hideIf(group, ![...group.querySelectorAll("button")].some((button) => !button.hidden));
  }
  acts.onclick = (event) => {
    const name = event.target.closest("button")?.dataset.part;
    if (name === void 0 || !offered[name]) return;
    void loaded(() => act(name, user, chat, page));
  };
}
function conversationWith({ rooms, me }, user) {
  return rooms.joined().find((room) => partnerIn(room, me)?.id === user.id);
}
async function act(name, user, chat, page) {
  if (name === "message") return (await import("./open_direct.js")).messagePerson(chat, page, user);
  if (name === "mention") return page.mention(user);
  if (name === "copy-link") return (await import("./copying.js")).copyLink(`/people/${user.id}/`);
  if (name === "block") return (await import("./blocking.js")).blockPerson(chat, user);
  if (name === "unblock") return (await import("./blocking.js")).unblockPerson(chat, user);
  if (name === "owner") return (await import("./hand_over.js")).handOver(user, chat);
  const roomId = chat.room?.id ?? 0;
  const { giveRole, reportPerson, sanction } = await import("./moderation.js");
  if (name === "report") reportPerson(user);
  else if (name === "moderator" || name === "member") await giveRole(user, roomId, name);
  else sanction(name, user, roomId);
  return void 0;
}
function roleText(role) {
  switch (role) {
    case "owner":
      return gettext("Owner of this room");
    case "moderator":
      return gettext("Moderator of this room");
    case "member":
      return gettext("Member of this room");
    default:
      return gettext("Not a member of this room");
  }
}
function mountPerson(root, chat, side, page) {
  let user = null;
  const draw = () => user && drawPerson(root, chat, user, page);
  const drawMore = (userId) => void import("./card_details.js").then(({ drawDetails: drawDetails2 }) => drawDetails2(root, chat, userId, page)).catch(() => null);
  for (const signal of [chat.members.changed, chat.presence.changed, chat.blocks.changed]) signal.subscribe(draw);
  chat.roomChanged.subscribe(() => side.leave("person"));
  chat.connection.on("user_updated", ({ user: asNow }) => {
    if (asNow.id !== user?.id) return;
    user = asNow;
    draw();
    drawMore(asNow.id);
  });
  return async (userId) => {
    user = knownPerson(chat, userId);
    if (!user) await attempt(async () => ({ user } = await call("GET", `/users/${userId}`)));
    draw();
    if (!user) return;
    side.open("person");
    drawMore(userId);
  };
}
function knownPerson({ members, live, rooms }, userId) {
  const member = members.get(userId)?.user;
  const author = live.log.messages.find((message) => message.author?.id === userId)?.author;
  const partner = rooms.joined().flatMap((room) => room.members ?? []).find(({ id }) => id === userId);
  return member ?? author ?? partner ?? null;
}
class Pins {
  messages = [];
  changed = new Signal();
  isRead = false;
  showsBlocked = false;
  #early = /* @__PURE__ */ new Map();
  replace(messages) {
    this.isRead = true;
    this.#show(messages);
    for (const message of this.#early.values()) this.note(message);
    this.#early.clear();
  }
  forget() {
    this.isRead = false;
    this.showsBlocked = false;
    this.#early.clear();
    this.#show([]);
  }
  showBlocked() {
    this.showsBlocked = true;
    this.changed.emit();
  }
  #show(messages) {
    this.messages = messages;
    this.changed.emit();
  }
  note(message) {
    if (!this.isRead) this.#early.set(message.id, message);
    const known = this.messages.find(({ id }) => id === message.id);
    if (known ? known.version >= message.version : !isPinned(message)) return;
    const others = this.messages.filter((other) => other !== known);
    this.#show(isPinned(message) ? [...others, message].sort(byPin) : others);
  }
}
function isPinned({ pinned_at, deleted_at }) {
  return Boolean(pinned_at) && deleted_at === null;
}
function byPin(a, b) {
  return (b.pinned_at ?? "").localeCompare(a.pinned_at ?? "") || b.seq - a.seq;
}
const EXCERPT_CHARS = 300;
function mountPinsView(root, chat, pins, page) {
  const list = new KeyedList(part(root, "pins"), { key: ({ id }) => String(id), create: () => fromTemplate("pin-row"), update: drawPin });
  const draw = oncePerFrame(() => {
    const shown = unfolded(pins, chat);
    list.show(shown);
    part(root, "pins").toggleAttribute("data-fixed", !mayUnpin(chat));
    hideIf(part(root, "no-pins"), pins.messages.length > 0);
    drawCounts(root, shown.length);
    void drawBlocked(root, pins.messages.length - shown.length);
  });
  part(root, "pins").addEventListener("click", (event) => pressed(event, pins, page));
  part(root, "show-blocked-pins").addEventListener("click", () => pins.showBlocked());
  const { rooms, blocks, roomChanged } = chat;
  for (const signal of [pins.changed, rooms.changed, roomChanged, blocks.changed]) signal.subscribe(draw);
  draw();
}
function unfolded({ messages, showsBlocked }, { blocks, room, me }) {
  if (showsBlocked || room && partnerIn(room, me)) return messages;
  return messages.filter(({ author }) => !blocks.has(author));
}
async function drawBlocked(root, count) {
  hideIf(part(root, "blocked-pins"), count === 0);
  if (count === 0) return;
  const lines = await loaded(() => import("./blocked_lines.js"));
  if (lines) showText(part(root, "blocked-count"), lines.blockedText(count));
}
function mayUnpin({ room, me }) {
  return moderates(room?.membership, me) && (room?.is_active || me.role === "admin");
}
function drawPin(row, message) {
  row.dataset.pin = String(message.id);
  showText(part(row, "author"), nameOf$1(message.author));
  markBot(part(row, "author"), message.author);
  const time = part(row, "time");
  showText(time, briefTime(message.created_at));
  time.dateTime = message.created_at;
  time.title = fullTime(message.created_at);
  showText(part(row, "text"), plainText(message).trim().slice(0, EXCERPT_CHARS));
}
function pressed({ target }, pins, page) {
  const button = target.closest("button[data-part]");
  const row = button?.closest("[data-pin]");
  const message = pins.messages.find(({ id }) => String(id) === row?.dataset.pin);
  if (!message) return;
  if (button?.dataset.part === "unpin") void unpin(message);
  else page.openMessage(message.room_id, message.seq);
}
async function unpin(message) {
  await (await loaded(() => import("./set_pin.js")))?.setPin(message, false);
}
function drawCounts(root, count) {
  const button = document.querySelector("[data-part=pins-button]");
  hideIf(button, count === 0);
  const label2 = ngettext("%(count)s pinned message", "%(count)s pinned messages", count);
  button.setAttribute("aria-label", interpolate(label2, { count }));
  showText(part(button, "pin-count"), String(count));
  const some = interpolate(gettext("Pinned messages \xB7 %(count)s"), { count });
  showText(part(root, "all-pins"), count === 0 ? gettext("Pinned messages") : some);
}
function mountPins(root, chat, page) {
  const pins = new Pins();
  const read = () => void readPins(pins, chat);
  mountPinsView(root, chat, pins, page);
  chat.roomChanged.subscribe(() => {
    pins.forget();
    read();
  });
  chat.connection.on("ready", () => !pins.isRead && read());
  chat.connection.on("message_updated", ({ message }) => message.room_id === chat.live.roomId && pins.note(message));
  const note = (messages) => messages.forEach((message) => pins.note(message));
  chat.live.caughtUp.subscribe(({ messages }) => note(messages));
  chat.live.changed.subscribe(oncePerFrame(() => note(chat.live.log.messages)));
  read();
}
async function readPins(pins, { live }) {
  const { roomId } = live;
  if (roomId === null) return;
  try {
    const { messages } = await call("GET", `/rooms/${roomId}/pins`);
    if (roomId === live.roomId) pins.replace(messages);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}
function mountDetails(root, chat) {
  const draw = oncePerFrame(() => drawDetails(root, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.members.changed]) signal.subscribe(draw);
  draw();
}
function drawDetails(root, { room, me, members }) {
  showText(part(root, "room"), room?.name ?? "");
  showText(part(root, "topic"), room?.description ?? "");
  hideIf(part(root, "about"), isDirect(room));
  hideIf(part(root, "no-topic"), room === null || room.description !== "");
  const owner = members.owner;
  hideIf(part(root, "owned"), owner === null);
  showText(part(root, "owner"), owner?.user.name ?? "");
  part(root, "owner").dataset.user = String(owner?.user.id ?? "");
  hideIf(part(root, "add-people"), room === null || !mayAdd(room, me));
  hideIf(part(root, "moderating"), isDirect(room) || !moderates(room?.membership, me) || !room?.is_active);
}
const WIDE = matchMedia("(min-width: 75em)");
const STORED = "side";
function mountSide(root, chat, page) {
  const side = new Side(root, chat.storage);
  const card = root.querySelector("[data-view=person]");
  const showPerson = mountPerson(card, chat, side, page);
  mount$1(root, chat, { showPerson });
  mountDetails(root.querySelector("[data-view=details]"), chat);
  mountPins(root, chat, page);
  return { side, showPerson };
}
class Side {
  #root;
  #storage;
  #views = [];
  changed = new Signal();
  constructor(root, storage) {
    this.#root = root;
    this.#storage = storage;
    document.addEventListener("click", ({ target }) => {
      const opener = target.closest("[data-opens-side]");
      if (opener instanceof HTMLElement) this.toggle(opener.dataset.opensSide);
    });
    part(root, "close-side").addEventListener("click", () => this.close());
    part(root, "back-to-details").addEventListener("click", () => this.#shown && this.leave(this.#shown));
    WIDE.addEventListener("change", () => this.#adapt());
    this.#adapt();
  }
  isShown(view2) {
    return this.#shown === view2;
  }
  get isBeside() {
    return WIDE.matches && this.#shown !== void 0;
  }
  toggle(view2) {
    if (this.#shown === view2) this.close();
    else this.open(view2);
  }
  open(view2) {
    const isOpen = this.#views.includes(view2);
    this.#views = [...this.#views.filter((known) => known !== view2), view2];
    this.#draw();
    if (view2 === "details") this.#remember();
    if (!WIDE.matches && !isOpen) {
      openLayer({ isOpen: () => !WIDE.matches && this.#views.includes(view2), close: () => this.#remove(view2) });
    }
    part(this.#root, "side-title").focus({ preventScroll: true });
  }
  close() {
    for (const view2 of this.#views.toReversed()) this.#remove(view2);
    this.#remember();
    layersChanged();
  }
  leave(view2) {
    if (!this.#views.includes(view2)) return;
    this.#remove(view2);
    layersChanged();
  }
  get #shown() {
    return this.#views.at(-1);
  }
  #remove(view2) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#views = this.#views.filter((known) => known !== view2);
    this.#draw();
    if (hadFocus && WIDE.matches) this.#focusAfter(view2);
  }
  #focusAfter(view2) {
    if (this.#shown) part(this.#root, "side-title").focus({ preventScroll: true });
    else [...openersOf(view2), ...openersOf()].find((opener) => opener.checkVisibility())?.focus();
  }
  #adapt() {
    this.#views = WIDE.matches && this.#storage.getItem(STORED) !== "closed" ? ["details"] : [];
    this.#draw();
    layersChanged();
  }
  #remember() {
    if (WIDE.matches) this.#storage.setItem(STORED, this.#shown === void 0 ? "closed" : "open");
  }
  #draw() {
    const shown = this.#shown;
    if (shown) document.documentElement.dataset.side = shown;
    else delete document.documentElement.dataset.side;
    for (const section of this.#root.querySelectorAll("[data-view]")) {
      hideIf(section, section.dataset.view !== shown);
    }
    hideIf(part(this.#root, "back-to-details"), this.#views.length < 2);
    if (shown) showText(part(this.#root, "side-title"), titleOf(shown));
    for (const opener of openersOf()) {
      opener.setAttribute("aria-expanded", String(opener.dataset.opensSide === shown));
    }
    this.changed.emit();
  }
}
function titleOf(view2) {
  switch (view2) {
    case "details":
      return gettext("Details");
    case "person":
      return gettext("Profile");
    case "pins":
      return gettext("Pinned messages");
    case "results":
      return gettext("Search messages");
  }
}
function openersOf(view2) {
  return [...document.querySelectorAll(`[data-opens-side${view2 ? `="${view2}"` : ""}]`)];
}
function mount(root, chat, page) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view-link]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    page.openView(nameOf(link));
  });
  const draw = oncePerFrame(() => drawLinks(root, chat));
  chat.rooms.changed.subscribe(draw);
  chat.roomChanged.subscribe(draw);
  draw();
}
function nameOf(link) {
  return link.dataset.viewLink;
}
function drawLinks(root, { rooms }) {
  const memberships = rooms.joined().flatMap(({ membership }) => membership ?? []);
  const others = rooms.joined().filter((room) => !isDirect(room));
  const unread = memberships.filter(({ unread_count }) => unread_count > 0).length;
  const mentions = others.reduce((sum, { membership }) => sum + (membership?.mention_count ?? 0), 0);
  const unreadText = ngettext("%(count)s unread room", "%(count)s unread rooms", unread);
  const mentionsText = ngettext("%(count)s unread message for you", "%(count)s unread messages for you", mentions);
  for (const link of root.querySelectorAll("a")) {
    if (nameOf(link) === "catch-up") drawCount(link, unread, unreadText);
    if (nameOf(link) === "inbox") drawCount(link, mentions, mentionsText);
    if (nameOf(link) === currentView()) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
function drawCount(link, count, label2) {
  const pill = part(link, "count");
  hideIf(pill, count === 0);
  showText(pill, count > 99 ? "99+" : String(count));
  pill.setAttribute("aria-label", interpolate(label2, { count }));
}
function mountWelcome(line2, chat, page) {
  const draw = () => line2.hidden = !chat.me.preferences.sees_welcome;
  onFirstOpen(["welcome"], async () => (await import("./welcome_dialog.js")).mountWelcomeDialog(chat, page));
  const dismiss = () => void attempt(async () => {
    if (chat.me.preferences.sees_welcome) {
      chat.changeMe((await call("PUT", "/auth/preferences", { sees_welcome: false })).user);
    }
  });
  part(line2, "dismiss").addEventListener("click", dismiss);
  dialog("welcome").addEventListener("close", dismiss);
  chat.meChanged.subscribe(draw);
  draw();
}
function mountTheRest(body, chat, log, page) {
  const component = (name) => body.querySelector(`[data-component="${name}"]`);
  page.composer.prepare();
  mountMenus(body);
  mount$2(body);
  const focus = mountInput(log, chat, page);
  followSounds(body, chat, page);
  mountLinkedMessage(log);
  mountBars(component("log-bars"), log, chat);
  mountRoomMenu(component("room-menu"), chat);
  mount$3(component("typing-line"), chat);
  mount$6(component("announcer"), chat);
  mountKeyboard(chat, page);
  mountReadingKeys(chat, page);
  followVisits(chat);
  mount(component("view-links"), chat, page);
  mountNotifier(chat, page);
  mountWelcome(component("welcome"), chat, page);
  mountSettings(chat);
  mountInviting(body, chat, page.fragment);
  const { side, showPerson } = mountSide(component("side"), chat, page);
  mountSearch(component("search"), chat, side, { log, openMessage: page.openMessage });
  return { side: { showPerson }, toLastMessage: () => focus.toLast() };
}
function followSounds(body, chat, page) {
  body.addEventListener("sound-begins", (event) => {
    void loaded(() => import("./now_playing.js")).then((it) => it?.followSound(chat, page, event));
  });
}
var chat_rest = Object.freeze({ __proto__: null, mountTheRest });
export {
  presence_text as A,
  reading_actions as B,
  settings as C,
  chat_rest as D,
  MAX_KINDS as M,
  RecentEmoji as R,
  isSameEmoji as a,
  bare as b,
  copyText as c,
  shownReactions as d,
  itemsOf as e,
  stepThrough as f,
  closeWhenLeft as g,
  drawAttention as h,
  invitePeople as i,
  setAttention as j,
  closePopover as k,
  lastVisited as l,
  mountAttention as m,
  nameView as n,
  openPopover as o,
  placeAt as p,
  copyWhenReady as q,
  readRoom as r,
  searchAsked as s,
  isPicture as t,
  unreadRoom as u,
  readAllRooms as v,
  markRead$1 as w,
  placeInMessage as x,
  beside as y,
  picturesIn as z
};
