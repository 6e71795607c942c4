import { Signal } from "../lib/signal.js";
import { JsonStore } from "../lib/storage.js";

/**
 * What is known of a file that waits to be sent; its content is in the store of files.
 * @typedef {{ id: string, name: string, size: number, type: string, alt: string, error: string,
 *   isFinal?: boolean, mayEnd?: boolean, removed: string[] }} KeptFile
 *   error: why it can't be uploaded; isFinal: nor can it be at another try; mayEnd: it can be when I may write again;
 *   removed: what metadata the server took out.
 */

/** The files that belong to each room's draft, in their order, kept across reloads. */
export class Trays {
  #store;
  /** @type {Map<number, KeptFile[]>} */
  #known = new Map();
  /** @type {Signal<void>} */
  changed = new Signal();

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#store = new JsonStore(storage, `tray:${userId}:`);
  }

  /** @param {number | null} roomId @returns {KeptFile[]} */
  in(roomId) {
    if (roomId === null) return [];
    const files = this.#known.get(roomId) ?? this.#store.get(String(roomId)) ?? [];
    this.#known.set(roomId, files);
    return files;
  }

  /** @returns {number[]} The rooms with files. */
  rooms() {
    return this.#store.keys().map(Number);
  }

  /** @param {number} roomId @param {KeptFile[]} files */
  put(roomId, files) {
    this.#known.set(roomId, files);
    if (files.length > 0) this.#store.set(String(roomId), files);
    else this.#store.remove(String(roomId));
    this.changed.emit();
  }

  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (!this.#store.owns(storageKey)) return;
    this.#known.clear();
    this.changed.emit();
  }
}
