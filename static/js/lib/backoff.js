const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** Does something again later, each time after a longer pause. */
export class Backoff {
  #act;
  #timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  #pauseMs = FIRST_MS;

  /** @param {() => unknown} act */
  constructor(act) {
    this.#act = act;
  }

  /** Whether something will be done again. */
  get isDue() {
    return this.#timer !== undefined;
  }

  /** @param {number | null} afterS The server asked for at least so many seconds. */
  later(afterS) {
    clearTimeout(this.#timer);
    const waitMs = Math.max(this.#pauseMs, (afterS ?? 0) * 1000) * (1 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#act();
    }, waitMs);
  }

  /** It worked, or is no longer wanted. */
  settle() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pauseMs = FIRST_MS;
  }
}
