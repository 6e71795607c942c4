import { Signal } from "../lib/signal.js";
import { JsonStore } from "../lib/storage.js";

const KEY = "ids";

/** The people whom I blocked, also in the browser's storage: their messages are folded from the first line on. */
export class Blocks {
  changed = /** @type {Signal<void>} */ (new Signal());
  #store;
  /** @type {Set<number>} */
  #ids;

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `blocked:${userId}:`);
    const kept = this.#store.get(KEY);
    this.#ids = new Set(Array.isArray(kept) ? kept : []);
  }

  /** @param {{ id: number } | null | undefined} person */
  has(person) {
    return this.#ids.size > 0 && this.#ids.has(person?.id ?? 0);
  }

  get size() {
    return this.#ids.size;
  }

  /** What the server says. @param {number[]} ids @returns {boolean} Whether that is news. */
  replace(ids) {
    if (ids.length === this.#ids.size && ids.every((id) => this.#ids.has(id))) return false;
    this.#ids = new Set(ids);
    this.#store.set(KEY, ids);
    this.changed.emit();
    return true;
  }

  /** @param {number} userId @param {boolean} isBlocked */
  set(userId, isBlocked) {
    const others = [...this.#ids].filter((id) => id !== userId);
    this.replace(isBlocked ? [...others, userId] : others);
  }
}
