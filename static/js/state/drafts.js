import { JsonStore } from "../lib/storage.js";

/** The unsent text of each room, kept across reloads. */
export class Drafts {
  #store;

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `draft:${userId}:`);
  }

  /** @param {number} roomId @returns {string} */
  of(roomId) {
    return this.#store.get(String(roomId)) ?? "";
  }

  /** @param {number} roomId @param {string} text */
  keep(roomId, text) {
    if (text.trim() === "") this.#store.remove(String(roomId));
    else this.#store.set(String(roomId), text);
  }
}
