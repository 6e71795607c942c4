/**
 * Emoji by name, as in ":tada:". What is not one stays as typed: times ("10:30:45"), smileys (":-P", ":o:)"), code,
 * links, and what a backslash escapes.
 */

const FENCE = String.raw`^(?:[ \t>]|[-+*] |\d+[.)] )*(?<fence>\x60{3,}|~{3,})[^\n\x60]*`;
const FENCED = String.raw`(?:\n[^]*?(?:\n[ \t>]*\k<fence>[\x60~]*[ \t]*$|(?![^]))|(?![^]))`;
const CODE_BLOCK = new RegExp(FENCE + FENCED);
const CODE_SPAN = /(?<!`)(?<ticks>`+)(?!`)[^]*?(?<!`)\k<ticks>(?!`)/;
const ESCAPE = /\\[^\w\s]/;
const LINK = /\w+:\/\/\S*/;
const NAMES = /(?<![\w\p{Nd}:])(?<names>(?::[\w+-]+:)+)(?!\w)/u;
const CODE = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE]);
const TEXT = anyOf([CODE_BLOCK, CODE_SPAN, ESCAPE, LINK, NAMES]);

/** @param {RegExp[]} patterns */
function anyOf(patterns) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "gmu");
}

/** Whether a text may hold a shortcode, so that the table of their names is needed. @param {string} text */
export const mayHoldShortcodes = (text) => /:[\w+-]+:/.test(text);

/**
 * Put emoji where complete shortcodes are.
 * @param {string} text
 * @param {Record<string, string>} table
 */
export function withEmoji(text, table) {
  return text.replace(TEXT, (found, _fence, _ticks, names, start, whole) =>
    names ? emojiOf(names, isAlone(whole, start, found.length), table) : found);
}

/** @param {string} names ":wave::tada:" @param {boolean} alone @param {Record<string, string>} table */
function emojiOf(names, alone, table) {
  return names.replace(/:([\w+-]+):/g, (code, name) => {
    const known = name.length > 1 ? name.toLowerCase() : name;
    // One letter between colons is a smiley too: ":o:)". Only a single ":o:" is meant as a name.
    return Object.hasOwn(table, known) && (name.length > 1 || alone) ? table[known] : code;
  });
}

/** @param {string} text @param {number} start @param {number} length */
function isAlone(text, start, length) {
  return /^\s?$/.test(text.slice(start - 1, start)) && /^\s?$/.test(text.charAt(start + length));
}

/**
 * The shortcode that is being written right before the caret: `:ta` in "well done :ta|".
 * @param {string} text
 * @param {number} caret
 * @returns {{ start: number, query: string, complete: boolean } | null}
 */
export function shortcodeBefore(text, caret) {
  const found = text.slice(0, caret).match(/(?<![\w\p{Nd}:]):(\w[\w+-]+|[+-]1|[+-])(:?)$/u);
  if (!found || endsInCode(text.slice(0, caret))) return null;
  return { start: caret - found[0].length, query: found[1].toLowerCase(), complete: found[2] === ":" };
}

/** Whether code that has begun is still open at the end of a text. @param {string} text */
export function endsInCode(text) {
  let open = false;
  const rest = text.replace(CODE, (found, fence, _ticks, start) => {
    open ||= Boolean(fence) && start + found.length === text.length;
    return "";
  });
  return open || rest.includes("`");
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
