import { gettext } from "../lib/i18n.js";

/** A refusal by the server, with the contract's code; `fields` says which input is meant. */
export class ChatError extends Error {
  /** @param {ErrorDetail} detail */
  constructor({ code, message, fields = {}, retry_after_s }) {
    super(message);
    this.code = code;
    /** @type {Record<string, string[]>} */
    this.fields = fields;
    this.retryAfterS = retry_after_s ?? null;
  }
}

/** The server could not be reached, or did not answer: nobody knows whether the request arrived. */
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
