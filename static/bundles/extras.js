import { L as hideIf, u as part, Z as fromTemplate, a8 as KeyedList, M as showText, S as Signal, C as ChatError, i as isPassing, a5 as toast, b as nowMs, g as gettext, H as attempt, a0 as contentOf } from "./app.js";
import { M as MAX_KINDS, b as bare, R as RecentEmoji, a as isSameEmoji, d as shownReactions } from "./chat_rest.js";
import { z as reactionStore, t as liveTabs } from "./chat.js";
class Pills {
  #drawn = /* @__PURE__ */ new WeakMap();
  draw(line, shown, may) {
    const known = this.#drawn.get(line);
    if (shown.length === 0) return known && this.#remove(line, known);
    const isThere = known?.place.parentElement === line;
    if (isThere && known.shown === shown && known.may === may) return void 0;
    const drawn = known ?? begin();
    const hadFocus = drawn.place.contains(document.activeElement);
    drawn.list.show(shown);
    if (hadFocus && !drawn.place.contains(document.activeElement)) line.focus({ preventScroll: true });
    drawn.place.toggleAttribute("data-closed", !may);
    hideIf(part(drawn.place, "react"), !may || shown.length >= MAX_KINDS);
    if (!isThere) placeBelowText(line, drawn.place);
    this.#drawn.set(line, { ...drawn, shown, may });
    return void 0;
  }
  #remove(line, { place }) {
    if (place.contains(document.activeElement)) line.focus({ preventScroll: true });
    place.remove();
    this.#drawn.delete(line);
  }
}
function begin() {
  const place = fromTemplate("message-reactions");
  const list = new KeyedList(place, { key: ({ emoji }) => emoji, create: createPill, update: (node, reaction, previous) => drawPill(node, reaction, previous) });
  return { place, list };
}
function createPill({ emoji }) {
  const pill = fromTemplate("message-reaction");
  pill.dataset.emoji = emoji;
  part(pill, "emoji").textContent = emoji;
  return pill;
}
function drawPill(pill, { count, isMine }, before) {
  if (before?.count !== count) showText(part(pill, "count"), String(count));
  if (before?.isMine !== isMine) pill.setAttribute("aria-pressed", String(isMine));
}
function placeBelowText(line, place) {
  const above = [".message-state", ".message-files", ".message-text"].map((name) => line.querySelector(name));
  above.find((node) => node !== null)?.after(place);
}
const FIRST_RETRY_MS = 1e3;
const LONGEST_RETRY_MS = 3e4;
class ReactionSender {
  #wishes;
  #wire;
  #isBusy = false;
  refused = new Signal();
  constructor(wishes, wire) {
    this.#wishes = wishes;
    this.#wire = wire;
  }
  async send() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#drain();
    } finally {
      this.#isBusy = false;
    }
  }
  async #drain() {
    let delayMs = FIRST_RETRY_MS;
    for (let wish = this.#wishes.next; wish && this.#wire.online; wish = this.#wishes.next) {
      const error = await this.#sendOne(wish);
      if (error?.code === "not_authenticated") return;
      if (error && this.#wire.online) await pause(error, delayMs);
      delayMs = error ? Math.min(delayMs * 2, LONGEST_RETRY_MS) : FIRST_RETRY_MS;
    }
  }
  async #sendOne(wish) {
    const { room_id, seq, emoji, on } = wish;
    try {
      const { message } = await this.#wire.request("react", { room_id, seq, emoji, on });
      this.#wishes.done(wish, message);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (isPassing(error) || error.code === "not_authenticated") return error;
      this.#wishes.refused(wish);
      this.refused.emit(error);
    }
    return null;
  }
}
function pause({ retryAfterS }, delayMs) {
  const waitMs = retryAfterS === null ? delayMs * (0.5 + Math.random()) : retryAfterS * 1e3;
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
class ReactionWishes {
  #store;
  #tab;
  #wishes = /* @__PURE__ */ new Map();
  #mine = /* @__PURE__ */ new Set();
  changed = new Signal();
  constructor(storage, userId, tab) {
    this.#store = reactionStore(storage, userId);
    this.#tab = tab;
  }
  ask(asked) {
    const key = keyOf(asked);
    const wish = { ...asked, tab: this.#tab };
    this.#wishes.delete(key);
    this.#wishes.set(key, wish);
    this.#store.set(key, wish);
    this.changed.emit();
  }
  get next() {
    return [...this.#wishes.values()].find(({ version }) => version === void 0) ?? null;
  }
  of({ room_id, seq, version }) {
    if (this.#wishes.size === 0) return [];
    return [...this.#wishes.values()].filter((wish) => wish.room_id === room_id && wish.seq === seq && (wish.version === void 0 || version < wish.version));
  }
  isKnownMine(reaction) {
    return this.#mine.has(keyOf(reaction));
  }
  done(wish, message) {
    const key = keyOf(wish);
    if (wish.on) this.#mine.add(key);
    else this.#mine.delete(key);
    if (this.#wishes.get(key) !== wish) return;
    this.#store.remove(key);
    this.#wishes.set(key, { ...wish, version: message.version });
    this.changed.emit();
  }
  refused(wish) {
    const key = keyOf(wish);
    if (this.#wishes.get(key) !== wish) return;
    this.#forget(key);
    this.changed.emit();
  }
  settle(messages) {
    if (this.#wishes.size === 0) return;
    const versions = new Map(messages.map(({ room_id, seq, version }) => [`${room_id}:${seq}`, version]));
    for (const [key, { room_id, seq, version }] of this.#wishes) {
      if (version !== void 0 && (versions.get(`${room_id}:${seq}`) ?? 0) >= version) this.#forget(key);
    }
  }
  adopt(liveTabs2) {
    for (const key of this.#store.keys()) {
      const wish = this.#store.get(key);
      if (wish && !this.#wishes.has(key) && !liveTabs2.has(wish.tab)) this.ask(wish);
    }
  }
  #forget(key) {
    this.#wishes.delete(key);
    this.#store.remove(key);
  }
}
function keyOf({ room_id, seq, emoji }) {
  return `${room_id}:${seq}:${bare(emoji)}`;
}
const NONE = [];
class Reactions {
  recent;
  #chat;
  #wishes;
  #sender;
  #shown = /* @__PURE__ */ new WeakMap();
  constructor(chat) {
    this.#chat = chat;
    this.recent = new RecentEmoji(chat.storage, chat.me.id);
    this.#wishes = new ReactionWishes(chat.storage, chat.me.id, chat.tab);
    this.#sender = new ReactionSender(this.#wishes, chat.connection);
    this.#sender.refused.subscribe(({ message }) => toast(message));
    this.#wishes.changed.subscribe(() => this.#changed());
    chat.connection.on("ready", () => void this.#sender.send());
    void liveTabs(chat.tab).then((tabs) => this.#wishes.adopt(tabs)).then(() => this.#sender.send());
  }
  get may() {
    const { room } = this.#chat;
    const isMuted = Date.parse(room?.membership?.muted_until ?? "") > nowMs();
    return Boolean(room?.is_active && room.membership) && !isMuted;
  }
  shown(message) {
    const known = this.#shown.get(message.reactions);
    if (known) return known;
    const shown = this.#combined(message);
    this.#shown.set(message.reactions, shown);
    return shown;
  }
  toggle(message, emoji) {
    const shown = this.shown(message).find((reaction) => isSameEmoji(reaction.emoji, emoji));
    this.set(message, shown?.emoji ?? emoji, !shown?.isMine);
  }
  set({ room_id, seq }, emoji, on) {
    if (!this.may) return void this.#askWhyNot({ room_id, seq, emoji, on });
    if (on) this.recent.used(emoji);
    this.#wishes.ask({ room_id, seq, emoji, on });
    if (!this.#chat.connection.online) toast(gettext("You're offline. Your reaction is sent when you're back."));
    return void this.#sender.send();
  }
  settle() {
    this.#wishes.settle(this.#chat.live.log.messages);
  }
  async #askWhyNot(reaction) {
    await attempt(() => this.#chat.connection.request("react", reaction));
  }
  #combined(message) {
    const wishes = this.#wishes.of(message);
    const { room_id, seq, reactions } = message;
    if (seq === null || reactions.length === 0 && wishes.length === 0) return NONE;
    const isKnownMine = (emoji) => this.#wishes.isKnownMine({ room_id, seq, emoji });
    return shownReactions(reactions, wishes, this.#chat.me.id, isKnownMine);
  }
  #changed() {
    this.#shown = /* @__PURE__ */ new WeakMap();
    this.#chat.live.changed.emit();
  }
}
class Extras {
  reactions;
  #lines;
  #saved;
  #pills = new Pills();
  #redraw;
  #chat;
  #files = null;
  #sending = null;
  #drawn = /* @__PURE__ */ new WeakMap();
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    this.#saved = chat.saved;
    this.reactions = new Reactions(chat);
  }
  draw(rows) {
    this.reactions.settle();
    const may = this.reactions.may;
    for (const row of rows) if (row.kind === "message") this.#drawLine(row, may);
  }
  #drawLine(row, may) {
    const { key, message } = row;
    const line = this.#lines.node(key);
    if (!line) return;
    const shown = this.reactions.shown(message);
    const isDeleted = message.deleted_at !== null;
    const isSaved = this.#saved.has(message) && !isDeleted;
    const before = this.#drawn.get(line);
    const isSame = before?.row === row && before.shown === shown && before.may === may && before.isSaved === isSaved;
    if (isSame) return;
    const { files, attachments = [] } = message;
    const isDrawn = files ? this.#drawSending(line, files) : this.#drawFiles(line, attachments);
    if (isDrawn) this.#drawn.set(line, { row, shown, may, isSaved });
    drawMark(line, "pinned", Boolean(message.pinned_at) && !isDeleted);
    drawMark(line, "saved", isSaved);
    this.#pills.draw(line, isDeleted ? [] : shown, may);
  }
  #drawFiles(line, files) {
    if (files.length === 0 && !line.querySelector(".message-files")) return true;
    const draw = () => this.#files?.draw(line, files);
    if (this.#files && this.#sending) this.#sending.replace(line, draw);
    else if (this.#files) draw();
    else void this.#loadFiles().catch(() => null);
    return this.#files !== null;
  }
  #drawSending(line, files) {
    if (this.#sending) this.#sending.draw(line, files);
    else void this.#loadSending().catch(() => null);
    return this.#sending !== null;
  }
  async #loadSending() {
    const [{ FilesOnTheirWay }, files] = await Promise.all([import("./files_on_their_way.js"), this.#chat.files.load(), this.#loadFiles()]);
    this.#sending ??= new FilesOnTheirWay(files);
    this.#redraw();
  }
  async #loadFiles() {
    const { Files } = await import("./files2.js");
    if (this.#files) return;
    this.#files = new Files(this.#chat, this.#lines.container);
    this.#redraw();
  }
}
function drawMark(line, name, isMarked) {
  const mark = line.hasAttribute(`data-${name}`) ? line.querySelector(`.message-${name}`) : null;
  if (isMarked === (mark !== null)) return;
  line.toggleAttribute(`data-${name}`, isMarked);
  mark?.remove();
  const place = line.querySelector(".message-quote, .message-text");
  if (isMarked) place?.before(contentOf(`message-${name}`));
}
export {
  Extras
};
