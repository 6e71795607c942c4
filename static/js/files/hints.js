import { call } from "../net/api.js";
import { ChatError } from "../net/errors.js";
import { isFilm } from "./preview.js";

/** The server refuses them of what it knows to be something else; then the file goes without. */
const REFUSALS = new Set(["invalid_input", "too_large", "unsupported_media_type"]);

/** @typedef {import("./store.js").StoredFile} StoredFile */

/**
 * Tell the server what this browser knows of a recording, since the server decodes none.
 * @param {StoredFile} facts @param {string} attachment
 * @throws {ChatError} What passes, or concerns the person: to be done again.
 */
export async function giveHints(facts, attachment) {
  const hints = hintsOf(facts);
  if (Object.keys(hints).length > 0) await unlessRefused(call("PATCH", `/attachments/${attachment}`, hints));
  if (facts.preview && isFilm(facts)) await unlessRefused(sendPoster(attachment, facts.preview));
}

/** @param {StoredFile} facts @returns {Record<string, unknown>} */
export function hintsOf({ type, width, height, duration_s: duration, sound }) {
  const size = isFilm({ type }) && width && height ? { width, height } : {};
  return { ...size, ...duration ? { duration_s: duration } : {}, ...sound };
}

/** @param {string} attachment @param {Blob} poster */
function sendPoster(attachment, poster) {
  const form = new FormData();
  form.set("file", poster, "poster");
  return call("POST", `/attachments/${attachment}/poster`, form);
}

/** @param {Promise<unknown>} telling */
async function unlessRefused(telling) {
  try {
    await telling;
  } catch (error) {
    if (!(error instanceof ChatError) || !REFUSALS.has(error.code)) throw error;
  }
}
