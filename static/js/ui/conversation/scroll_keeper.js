import { onKey } from "../../lib/keys.js";

const END_TOLERANCE_PX = 32;
/** A smooth movement has an event of scrolling in every frame. */
const REST_MS = 150;

/**
 * Keeps what a person reads where it is while lines come and go above and below, and keeps the end in view
 * for someone who is at the end.
 */
export class ScrollKeeper {
  #scroller;
  #list;
  #seen = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
  /** While the reader is on the way up, perhaps only a few pixels yet: whatever moves the log now stops them. */
  #leaving = /** @type {ReturnType<typeof setTimeout> | null} */ (null);
  /** Whether the reader is at the end and wants to stay there. */
  pinned = true;

  /** @param {HTMLElement} scroller @param {import("./line_blocks.js").LineBlocks} list */
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
    scroller.addEventListener("scroll", () => this.look(), { passive: true });
    const sizes = new ResizeObserver(() => this.#follows() && this.toEnd());
    sizes.observe(scroller);
    sizes.observe(list.container);
  }

  /** Change the lines without moving the one that is being read. @param {() => void} change */
  around(change) {
    const follows = this.#follows();
    const line = follows ? null : this.firstMessage();
    const before = line ? this.#offset(textOf(line)) : 0;
    change();
    if (follows) this.toEnd();
    else if (line?.isConnected) this.#scroller.scrollTop += this.#offset(textOf(line)) - before;
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.pinned = true;
    this.#rest();
  }

  /** Bring a line into view, with some of what is before it. @param {HTMLElement} line */
  show(line) {
    this.#scroller.scrollTop += this.#offset(line) - this.#scroller.clientHeight / 4;
    this.look();
    this.pinned = this.#nearEnd();
    this.#rest();
  }

  /**
   * Whether the reader is at the end, measured rather than waited for: events of scrolling come a frame late.
   * A keyboard that opens or a line that grows takes no one away from it, but lines often get their true size just
   * when they are scrolled to: who went further up than that explains has left.
   */
  look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (clientHeight === 0) return this.pinned;
    const up = this.#seen.scrollTop - scrollTop;
    const grown = scrollHeight - this.#seen.scrollHeight;
    const resized = Math.abs(grown) + Math.abs(clientHeight - this.#seen.clientHeight);
    this.#seen = { scrollTop, scrollHeight, clientHeight };
    if (up < 0) this.#rest();
    else if (up > 0 && resized === 0) this.#leave();
    this.pinned = this.#nearEnd() || (this.pinned && up <= resized);
    return this.pinned;
  }

  /** Whether the end stays in view while lines come and grow. */
  #follows() {
    return this.look() && this.#leaving === null;
  }

  #leave() {
    this.#rest();
    this.#leaving = setTimeout(() => this.#rest(), REST_MS);
  }

  #rest() {
    if (this.#leaving !== null) clearTimeout(this.#leaving);
    this.#leaving = null;
  }

  /** The seq of the last stored message that is wholly in view. */
  lastSeenSeq() {
    const end = this.#scroller.getBoundingClientRect().bottom + 1;
    const { nodes } = this.#list;
    for (let at = this.#firstAt((line) => line.getBoundingClientRect().bottom > end) - 1; at >= 0; at -= 1) {
      const seq = Number(nodes[at].dataset.seq);
      if (seq > 0) return seq;
    }
    return 0;
  }

  /** The first line of which something is in view. */
  firstInView() {
    const top = this.#scroller.getBoundingClientRect().top;
    return this.#list.nodes[this.#firstAt((line) => line.getBoundingClientRect().bottom > top)] ?? null;
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight <= END_TOLERANCE_PX;
  }

  /** Where a line is, seen from the top of the view. @param {HTMLElement} line */
  #offset(line) {
    return line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }

  /** Of those in view. A day's name goes up when older lines of that day come: only a message stays where it is. */
  firstMessage() {
    const { nodes } = this.#list;
    const first = this.firstInView();
    return first && nodes.slice(nodes.indexOf(first)).find(({ dataset }) => dataset.seq);
  }

  /** Where the lines begin of which this is true; most often none is. @param {(line: HTMLElement) => boolean} is */
  #firstAt(is) {
    const { nodes } = this.#list;
    const last = nodes.at(-1);
    if (!last || !is(last)) return nodes.length;
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (is(nodes[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** What is read of a line: its head goes when earlier lines of the same person come. @param {HTMLElement} line */
function textOf(line) {
  return /** @type {HTMLElement} */ (line.querySelector(".message-text") ?? line);
}

/**
 * When a person sets out to move: an event of scrolling may be the page's own doing.
 * @param {HTMLElement} scroller @param {() => void} moved
 */
export function onMove(scroller, moved) {
  for (const type of ["wheel", "touchmove", "pointerdown"]) scroller.addEventListener(type, moved, { passive: true });
  onKey(scroller, moved);
}
