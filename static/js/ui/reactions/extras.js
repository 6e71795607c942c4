import { contentOf } from "../../lib/dom.js";
import { Pills } from "./pills.js";
import { Reactions } from "./reactions.js";

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {Extract<Row, { kind: "message" }>} MessageRow */
/**
 * @typedef {{ row: MessageRow, shown: import("../../state/reactions.js").ShownReaction[],
 *   may: boolean, isSaved: boolean }} Drawn
 */

/** Draws what some messages have besides their text; only where it changed. */
export class Extras {
  reactions;
  #lines;
  #saved;
  #pills = new Pills();
  #redraw;
  #chat;
  #files = /** @type {import("../attachments/files.js").Files | null} */ (null);
  #sending = /** @type {import("../attachments/files_on_their_way.js").FilesOnTheirWay | null} */ (null);
  /** How each line was drawn. @type {WeakMap<HTMLElement, Drawn>} */
  #drawn = new WeakMap();

  /**
   * @param {Chat} chat
   * @param {import("../conversation/line_blocks.js").LineBlocks} lines
   * @param {() => void} redraw
   */
  constructor(chat, lines, redraw) {
    this.#chat = chat;
    this.#lines = lines;
    this.#redraw = redraw;
    this.#saved = chat.saved;
    this.reactions = new Reactions(chat);
  }

  /** @param {Row[]} rows */
  draw(rows) {
    this.reactions.settle();
    const may = this.reactions.may;
    for (const row of rows) if (row.kind === "message") this.#drawLine(row, may);
  }

  /** @param {MessageRow} row @param {boolean} may Whether I may react here. */
  #drawLine(row, may) {
    const { key, message } = row;
    const line = this.#lines.node(key);
    if (!line) return;
    const shown = this.reactions.shown(message);
    const isDeleted = message.deleted_at !== null;
    const isSaved = this.#saved.has(message) && !isDeleted;
    const before = this.#drawn.get(line);
    const isSame = before?.row === row && before.shown === shown && before.may === may && before.isSaved === isSaved;
    if (isSame) return;
    const { files, attachments = [] } = message;
    const isDrawn = files ? this.#drawSending(line, files) : this.#drawFiles(line, attachments);
    if (isDrawn) this.#drawn.set(line, { row, shown, may, isSaved });
    drawMark(line, "pinned", Boolean(message.pinned_at) && !isDeleted);
    drawMark(line, "saved", isSaved);
    this.#pills.draw(line, isDeleted ? [] : shown, may);
  }

  /**
   * Files are drawn with their line, so that what is read stays where it is; the first ones once their code is there.
   * @param {HTMLElement} line @param {Attachment[]} files
   * @returns {boolean} Whether they are drawn.
   */
  #drawFiles(line, files) {
    if (files.length === 0 && !line.querySelector(".message-files")) return true;
    const draw = () => this.#files?.draw(line, files);
    if (this.#files && this.#sending) this.#sending.replace(line, draw);
    else if (this.#files) draw();
    else void this.#loadFiles().catch(() => null);
    return this.#files !== null;
  }

  /** @param {HTMLElement} line @param {KeptFile[]} files @returns {boolean} Whether they are drawn. */
  #drawSending(line, files) {
    if (this.#sending) this.#sending.draw(line, files);
    else void this.#loadSending().catch(() => null);
    return this.#sending !== null;
  }

  async #loadSending() {
    const [{ FilesOnTheirWay }, files] = await Promise.all([
      import("../attachments/files_on_their_way.js"), this.#chat.files.load(), this.#loadFiles(),
    ]);
    this.#sending ??= new FilesOnTheirWay(files);
    this.#redraw();
  }

  async #loadFiles() {
    const { Files } = await import("../attachments/files.js");
    if (this.#files) return;
    this.#files = new Files(this.#chat, this.#lines.container);
    this.#redraw();
  }
}

/** @param {HTMLElement} line @param {"pinned" | "saved"} name @param {boolean} isMarked */
function drawMark(line, name, isMarked) {
  const mark = line.hasAttribute(`data-${name}`) ? line.querySelector(`.message-${name}`) : null;
  if (isMarked === (mark !== null)) return;
  line.toggleAttribute(`data-${name}`, isMarked);
  mark?.remove();
  const place = line.querySelector(".message-quote, .message-text");
  if (isMarked) place?.before(contentOf(`message-${name}`));
}
