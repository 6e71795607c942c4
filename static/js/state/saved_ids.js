import { Signal } from "../lib/signal.js";

/** Which messages I saved: they carry a mark. */
export class SavedIds {
  changed = /** @type {Signal<void>} */ (new Signal());
  #ids = /** @type {Set<number>} */ (new Set());

  /** @param {{ id: number | null }} message */
  has({ id }) {
    return id !== null && this.#ids.has(id);
  }

  /** What the server says. @param {number[]} ids */
  replace(ids) {
    if (ids.length === this.#ids.size && ids.every((id) => this.#ids.has(id))) return;
    this.#ids = new Set(ids);
    this.changed.emit();
  }

  /** @param {number} id @param {boolean} isSaved */
  set(id, isSaved) {
    const others = [...this.#ids].filter((other) => other !== id);
    this.replace(isSaved ? [...others, id] : others);
  }
}
