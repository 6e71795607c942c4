import { Signal } from "../lib/signal.js";
import { bare } from "./reactions.js";
import { reactionStore } from "./reaction_store.js";

/**
 * A reaction that I set or took back.
 * @typedef {{ room_id: number, seq: number, emoji: string, on: boolean, tab: string, version?: number }} Wish
 *   version: the message's when the server had done it. The wish counts until that version is on the screen.
 */

/**
 * What I asked for about reactions and the server has not confirmed, also in the browser's storage: a reload or a crash
 * loses nothing. To set what is set changes nothing, so each may be sent again. Only the last wish about one emoji of
 * one message counts.
 */
export class ReactionWishes {
  #store;
  #tab;
  /** In the order of asking. @type {Map<string, Wish>} */
  #wishes = new Map();
  /** Reactions of so many people that the payload does not name me. @type {Set<string>} */
  #mine = new Set();
  changed = /** @type {Signal<void>} */ (new Signal());

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
    return [...this.#wishes.values()].find(({ version }) => version === undefined) ?? null;
  }

  /**
   * What counts beside what the message says itself.
   * @param {{ room_id: number, seq: number | null, version: number }} message
   */
  of({ room_id, seq, version }) {
    if (this.#wishes.size === 0) return [];
    return [...this.#wishes.values()].filter((wish) => (
      wish.room_id === room_id && wish.seq === seq && (wish.version === undefined || version < wish.version)
    ));
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
      if (version !== undefined && (versions.get(`${room_id}:${seq}`) ?? 0) >= version) this.#forget(key);
    }
  }

  /** Take over what closed tabs left behind. @param {Set<string>} liveTabs */
  adopt(liveTabs) {
    for (const key of this.#store.keys()) {
      const wish = this.#store.get(key);
      if (wish && !this.#wishes.has(key) && !liveTabs.has(wish.tab)) this.ask(wish);
    }
  }

  /** @param {string} key */
  #forget(key) {
    this.#wishes.delete(key);
    this.#store.remove(key);
  }
}

/** @param {Pick<Wish, "room_id" | "seq" | "emoji">} reaction */
function keyOf({ room_id, seq, emoji }) {
  return `${room_id}:${seq}:${bare(emoji)}`;
}
