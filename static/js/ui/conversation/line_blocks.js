const BLOCK_LINES = 30;

/** @typedef {import("../../state/rows.js").Row} Row */
/** @typedef {{ row: Row, node: HTMLElement }} Line */

/**
 * The lines of a conversation, in blocks of about thirty that the browser lays out and paints apart from each other: a
 * new line costs the same however many there are. Nodes are kept by key, so that focus and selection survive.
 */
export class LineBlocks {
  #shown = /** @type {Map<string, Line>} */ (new Map());
  /** In the order of the conversation. @type {HTMLElement[]} */
  nodes = [];
  /** Those that name a day. @type {HTMLElement[]} */
  #days = [];

  /**
   * @param {HTMLElement} container
   * @param {{ create: (row: Row) => HTMLElement,
   *   update: (node: HTMLElement, row: Row, previous: Row | null) => void }} how
   */
  constructor(container, how) {
    this.container = container;
    this.how = how;
  }

  /** @param {Row[]} rows */
  show(rows) {
    const next = new Map(rows.map((row) => [row.key, this.#drawn(row)]));
    for (const [key, { node }] of this.#shown) if (!next.has(key)) remove(node);
    this.#shown = next;
    const nodes = [...next.values()].map(({ node }) => node);
    this.#arrange(nodes);
    this.nodes = nodes;
    this.#days = rows.flatMap(({ kind, key }) => (kind === "day" ? this.node(key) ?? [] : []));
  }

  /** The line that names the day of another line, if it is above it. @param {HTMLElement} line */
  dayAbove(line) {
    const at = this.nodes.indexOf(line);
    return this.#days.findLast((day) => this.nodes.indexOf(day) < at) ?? null;
  }

  /** @param {string} key @returns {HTMLElement | null} */
  node(key) {
    return this.#shown.get(key)?.node ?? null;
  }

  /** The last message, if there is one. */
  get last() {
    return this.nodes.findLast(isMessage) ?? null;
  }

  /** @param {Row} row @returns {Line} */
  #drawn(row) {
    const known = this.#shown.get(row.key);
    if (known?.row === row) return known;
    const node = known?.node ?? this.how.create(row);
    this.how.update(node, row, known?.row ?? null);
    return { row, node };
  }

  /** Put the lines in order; most are where they belong. @param {HTMLElement[]} nodes */
  #arrange(nodes) {
    const staying = new Set(nodes);
    const before = this.nodes.filter((node) => staying.has(node));
    const moved = new Set();
    let at = 0;
    for (const [index, node] of nodes.entries()) {
      while (moved.has(before[at])) at += 1;
      if (node === before[at]) {
        at += 1;
      } else {
        moved.add(node);
        remove(node);
        this.#insert(node, nodes[index - 1] ?? null);
      }
    }
  }

  /** @param {HTMLElement} node @param {HTMLElement | null} previous */
  #insert(node, previous) {
    const isFull = (previous?.parentElement?.childElementCount ?? 0) >= BLOCK_LINES;
    if (isFull && previous?.nextElementSibling) splitAfter(previous);
    const block = previous?.parentElement ?? null;
    if (block && block.childElementCount < BLOCK_LINES) previous?.after(node);
    else if (block) block.after(blockOf(node));
    else this.container.prepend(blockOf(node));
  }
}

/** @param {HTMLElement} line */
export function isMessage(line) {
  return line.classList.contains("message");
}

/** @param {HTMLElement} node */
function remove(node) {
  const block = node.parentElement;
  node.remove();
  if (block?.childElementCount === 0) block.remove();
}

/** @param {...Element} lines */
function blockOf(...lines) {
  const block = document.createElement("div");
  block.className = "block";
  block.append(...lines);
  return block;
}

/** Make two blocks of one, and move the smaller part. @param {HTMLElement} line The last one of the first block. */
function splitAfter(line) {
  const block = /** @type {HTMLElement} */ (line.parentElement);
  const lines = [...block.children];
  const end = lines.indexOf(line) + 1;
  if (end * 2 < lines.length) block.before(blockOf(...lines.slice(0, end)));
  else block.after(blockOf(...lines.slice(end)));
}
