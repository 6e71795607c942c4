import { part, showText } from "../../lib/dom.js";
import { interpolate, ngettext } from "../../lib/i18n.js";
import { isDirect } from "../../state/direct.js";

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
    chat.blocks.changed.subscribe(redraw);
    list.addEventListener("click", ({ target }) => {
      const fold = /** @type {Element} */ (target).closest(".blocked-line");
      if (!(fold instanceof HTMLElement) || !(target instanceof HTMLButtonElement)) return;
      for (const key of (fold.dataset.keys ?? "").split(" ")) this.#shown.add(key);
      redraw();
    });
  }

  /** @param {Row[]} rows @returns {Row[]} */
  fold(rows) {
    const { blocks, room } = this.#chat;
    if (blocks.size === 0 || isDirect(room)) return rows;
    /** @type {Row[]} */
    const folded = [];
    for (const row of rows) {
      if (row.kind !== "message" || !blocks.has(row.message.author) || this.#shown.has(row.key)) {
        folded.push(this.#drawn(row, folded.at(-1)));
        continue;
      }
      const run = folded.at(-1);
      if (run?.kind === "blocked") run.keys.push(row.key);
      else folded.push({ key: `blocked-${row.key}`, kind: "blocked", keys: [row.key] });
    }
    return folded;
  }

  /** After a fold, a message says who wrote it. @param {Row} row @param {Row | undefined} previous @returns {Row} */
  #drawn(row, previous) {
    if (row.kind !== "message") return row;
    const startsGroup = row.startsGroup || previous?.kind === "blocked";
    return { ...row, startsGroup, hidesQuote: this.#chat.blocks.has(row.message.reply_to?.author) };
  }
}

/** @param {HTMLElement} node @param {BlockedRow} row */
export function drawFold(node, { keys }) {
  const text = ngettext("%(count)s message from someone you blocked",
    "%(count)s messages from people you blocked", keys.length);
  node.dataset.keys = keys.join(" ");
  showText(part(node, "text"), interpolate(text, { count: keys.length }));
}
