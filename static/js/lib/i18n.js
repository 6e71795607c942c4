import { isolated } from "./direction.js";

/**
 * Translated texts. Django's JavaScriptCatalog, which the page loads in any language but English, puts its functions on
 * the window; without it every text is its own translation. The calls are named as makemessages expects them.
 */

/**
 * @typedef {{ gettext(text: string): string, ngettext(one: string, many: string, count: number): string }} Catalogue
 */

/** @type {Catalogue} */
const CATALOGUE = /** @type {any} */ (globalThis).django?.catalog
  ? /** @type {any} */ (globalThis).django
  : { gettext: (text) => text, ngettext: (one, many, count) => (count === 1 ? one : many) };

/** @param {string} text */
export const gettext = (text) => CATALOGUE.gettext(text);

/** @param {string} one @param {string} many @param {number} count */
export const ngettext = (one, many, count) => CATALOGUE.ngettext(one, many, count);

/**
 * Fill `%(name)s` places; a value keeps its own direction.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => isolated(String(values[name])));
}
