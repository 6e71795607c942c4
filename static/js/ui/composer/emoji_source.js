import { emojiTable } from "../../lib/emoji_table.js";
import { gettext } from "../../lib/i18n.js";
import { insertText } from "../../lib/insert_text.js";
import { bestNames, shortcodeBefore } from "../../lib/shortcodes.js";

const SHOWN = 6;

/**
 * `:tada:` becomes its emoji; while it is written, the emoji that fit are offered. One is taken only when a person
 * chose it, by an arrow, Tab or a click: Enter after ":-P" sends a smiley.
 * @param {HTMLTextAreaElement} field
 * @returns {import("./suggestions.js").Source}
 */
export function emojiSource(field) {
  return { find: (text, caret, isComposing) => find(field, text, caret, isComposing) };
}

/**
 * Without the names, which may not be had offline, nothing is offered. Text that an input method still composes is
 * left alone: it would be committed once more, after the emoji.
 * @param {HTMLTextAreaElement} field @param {string} text @param {number} caret @param {boolean} isComposing
 */
async function find(field, text, caret, isComposing) {
  const code = shortcodeBefore(text, caret);
  if (code === null) return null;
  const table = await emojiTable();
  if (!code.complete) return offerOf(code, table);
  const isKnown = Object.hasOwn(table, code.query) && field.value === text && !isComposing;
  if (isKnown) insertText(field, { start: code.start, end: caret }, table[code.query]);
  return null;
}

/** @param {{ start: number, query: string }} code @param {Record<string, string>} table */
function offerOf({ start, query }, table) {
  const names = bestNames(query, Object.keys(table), SHOWN);
  return { label: gettext("Emoji"), start, items: names.map((name) => itemOf(name, table[name])) };
}

/** @param {string} name @param {string} emoji */
function itemOf(name, emoji) {
  const draw = (/** @type {HTMLElement} */ row) => (row.textContent = `${emoji} :${name}:`);
  return { id: `emoji-${name}`, text: `${emoji} `, draw };
}
