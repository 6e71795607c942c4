/** Above this many pairs of words the middle counts as replaced: a comparison must not hold up the page. */
const MAX_PAIRS = 1_000_000;

const SINGLE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const WORD = new RegExp(`${SINGLE}|\\s+|[\\p{L}\\p{M}\\p{N}_]+|[^]`, "gu");

/** @typedef {{ kind: "same" | "added" | "removed", text: string }} Piece */

/**
 * What makes one text of another, word by word.
 * @param {string} before
 * @param {string} after
 * @returns {Piece[]}
 */
export function wordDiff(before, after) {
  const [a, b] = [words(before), words(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [removed, added] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle = removed.length * added.length > MAX_PAIRS
    ? [...pieces("removed", removed), ...pieces("added", added)]
    : compared(removed, added);
  return joined([...pieces("same", a.slice(0, start)), ...middle, ...pieces("same", a.slice(a.length - end))]);
}

/** Words, the spaces between them, and single signs of scripts that write none. @param {string} text */
function words(text) {
  return text.match(WORD) ?? [];
}

/** By the longest common subsequence. @param {string[]} a @param {string[]} b @returns {Piece[]} */
function compared(a, b) {
  const lengths = commonLengths(a, b);
  /** @type {Piece[]} */
  const found = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: "same", text: a[i] });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      found.push({ kind: "removed", text: a[i] });
      i += 1;
    } else {
      found.push({ kind: "added", text: b[j] });
      j += 1;
    }
  }
  return found;
}

/** How much the rests of both have in common. @param {string[]} a @param {string[]} b */
function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/** @param {Piece["kind"]} kind @param {string[]} texts @returns {Piece[]} */
function pieces(kind, texts) {
  return texts.map((text) => ({ kind, text }));
}

/** @param {Piece[]} all */
function joined(all) {
  /** @type {Piece[]} */
  const found = [];
  for (const { kind, text } of all) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
