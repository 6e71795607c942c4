import { Signal } from "./lib/signal.js";
import { ChatError, isPassing } from "./net/errors.js";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** @typedef {import("./state/reaction_wishes.js").Wish} Wish */
/** @typedef {{ request(event: string, payload: object): Promise<any>, readonly online: boolean }} Wire */

/**
 * Sends reactions one after the other, in the order of asking. Trouble that passes keeps them waiting, also until there
 * is a connection; what the server refuses is undone, and said.
 */
export class ReactionSender {
  #wishes;
  #wire;
  #isBusy = false;
  /** The server does not take a reaction. @type {Signal<ChatError>} */
  refused = new Signal();

  /** @param {import("./state/reaction_wishes.js").ReactionWishes} wishes @param {Wire} wire */
  constructor(wishes, wire) {
    this.#wishes = wishes;
    this.#wire = wire;
  }

  /** Send what waits. */
  async send() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#drain();
    } finally {
      this.#isBusy = false;
    }
  }

  async #drain() {
    let delayMs = FIRST_RETRY_MS;
    for (let wish = this.#wishes.next; wish && this.#wire.online; wish = this.#wishes.next) {
      const error = await this.#sendOne(wish);
      if (error?.code === "not_authenticated") return;
      if (error && this.#wire.online) await pause(error, delayMs);
      delayMs = error ? Math.min(delayMs * 2, LONGEST_RETRY_MS) : FIRST_RETRY_MS;
    }
  }

  /** @param {Wish} wish @returns {Promise<ChatError | null>} What stands in the way for now. */
  async #sendOne(wish) {
    const { room_id, seq, emoji, on } = wish;
    try {
      const { message } = await this.#wire.request("react", { room_id, seq, emoji, on });
      this.#wishes.done(wish, message);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (isPassing(error) || error.code === "not_authenticated") return error;
      this.#wishes.refused(wish);
      this.refused.emit(error);
    }
    return null;
  }
}

/** @param {ChatError} error @param {number} delayMs @returns {Promise<void>} */
function pause({ retryAfterS }, delayMs) {
  const waitMs = retryAfterS === null ? delayMs * (0.5 + Math.random()) : retryAfterS * 1_000;
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
