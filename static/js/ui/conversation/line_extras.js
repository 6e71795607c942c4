import { whenIdle } from "../../lib/frames.js";
import { partnerIn } from "../../state/direct.js";
import { reactionStore } from "../../state/reaction_store.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {import("../reactions/extras.js").Extras} Extras */

/** What some messages have besides their text: reactions, a pin, a mark of mine. Its code comes with the first. */
export class LineExtras {
  #chat;
  #lines;
  #redraw;
  #blocked = /** @type {import("./blocked_lines.js").BlockedLines | null} */ (null);
  #extras = /** @type {Extras | null} */ (null);

  /** @param {Chat} chat @param {import("./line_blocks.js").LineBlocks} lines @param {() => void} redraw */
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    for (const { changed } of [chat.blocks, chat.saved]) changed.subscribe(redraw);
    addEventListener("online", redraw); // what did not come is tried again
    if (reactionStore(chat.storage, chat.me.id).keys().length > 0) whenIdle(() => void this.load().catch(() => null));
  }

  /** Messages of people whom I blocked become one line; until its code is there, none. @param {Row[]} rows */
  fold(rows) {
    const { blocks, room, me } = this.#chat;
    if (blocks.size === 0 || (room && partnerIn(room, me))) return rows;
    if (this.#blocked) return this.#blocked.fold(rows);
    void this.#loadFolding().catch(() => null);
    return rows.filter((row) => row.kind !== "message" || !blocks.has(row.message.author));
  }

  async #loadFolding() {
    const { BlockedLines } = await import("./blocked_lines.js");
    this.#blocked ??= new BlockedLines(this.#chat, this.#lines.container, this.#redraw);
    this.#redraw();
  }

  /** @param {Row[]} rows */
  draw(rows) {
    if (this.#extras) this.#extras.draw(rows);
    else if (rows.some((row) => hasExtras(row, this.#chat.saved))) void this.load().catch(() => null);
  }

  /** @returns {Promise<Extras>} */
  async load() {
    const { Extras } = await import("../reactions/extras.js");
    if (this.#extras) return this.#extras;
    this.#extras = new Extras(this.#chat, this.#lines, this.#redraw);
    this.#redraw();
    return this.#extras;
  }
}

/** @param {unknown[] | undefined} attachments A message that the browser kept may be older than files. */
const hasFiles = (attachments) => (attachments?.length ?? 0) > 0;

/** @param {Row} row @param {Chat["saved"]} saved */
function hasExtras(row, saved) {
  if (row.kind !== "message") return false;
  const { reactions, pinned_at, attachments, files } = row.message;
  return reactions.length > 0 || Boolean(pinned_at) || hasFiles(attachments ?? files) || saved.has(row.message);
}
