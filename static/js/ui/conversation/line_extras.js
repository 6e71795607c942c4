import { whenIdle } from "../../lib/frames.js";
import { reactionStore } from "../../state/reaction_store.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {import("../reactions/extras.js").Extras} Extras */

/** What some messages have besides their text: reactions, a pin. Its code comes with the first of them. */
export class LineExtras {
  #chat;
  #lines;
  #redraw;
  #extras = /** @type {Extras | null} */ (null);

  /** @param {Chat} chat @param {import("./line_blocks.js").LineBlocks} lines @param {() => void} redraw */
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    if (reactionStore(chat.storage, chat.me.id).keys().length > 0) whenIdle(() => void this.load().catch(() => null));
  }

  /** @param {Row[]} rows */
  draw(rows) {
    if (this.#extras) this.#extras.draw(rows);
    else if (rows.some(hasExtras)) void this.load().catch(() => null);
  }

  /** @returns {Promise<Extras>} */
  async load() {
    const { Extras } = await import("../reactions/extras.js");
    if (this.#extras) return this.#extras;
    this.#extras = new Extras(this.#chat, this.#lines);
    this.#redraw();
    return this.#extras;
  }
}

/** @param {Row} row */
function hasExtras(row) {
  return row.kind === "message" && (row.message.reactions.length > 0 || Boolean(row.message.pinned_at));
}
