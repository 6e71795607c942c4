/**
 * What stands in the search field, as far as the page must know it: to suggest, and to take a term out. What a query
 * means is decided by the server.
 *
 * @typedef {"from" | "in" | "before" | "after" | "on" | "has" | "mentions"} Operator
 * @typedef {{ start: number, end: number, operator: Operator | null, value: string, kind: string, isOpen: boolean }}
 *   Term
 *   value: without its operator and marks; isOpen: what it begins is not there yet, such as a closing quotation mark.
 */

/** @type {Operator[]} */
export const OPERATORS = ["from", "in", "before", "after", "on", "has", "mentions"];

const QUOTES = "\"“”„«»「」『』";
const NAMES = OPERATORS.join("|");
const TERM = new RegExp(`-?(?:(?:${NAMES}):)?(?:[${QUOTES}][^${QUOTES}]*(?:[${QUOTES}]|$)|\\S+)?`, "giuy");
const OPERATOR = new RegExp(`^-?(${NAMES}):`, "iu");
const QUOTED = new RegExp(`^[${QUOTES}]([^${QUOTES}]*)([${QUOTES}]?)`, "u");

/** @param {string} text @returns {Term[]} */
export function termsOf(text) {
  const terms = [];
  for (let at = afterBlanks(text, 0); at < text.length; at = afterBlanks(text, terms[terms.length - 1].end)) {
    TERM.lastIndex = at;
    const found = TERM.exec(text)?.[0] || text[at];
    terms.push(term(found, at));
  }
  return terms;
}

/** @param {string} text @param {number} from */
function afterBlanks(text, from) {
  return from + (text.slice(from).match(/^\s*/u)?.[0].length ?? 0);
}

/** @param {string} found @param {number} start @returns {Term} */
function term(found, start) {
  const operator = /** @type {Operator | null} */ (OPERATOR.exec(found)?.[1].toLowerCase() ?? null);
  const rest = found.replace(OPERATOR, "").replace(operator ? "" : /^-(?=.)/u, "");
  const quoted = QUOTED.exec(rest);
  const isExcluded = found.startsWith("-") && found.length > 1;
  const kind = isExcluded ? "without" : operator ?? (quoted ? "phrase" : "word");
  const isOpen = quoted ? quoted[2] === "" : operator !== null && rest === "";
  return { start, end: start + found.length, operator, value: quoted ? quoted[1] : rest, kind, isOpen };
}

/** The term that ends at the caret. @param {string} text @param {number} caret */
export function termBefore(text, caret) {
  return termsOf(text.slice(0, caret)).find(({ end }) => end === caret) ?? null;
}

/** What follows an operator and can't be only the beginning of it. */
const WHOLE = /^(\d{4}-\d\d-\d\d|today|yesterday|link|image|video|audio|file)$/i;

/**
 * Whether it is worth asking while someone still types: nothing is half written, and it is more than a letter, of which
 * there are too many.
 * @param {string} text
 */
export function isWorthAsking(text) {
  const terms = termsOf(text);
  const last = terms.at(-1);
  if (!last || terms.some(({ isOpen }) => isOpen) || /^[\p{Script=Latin}\d]$/u.test(text.trim())) return false;
  const mayGoOn = last.operator !== null && text.endsWith(last.value); // no blank or quotation mark after it
  return !mayGoOn || WHOLE.test(last.value);
}

/**
 * A query without what the server understood as its term number `at`.
 * @param {string} text
 * @param {Understood[]} understood
 * @param {number} at
 */
export function without(text, understood, at) {
  const { kind, text: meant } = understood[at];
  const alike = termsOf(text).filter((term) => term.kind === kind);
  const nth = understood.slice(0, at).filter((other) => other.kind === kind).length;
  const isMeant = (/** @type {Term} */ { operator, value }) => (
    plain(kind === "without" && operator ? `${operator}:${value}` : value) === plain(meant)
  );
  const found = alike.find(isMeant) ?? alike[nth];
  if (!found) return text;
  return `${text.slice(0, found.start)} ${text.slice(found.end)}`.replace(/\s+/gu, " ").trim();
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}

/**
 * The operator that was meant by `from:Ada Lovelace`, of which only the first word belongs to it.
 * @param {Understood[]} understood @returns {string | null}
 */
export function unquotedName(understood) {
  for (const [at, { kind, text, user, room }] of understood.entries()) {
    const words = plain((user ?? room)?.name ?? "").split(/\s+/u);
    const next = understood[at + 1];
    const isCut = kind !== "without" && next?.kind === "word" && words.length > 1 && words.includes(plain(next.text));
    if (isCut && !/\s/u.test(text)) return `${kind}:${quoted((user ?? room)?.name ?? "")}`;
  }
  return null;
}

/** A name as an operator's value: in quotation marks where it would end too early. @param {string} name */
export function quoted(name) {
  return /[\s"“”„«»「」『』]/u.test(name) ? `"${name.replaceAll("\"", "")}"` : name;
}
