const END_TOLERANCE_PX = 32;

/**
 * Keeps what a person reads where it is while lines come and go above and below, and keeps the end in view
 * for someone who is at the end.
 */
export class ScrollKeeper {
  #scroller;
  #list;
  #size = "";
  /** Whether the reader is at the end and wants to stay there. */
  pinned = true;

  /** @param {HTMLElement} scroller @param {import("./line_blocks.js").LineBlocks} list */
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.pinned && this.toEnd());
    sizes.observe(scroller);
    sizes.observe(list.container);
  }

  /** Change the lines without moving the one that is being read. @param {() => void} change */
  around(change) {
    const line = this.pinned ? null : this.firstMessage();
    const before = line ? this.#offset(line) : 0;
    change();
    if (this.pinned) this.toEnd();
    else if (line?.isConnected) this.#scroller.scrollTop += this.#offset(line) - before;
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.pinned = true;
  }

  /** Bring a line into view, with some of what is before it. @param {HTMLElement} line */
  show(line) {
    this.#scroller.scrollTop += this.#offset(line) - this.#scroller.clientHeight / 4;
    this.pinned = this.#nearEnd();
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

  /** Learn whether the reader left the end; a keyboard that opens or a line that grows takes no one away from it. */
  #scrolled() {
    const { scrollHeight, clientHeight } = this.#scroller;
    const size = `${scrollHeight}/${clientHeight}`;
    const resized = size !== this.#size;
    this.#size = size;
    this.pinned = this.#nearEnd() || (this.pinned && resized);
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

  /** Where the lines begin of which this is true. @param {(line: HTMLElement) => boolean} is */
  #firstAt(is) {
    const { nodes } = this.#list;
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (is(nodes[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
