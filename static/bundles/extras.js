import { E as hideIf, u as part, Z as fromTemplate, aa as KeyedList, I as showText, S as Signal, C as ChatError, i as isPassing, a6 as toast, d as nowMs, F as gettext, M as attempt, a0 as contentOf } from "./app.js";
import { M as MAX_KINDS, b as bare, R as RecentEmoji, i as isSameEmoji, s as shownReactions } from "./chat_rest.js";
import { h as reactionStore, j as liveTabs } from "./chat.js";
class Pills {
  /** @type {WeakMap<HTMLElement, Drawn>} */
  #drawn = /* @__PURE__ */ new WeakMap();
  /**
   * @param {HTMLElement} line
   * @param {ShownReaction[]} shown The same list for as long as nothing changed.
   * @param {boolean} may Whether I may react.
   */
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
  /** @param {HTMLElement} line @param {Drawn} drawn */
  #remove(line, { place }) {
    if (place.contains(document.activeElement)) line.focus({ preventScroll: true });
    place.remove();
    this.#drawn.delete(line);
  }
}
function begin() {
  const place = fromTemplate("message-reactions");
  const list = new KeyedList(place, {
    key: ({ emoji }) => emoji,
    create: createPill,
    update: (node, reaction, previous) => drawPill(
      node,
      reaction,
      /** @type {ShownReaction | null} */
      previous
    )
  });
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
  const [text, state] = [line.querySelector(".message-text"), line.querySelector(".message-state")];
  (state ?? text)?.after(place);
}
const FIRST_RETRY_MS = 1e3;
const LONGEST_RETRY_MS = 3e4;
class ReactionSender {
  #wishes;
  #wire;
  #isBusy = false;
  /** The server does not take a reaction. @type {Signal<ChatError>} */
  refused = new Signal();
  /** @param {import("./state/reaction_wishes.js").ReactionWishes} wishes @param {Wire} wire */
  constructor(wishes, wire) {
    this.#wishes = wishes;
    this.#wire = wire;
  }
  /** Send what waits. */
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
  /** @param {Wish} wish @returns {Promise<ChatError | null>} What stands in the way for now. */
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
  /** In the order of asking. @type {Map<string, Wish>} */
  #wishes = /* @__PURE__ */ new Map();
  /** Reactions of so many people that the payload does not name me. @type {Set<string>} */
  #mine = /* @__PURE__ */ new Set();
  changed = (
    /** @type {Signal<void>} */
    new Signal()
  );
  /** @param {KeyValueStorage} storage @param {number} userId @param {string} tab */
  constructor(storage, userId, tab) {
    this.#store = reactionStore(storage, userId);
    this.#tab = tab;
  }
  /** @param {Omit<Wish, "tab" | "version">} asked */
  ask(asked) {
    const key = keyOf(asked);
    const wish = { ...asked, tab: this.#tab };
    this.#wishes.delete(key);
    this.#wishes.set(key, wish);
    this.#store.set(key, wish);
    this.changed.emit();
  }
  /** The one to send next. @returns {Wish | null} */
  get next() {
    return [...this.#wishes.values()].find(({ version }) => version === void 0) ?? null;
  }
  /**
   * What counts beside what the message says itself.
   * @param {{ room_id: number, seq: number | null, version: number }} message
   */
  of({ room_id, seq, version }) {
    if (this.#wishes.size === 0) return [];
    return [...this.#wishes.values()].filter((wish) => wish.room_id === room_id && wish.seq === seq && (wish.version === void 0 || version < wish.version));
  }
  /** @param {Pick<Wish, "room_id" | "seq" | "emoji">} reaction */
  isKnownMine(reaction) {
    return this.#mine.has(keyOf(reaction));
  }
  /** The server did it: show it until the message says so. @param {Wish} wish @param {Message} message */
  done(wish, message) {
    const key = keyOf(wish);
    if (wish.on) this.#mine.add(key);
    else this.#mine.delete(key);
    if (this.#wishes.get(key) !== wish) return;
    this.#store.remove(key);
    this.#wishes.set(key, { ...wish, version: message.version });
    this.changed.emit();
  }
  /** @param {Wish} wish */
  refused(wish) {
    const key = keyOf(wish);
    if (this.#wishes.get(key) !== wish) return;
    this.#forget(key);
    this.changed.emit();
  }
  /** The messages on the screen: what they say needs no wish any more. @param {Message[]} messages */
  settle(messages) {
    if (this.#wishes.size === 0) return;
    const versions = new Map(messages.map(({ room_id, seq, version }) => [`${room_id}:${seq}`, version]));
    for (const [key, { room_id, seq, version }] of this.#wishes) {
      if (version !== void 0 && (versions.get(`${room_id}:${seq}`) ?? 0) >= version) this.#forget(key);
    }
  }
  /** Take over what closed tabs left behind. @param {Set<string>} liveTabs */
  adopt(liveTabs2) {
    for (const key of this.#store.keys()) {
      const wish = this.#store.get(key);
      if (wish && !this.#wishes.has(key) && !liveTabs2.has(wish.tab)) this.ask(wish);
    }
  }
  /** @param {string} key */
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
  /** For as long as nothing changes, a message has the same list. @type {WeakMap<Reaction[], ShownReaction[]>} */
  #shown = /* @__PURE__ */ new WeakMap();
  /** @param {Chat} chat */
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
  /** Whether I may react in the room on the screen; the server decides. */
  get may() {
    const { room } = this.#chat;
    const isMuted = Date.parse(room?.membership?.muted_until ?? "") > nowMs();
    return Boolean(room?.is_active && room.membership) && !isMuted;
  }
  /** @param {Reacted} message @returns {ShownReaction[]} */
  shown(message) {
    const known = this.#shown.get(message.reactions);
    if (known) return known;
    const shown = this.#combined(message);
    this.#shown.set(message.reactions, shown);
    return shown;
  }
  /** Set a reaction or take it back, whichever it is not. @param {Message} message @param {string} emoji */
  toggle(message, emoji) {
    const shown = this.shown(message).find((reaction) => isSameEmoji(reaction.emoji, emoji));
    this.set(message, shown?.emoji ?? emoji, !shown?.isMine);
  }
  /** @param {Message} message @param {string} emoji @param {boolean} on */
  set({ room_id, seq }, emoji, on) {
    if (!this.may) return void this.#askWhyNot({ room_id, seq, emoji, on });
    if (on) this.recent.used(emoji);
    this.#wishes.ask({ room_id, seq, emoji, on });
    if (!this.#chat.connection.online) toast(gettext("You're offline. Your reaction is sent when you're back."));
    return void this.#sender.send();
  }
  /** What the messages on the screen say by now needs no wish any more. */
  settle() {
    this.#wishes.settle(this.#chat.live.log.messages);
  }
  /** The server knows why, and it may be over. @param {object} reaction */
  async #askWhyNot(reaction) {
    await attempt(() => this.#chat.connection.request("react", reaction));
  }
  /** @param {Reacted} message */
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
  #pills = new Pills();
  /** @param {Chat} chat @param {import("../conversation/line_blocks.js").LineBlocks} lines */
  constructor(chat, lines) {
    this.#lines = lines;
    this.reactions = new Reactions(chat);
  }
  /** @param {Row[]} rows */
  draw(rows) {
    this.reactions.settle();
    const may = this.reactions.may;
    for (const row of rows) if (row.kind === "message") this.#drawLine(row, may);
  }
  /** @param {MessageRow} row @param {boolean} may Whether I may react here. */
  #drawLine({ key, message }, may) {
    const line = this.#lines.node(key);
    if (!line) return;
    const isDeleted = message.deleted_at !== null;
    drawPin(line, Boolean(message.pinned_at) && !isDeleted);
    this.#pills.draw(line, isDeleted ? [] : this.reactions.shown(message), may);
  }
}
function drawPin(line, isPinned) {
  const mark = line.hasAttribute("data-pinned") ? line.querySelector(".message-pinned") : null;
  if (isPinned === (mark !== null)) return;
  line.toggleAttribute("data-pinned", isPinned);
  mark?.remove();
  const place = line.querySelector(".message-quote, .message-text");
  if (isPinned) place?.before(contentOf("message-pinned"));
}
export {
  Extras
};
