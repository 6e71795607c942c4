import { Signal } from "../lib/signal.js";
import { lookOf } from "./preview.js";

/** A stored message takes the place of a file on its way: until its picture is there, the small copy is shown. */
const REVOKED_AFTER_MS = 30_000;

/**
 * @typedef {{ url: string | null, width: number | null, height: number | null, duration_s: number | null }} ShownLook
 */

const UNKNOWN = /** @type {ShownLook} */ ({ url: null, width: null, height: null, duration_s: null });

/** Small copies of the pictures and films that wait to be sent, with addresses for the page. */
export class Looks {
  #store;
  /** @type {Map<string, ShownLook>} */
  #known = new Map();
  /** @type {Map<string, Promise<void>>} */
  #making = new Map();
  /** @type {Signal<void>} */
  changed = new Signal();

  /** @param {import("./store.js").FileStore} store */
  constructor(store) {
    this.#store = store;
  }

  /** What is known of it now; more comes with the next change. @param {string} id */
  of(id) {
    const known = this.#known.get(id);
    if (!known) void this.#recall(id);
    return known ?? UNKNOWN;
  }

  /** @param {string} id @param {Blob} content */
  make(id, content) {
    this.#making.set(id, this.#make(id, content).finally(() => this.#making.delete(id)));
  }

  /** Until what is being made is in the store. @param {string} id */
  async made(id) {
    await this.#making.get(id);
  }

  /** @param {string} id @param {Blob} content */
  async #make(id, content) {
    this.#known.set(id, UNKNOWN);
    const look = await lookOf(content);
    this.#show(id, look);
    await this.#store.change(id, look);
  }

  /** @param {string} id */
  forget(id) {
    const { url } = this.#known.get(id) ?? UNKNOWN;
    this.#known.delete(id);
    if (url) setTimeout(() => URL.revokeObjectURL(url), REVOKED_AFTER_MS);
  }

  /** @param {string} id */
  async #recall(id) {
    this.#known.set(id, UNKNOWN);
    const facts = await this.#store.facts(id);
    if (facts) this.#show(id, facts);
  }

  /** @param {string} id @param {Omit<import("./look.js").Look, "duration_s"> & { duration_s?: number | null }} look */
  #show(id, { preview, width, height, duration_s = null }) {
    if (!this.#known.has(id)) return; // forgotten meanwhile
    this.#known.set(id, { url: preview && URL.createObjectURL(preview), width, height, duration_s });
    this.changed.emit();
  }
}
