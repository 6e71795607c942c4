import { contentOf } from "../../lib/dom.js";
import { Pills } from "./pills.js";
import { Reactions } from "./reactions.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {Extract<Row, { kind: "message" }>} MessageRow */

/** Draws what some messages have besides their text; only where it changed. */
export class Extras {
  reactions;
  #lines;
  #pills = new Pills();

  /** @param {Chat} chat @param {import("../conversation/line_blocks.js").LineBlocks} lines */
  constructor(chat, lines) {
    this.#lines = lines;
    this.reactions = new Reactions(chat);
  }

  /** @param {Row[]} rows */
  draw(rows) {
    this.reactions.settle();
    const may = this.reactions.may;
    for (const row of rows) if (row.kind === "message") this.#drawLine(row, may);
  }

  /** @param {MessageRow} row @param {boolean} may Whether I may react here. */
  #drawLine({ key, message }, may) {
    const line = this.#lines.node(key);
    if (!line) return;
    const isDeleted = message.deleted_at !== null;
    drawPin(line, Boolean(message.pinned_at) && !isDeleted);
    this.#pills.draw(line, isDeleted ? [] : this.reactions.shown(message), may);
  }
}

/** @param {HTMLElement} line @param {boolean} isPinned */
function drawPin(line, isPinned) {
  const mark = line.hasAttribute("data-pinned") ? line.querySelector(".message-pinned") : null;
  if (isPinned === (mark !== null)) return;
  line.toggleAttribute("data-pinned", isPinned);
  mark?.remove();
  const place = line.querySelector(".message-quote, .message-text");
  if (isPinned) place?.before(contentOf("message-pinned"));
}
