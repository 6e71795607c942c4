import { interpolate, ngettext } from "../../lib/i18n.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {Extract<Row, { kind: "blocked" }>} BlockedRow */

/** Folds what people wrote whom I blocked: a run is one line, which shows them when I ask for it. */
export class BlockedLines {
  #chat;
  /** What I asked to see, by key. @type {Set<string>} */
  #shown = new Set();

  /** @param {Chat} chat @param {HTMLElement} list @param {() => void} redraw */
  constructor(chat, list, redraw) {
    this.#chat = chat;
    chat.roomChanged.subscribe(() => this.#shown.clear());
    list.addEventListener("click", ({ target }) => {
      const fold = /** @type {Element} */ (target).closest(".blocked-line");
      if (!(fold instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) return;
      for (const key of (fold.dataset.keys ?? "").split(" ")) this.#shown.add(key);
      redraw();
    });
  }

  /** @param {Row[]} rows @returns {Row[]} */
  fold(rows) {
    const { blocks } = this.#chat;
    /** @type {Row[]} */
    const folded = [];
    let newsLine = /** @type {Row | undefined} */ (undefined); // it stands before what is shown
    for (const row of rows) {
      const isFolded = row.kind === "message" && blocks.has(row.message.author) && !this.#shown.has(row.key);
      if (isFolded && folded.at(-1)?.kind === "unread") newsLine = folded.pop();
      if (isFolded) {
        add(folded, row);
      } else {
        if (newsLine) folded.push(newsLine);
        newsLine = undefined;
        folded.push(this.#drawn(row, folded.at(-1)));
      }
    }
    return folded.map((row) => (row.kind === "blocked" ? withText(row) : row));
  }

  /** After a fold, a message says who wrote it. @param {Row} row @param {Row | undefined} previous @returns {Row} */
  #drawn(row, previous) {
    if (row.kind !== "message") return row;
    const startsGroup = row.startsGroup || previous?.kind === "blocked";
    return { ...row, startsGroup, hidesQuote: this.#chat.blocks.has(row.message.reply_to?.author) };
  }
}

/** @param {Row[]} folded @param {Extract<Row, { kind: "message" }>} row */
function add(folded, { key, message }) {
  const run = folded.at(-1);
  const seq = message.seq ?? 0;
  const start = { key: `blocked-${key}`, kind: /** @type {const} */ ("blocked"), keys: [key], seq, text: "" };
  if (run?.kind !== "blocked") return folded.push(start);
  run.seq = seq;
  return run.keys.push(key);
}

/** @param {BlockedRow} row @returns {BlockedRow} */
function withText(row) {
  return { ...row, text: blockedText(row.keys.length) };
}

/** What stands for folded messages. @param {number} count */
export function blockedText(count) {
  const text = ngettext("%(count)s message from someone you blocked",
    "%(count)s messages from people you blocked", count);
  return interpolate(text, { count });
}
