/**
 * The shortcode that is being written right before the caret: `:ta` in "well done :ta|".
 * @param {string} text
 * @param {number} caret
 * @returns {{ start: number, query: string, complete: boolean } | null}
 */
export function shortcodeBefore(text, caret) {
  const found = text.slice(0, caret).match(/(?<![\w:]):([a-z0-9_+-]{2,})(:?)$/i);
  if (!found) return null;
  return { start: caret - found[0].length, query: found[1].toLowerCase(), complete: found[2] === ":" };
}

/**
 * The names that fit best: those that begin with the letters, shortest first, then those that contain them.
 * @param {string} query
 * @param {string[]} names
 * @param {number} most
 */
export function bestNames(query, names, most) {
  const containing = names.filter((name) => name.includes(query));
  const rank = (/** @type {string} */ name) => (name.startsWith(query) ? 0 : 1000) + name.length;
  return containing.sort((a, b) => rank(a) - rank(b)).slice(0, most);
}
