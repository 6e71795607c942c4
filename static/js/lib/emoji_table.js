import { mayHoldShortcodes, withEmoji } from "./shortcodes.js";

const TABLE = "/static/vendor/shortcodes.json";
/** A text does not wait longer than this for its emoji. */
const PATIENCE_MS = 2_000;

/** @type {Record<string, string> | null} */
let table = null;
/** @type {Promise<Record<string, string>> | null} */
let loading = null;

/** The emoji by their names; fetched once. @returns {Promise<Record<string, string>>} */
export function emojiTable() {
  loading ??= fetch(TABLE, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .then((response) => response.json())
    .then((names) => (table = names))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}

/** A text with emoji in place of shortcodes; null when the table of names must come first. @param {string} text */
export function withEmojiNow(text) {
  if (!mayHoldShortcodes(text)) return text;
  return table && withEmoji(text, table);
}

/** The same, as typed when the table does not come. @param {string} text */
export async function withEmojiSoon(text) {
  return withEmojiNow(text) ?? withEmoji(text, await emojiTable().catch(() => ({})));
}
