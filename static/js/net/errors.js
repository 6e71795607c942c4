import { gettext } from "../lib/i18n.js";

/**
 * A refusal by the server, with the contract's code. `fields` says which input is meant and why, which is the message
 * then: outside of a form there is no other place for it.
 */
export class ChatError extends Error {
  /** @param {ErrorDetail} detail */
  constructor({ code, message, fields = {}, retry_after_s }) {
    super(Object.values(fields).flat().join(" ") || message);
    this.code = code;
    /** @type {Record<string, string[]>} */
    this.fields = fields;
    this.retryAfterS = retry_after_s ?? null;
  }

  /** What is wrong with one field, or else with the whole. @param {string} field */
  about(field) {
    return this.fields[field]?.[0] ?? this.message;
  }
}

/** The server could not be reached, or did not answer: no one knows whether the request arrived. */
export class Unreachable extends ChatError {
  constructor() {
    super({ code: "unreachable", message: gettext("The server can't be reached. Try again in a moment.") });
  }
}

const PASSING = new Set(["unreachable", "unavailable", "rate_limited"]);

/** Whether the same request is worth repeating unchanged. @param {unknown} error */
export function isPassing(error) {
  return error instanceof ChatError && PASSING.has(error.code);
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Ask again while the trouble is one that passes: less and less often, not all tabs at once, never earlier than the
 * server said.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(error: unknown) => boolean} [isWorthIt] Whether to go on after an error that passes.
 * @returns {Promise<T>}
 */
export async function patiently(ask, isWorthIt = () => true) {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || !isWorthIt(error)) throw error;
      const leastMs = (/** @type {ChatError} */ (error).retryAfterS ?? 0) * 1_000;
      await new Promise((resolve) => setTimeout(resolve, Math.max(pauseMs, leastMs) * (1 + Math.random() / 2)));
    }
  }
}
