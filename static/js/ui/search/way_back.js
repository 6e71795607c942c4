import { hideIf, part } from "../../lib/dom.js";
import { setAddress } from "../../page_address.js";
import { address, addressChanged, goBack, travelled } from "../shell/layers.js";

/** @typedef {{ roomId: number, seq: number, offset: number } | null} Position Null: at the end of the conversation. */
/** @typedef {import("../conversation/conversation.js").ConversationLog} ConversationLog */
/**
 * @typedef {{ showResults(): void, areBeside(): boolean, has(by: number): boolean, step(by: number): void }} Panel
 *   step: go to the result that stands so far from the opened one.
 */
/** @typedef {{ openMessage(roomId: number, seq: number, replaces?: boolean): void }} Page */

/** The buttons to the results before and after. */
const STEPS = /** @type {const} */ ([["newer-result", -1], ["older-result", 1]]);

/**
 * Leads to what was found, and back to where the reader was: to the room, and to the line in it. Going from one result
 * to the next takes no further step in the history, so Back leads there, too.
 */
export class WayBack {
  #chat;
  #log;
  #page;
  #bar;
  /** The address of the result on the screen. @type {string | null} */
  #found = null;
  /** Where the reader was. @type {{ address: string, position: Position, reopen: (() => void) | null } | null} */
  #origin = null;

  /**
   * @param {Chat} chat
   * @param {ConversationLog} log
   * @param {Page} page
   * @param {Panel} panel
   */
  constructor(chat, log, page, panel) {
    this.#chat = chat;
    this.#log = log;
    this.#page = page;
    this.#bar = /** @type {HTMLElement} */ (document.querySelector("[data-part=found-bar]"));
    this.panel = panel;
    part(this.#bar, "back").addEventListener("click", () => this.#goBack());
    part(this.#bar, "results").addEventListener("click", () => panel.showResults());
    part(this.#bar, "stay").addEventListener("click", () => this.#forget());
    for (const [name, by] of STEPS) part(this.#bar, name).addEventListener("click", () => panel.step(by));
    part(document, "to-rooms").addEventListener("click", () => this.#keepClosed(), { capture: true });
    addressChanged.subscribe(() => this.draw());
    travelled.subscribe(() => this.#travel());
  }

  /**
   * Go to a result.
   * @param {Message} message
   * @param {(() => void) | null} [reopen] Shows the results again, if they close; as before, unless it is given.
   */
  open({ room_id, seq }, reopen) {
    const path = `/rooms/${room_id}/${seq}`;
    const isNext = address() === this.#found;
    if (!isNext && address() !== path) {
      this.#origin = { address: this.#leave(), position: this.#here(), reopen: reopen ?? null };
    } else if (this.#origin && reopen !== undefined) {
      this.#origin.reopen = reopen;
    }
    this.#found = path;
    this.#page.openMessage(room_id, seq, isNext);
    this.draw();
  }

  draw() {
    const isShown = this.#origin !== null && address() === this.#found;
    hideIf(this.#bar, !isShown);
    const areBeside = this.panel.areBeside();
    hideIf(part(this.#bar, "results"), areBeside);
    for (const [name, by] of STEPS) hideIf(part(this.#bar, name), areBeside || !this.panel.has(by));
  }

  /** The reader has moved on from a message that the address names. */
  #leave() {
    const { roomId } = this.#chat.live;
    if (roomId !== null && address().startsWith(`/rooms/${roomId}/`)) setAddress(roomId);
    return address();
  }

  /** @returns {Position} */
  #here() {
    const { roomId } = this.#chat.live;
    const { scroller, lines, atEnd } = this.#log;
    const { top } = scroller.getBoundingClientRect();
    const line = lines.nodes.find((node) => node.dataset.seq && node.getBoundingClientRect().bottom > top);
    if (roomId === null || atEnd || !line) return null;
    return { roomId, seq: Number(line.dataset.seq), offset: line.getBoundingClientRect().top - top };
  }

  #goBack() {
    this.#keepClosed();
    goBack(1);
  }

  #keepClosed() {
    if (this.#origin) this.#origin.reopen = null;
  }

  #forget() {
    this.#origin = null;
    this.draw();
  }

  #travel() {
    const origin = this.#origin;
    if (!origin || address() !== origin.address) return;
    this.#forget();
    void this.#return(origin.position);
    origin.reopen?.();
  }

  /** @param {Position} position */
  async #return(position) {
    const { live } = this.#chat;
    if (position === null) return void (live.roomId !== null && this.#log.goToEnd());
    const { roomId, seq, offset } = position;
    if (roomId === live.roomId && !live.log.covers(seq)) void live.showAround(seq);
    const find = () => this.#log.lines.nodes.find((line) => line.dataset.seq === String(seq));
    this.#log.show({ find: () => this.#placed(find(), offset) });
    return undefined;
  }

  /** Once it is in view, put a line where it was. @param {HTMLElement | undefined} line @param {number} offset */
  #placed(line, offset) {
    const { scroller } = this.#log;
    const move = () => line && (scroller.scrollTop += line.getBoundingClientRect().top
      - scroller.getBoundingClientRect().top - offset);
    if (line) queueMicrotask(move);
    return line;
  }
}
