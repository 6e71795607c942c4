import { JsonStore } from "../lib/storage.js";
import { isSameEmoji } from "./reactions.js";

const DEFAULTS = ["👍", "❤️", "😂", "🎉", "😮", "😢"];
const KEY = "reactions";

/** The six emoji that a person reacts with by one press. */
export class RecentEmoji {
  #store;

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `recent-emoji:${userId}:`);
  }

  /** @returns {string[]} */
  get all() {
    const kept = this.#store.get(KEY);
    return Array.isArray(kept) && kept.length === DEFAULTS.length ? kept : DEFAULTS;
  }

  /** One that is there already keeps its place, so that the row stays as the hand knows it. @param {string} emoji */
  used(emoji) {
    const { all } = this;
    if (all.some((known) => isSameEmoji(known, emoji))) return;
    this.#store.set(KEY, [emoji, ...all.slice(0, -1)]);
  }
}
