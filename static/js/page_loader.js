import { Backoff } from "./lib/backoff.js";
import { monotonicMs } from "./lib/clock.js";
import { call } from "./net/api.js";
import { isPassing } from "./net/errors.js";

/** A request as young as this is still on its way: another beside it would only take its share of the line. */
const FRESH_MS = 4_000;

/** @typedef {{ path: string, place: (page: MessagePage) => void }} WantedPage */

/** Fetches the page of a conversation that is wanted; asks again until it is there, or another one is wanted. */
export class PageLoader {
  #wanted = /** @type {WantedPage | null} */ (null);
  #again;
  #underWay = { wanted: /** @type {WantedPage | null} */ (null), sinceMs: 0 };

  /** @param {(error: unknown) => void} refused The server refused a page that was asked for again. */
  constructor(refused) {
    this.#again = new Backoff(() => void this.retry().catch(refused));
  }

  get waiting() {
    return this.#wanted !== null;
  }

  /**
   * Returns after the first answer, or the first try without one.
   * @param {WantedPage} wanted
   * @throws {import("./net/errors.js").ChatError} What the server refused.
   */
  async load(wanted) {
    this.#again.settle();
    this.#wanted = wanted;
    await this.retry();
  }

  /** Ask now for what is wanted. */
  async retry() {
    const wanted = this.#wanted;
    if (wanted === null || this.#isUnderWay(wanted)) return;
    const asked = (this.#underWay = { wanted, sinceMs: monotonicMs() });
    const page = await call("GET", wanted.path).catch((error) => this.#failed(wanted, error));
    if (asked === this.#underWay) this.#underWay = { wanted: null, sinceMs: 0 };
    if (page === null || wanted !== this.#wanted) return;
    this.forget();
    wanted.place(page);
  }

  /** @param {WantedPage} wanted */
  #isUnderWay(wanted) {
    return this.#underWay.wanted === wanted && monotonicMs() - this.#underWay.sinceMs < FRESH_MS;
  }

  /** What was wanted is no longer. */
  forget() {
    this.#wanted = null;
    this.#again.settle();
  }

  /** @param {WantedPage} wanted @param {unknown} error */
  #failed(wanted, error) {
    if (wanted !== this.#wanted) return null;
    if (!isPassing(error)) {
      this.forget();
      throw error;
    }
    this.#again.later(/** @type {import("./net/errors.js").ChatError} */ (error).retryAfterS);
    return null;
  }
}
