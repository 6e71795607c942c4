import { nowMs } from "../lib/clock.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { Signal } from "../lib/signal.js";
import { ChatError, isPassing } from "../net/errors.js";
import { withdraw, send } from "./tus.js";

const AT_ONCE = 2;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A longer pause that the server asks for is said, not waited for. */
const PATIENCE_S = 60;
/** The server removes what is not sent for a day: what arrived long ago is asked about. */
const FRESH_MS = 3_600_000;

/** @typedef {import("./store.js").FileStore} FileStore */
/** @typedef {import("./store.js").StoredFile} StoredFile */
/**
 * @typedef {{ promise: Promise<string>, end: AbortController, part: number, waitsFor: string }} Work
 *   waitsFor: why it does not go on now, empty while it does.
 */

/** Uploads files, two at once, each in one tab only, for as long as it takes. */
export class Uploads {
  #store;
  #work = /** @type {Map<string, Work>} */ (new Map());
  #running = 0;
  /** @type {(() => void)[]} */
  #queue = [];
  /** Ends each pause early. @type {Set<() => void>} */
  #pauses = new Set();
  /** How far one is. @type {Signal<string>} */
  changed = new Signal();

  /** @param {FileStore} store */
  constructor(store) {
    this.#store = store;
  }

  /** How much of a file has arrived, from 0 to 1; null when none is under way. @param {string} id */
  partOf(id) {
    return this.#work.get(id)?.part ?? null;
  }

  /** Why an upload does not go on now; empty while it does. @param {string} id */
  waitsFor(id) {
    return this.#work.get(id)?.waitsFor ?? "";
  }

  /** The network is back, or a person signed in again: go on now. */
  wake() {
    for (const end of [...this.#pauses]) end();
  }

  /**
   * Upload a file, if that has not been done.
   * @param {string} id
   * @param {{ doubts?: boolean }} [how] doubts: ask whether the server still has it.
   * @returns {Promise<string>} The attachment's id.
   * @throws {ChatError} What the server refuses, or that the file is gone; the signal's reason when it was cancelled.
   */
  upload(id, { doubts = false } = {}) {
    const known = this.#work.get(id);
    if (known) return known.promise;
    const end = new AbortController();
    const promise = this.#inTurn(() => this.#alone(id, doubts, end.signal)).finally(() => {
      this.#work.delete(id);
      this.changed.emit(id);
    });
    promise.catch(() => null); // each caller handles it
    this.#work.set(id, { promise, end, part: 0, waitsFor: "" });
    return promise;
  }

  /** Stop, and take back what was sent. @param {string} id */
  async cancel(id) {
    this.#work.get(id)?.end.abort();
    const facts = await this.#store.facts(id);
    if (facts?.url) await withdraw(facts.url);
  }

  /** @template T @param {() => Promise<T>} work */
  async #inTurn(work) {
    if (this.#running >= AT_ONCE) await /** @type {Promise<void>} */ (new Promise((go) => this.#queue.push(go)));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Other tabs wait, and find it done. @param {string} id @param {boolean} doubts @param {AbortSignal} signal */
  async #alone(id, doubts, signal) {
    const work = () => this.#patiently(id, doubts, signal);
    return navigator.locks ? await navigator.locks.request(`chatsite-file:${id}`, { signal }, work) : await work();
  }

  /** @param {string} id @param {boolean} doubts @param {AbortSignal} signal @returns {Promise<string>} */
  async #patiently(id, doubts, signal) {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.#once(id, doubts, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ChatError) || !isWorthWaiting(error)) throw error;
        this.#note(id, { waitsFor: reasonOf(error) });
        await this.#pause(Math.max(pauseMs * (0.5 + Math.random()), (error.retryAfterS ?? 0) * 1_000), signal);
      }
    }
  }

  /** @param {string} id @param {boolean} doubts @param {AbortSignal} signal @returns {Promise<string>} */
  async #once(id, doubts, signal) {
    const facts = await this.#store.facts(id);
    if (facts?.attachment && !doubts && nowMs() - facts.doneMs < FRESH_MS) {
      return facts.attachment;
    }
    const content = facts && await this.#store.content(id);
    if (!facts || !content) throw gone(facts);
    const attachment = await send({ ...facts, content }, {
      begun: (url) => void this.#store.change(id, { url }),
      progress: (part) => this.#note(id, { part, waitsFor: "" }),
      signal,
    });
    await this.#store.change(id, { attachment, doneMs: nowMs() });
    return attachment;
  }

  /** @param {string} id @param {Partial<Work>} changes */
  #note(id, changes) {
    const work = this.#work.get(id);
    if (work) Object.assign(work, changes);
    this.changed.emit(id);
  }

  /** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
  async #pause(ms, signal) {
    await /** @type {Promise<void>} */ (new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#pauses.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#pauses.add(over);
      signal.addEventListener("abort", over);
    }));
    signal.throwIfAborted();
  }
}

/** Whether it may go well later by itself. @param {ChatError} error */
function isWorthWaiting(error) {
  return error.code === "not_authenticated" || (isPassing(error) && (error.retryAfterS ?? 0) <= PATIENCE_S);
}

/** @param {ChatError} error */
function reasonOf(error) {
  return error.code === "unavailable" ? error.message : gettext("Waiting for connection");
}

/** The browser keeps it no more, or never could. @param {StoredFile | null} facts */
function gone(facts) {
  const text = facts
    ? interpolate(gettext("%(name)s is no longer on this device. Add it again."), { name: facts.name })
    : gettext("One of the files is no longer on this device. Add it again.");
  return new ChatError({ code: "file_gone", message: text });
}
