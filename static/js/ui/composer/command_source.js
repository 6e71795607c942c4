import { gettext } from "../../lib/i18n.js";
import { contentOf, part } from "../../lib/dom.js";
import { commandsFor } from "./commands.js";

const BEGUN = /^\/(?<query>[a-z]*)$/i;

/**
 * After "/" at the very beginning: what one may do with it.
 * @param {Chat} chat
 * @returns {import("./suggestions.js").Source}
 */
export function commandSource(chat) {
  return { find: async (text, caret) => find(chat, text.slice(0, caret)) };
}

/** @param {Chat} chat @param {string} before */
function find(chat, before) {
  const query = BEGUN.exec(before)?.groups?.query.toLowerCase();
  if (query === undefined) return null;
  const items = commandsFor(chat).filter(({ name }) => name.startsWith(query)).map(itemOf);
  return items.length === 0 ? null : { label: gettext("Commands"), start: 0, items, isChosen: true };
}

/** @param {import("./commands.js").Command} command */
function itemOf({ name, hint, example }) {
  const draw = (/** @type {HTMLElement} */ row) => {
    row.append(contentOf("command-suggestion"));
    part(row, "example").textContent = example;
    part(row, "hint").textContent = hint;
  };
  return { id: `command-${name}`, text: `/${name} `, draw };
}
