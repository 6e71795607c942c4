import { labelOf, MARK, ROOM } from "./mention_marks.js";

/**
 * A text with mentions as a person sees and edits it: "@Ada" stands for `<@12>`, and "@room" for `<@room>`.
 *
 * Each mention is a range of the shown text that lives and goes as a whole: what is typed elsewhere moves it, typing
 * inside makes it plain text, deleting a part deletes all of it.
 */

/** @typedef {{ id: number | "room", name: string }} Mentioned */
/** @typedef {{ start: number, end: number, id: number | "room" }} Mention */
/** @typedef {{ start: number, end: number, newEnd: number }} Edit What [start, end) was is [start, newEnd) now. */

export class MentionText {
  shown = "";
  /** In the order of the text. @type {Mention[]} */
  mentions = [];
  /** Who is meant by a label that appears again, by undoing or pasting. @type {Map<string, number | "room">} */
  #known = new Map();

  /**
   * Begin with another content. A mention of someone whose name is not known stays as it is written.
   * @param {string} content
   * @param {(id: number) => string | undefined} nameOf
   */
  show(content, nameOf) {
    this.shown = "";
    this.mentions = [];
    this.#known.clear();
    let from = 0;
    for (const { 0: mark, 1: id, index } of content.matchAll(MARK)) {
      const label = labelOf(id, nameOf);
      this.shown += content.slice(from, index);
      from = index + mark.length;
      if (label === undefined) this.shown += mark;
      else this.#append(label, id === ROOM ? ROOM : Number(id));
    }
    this.shown += content.slice(from);
  }

  /** What is sent. */
  get content() {
    return this.contentOf(0, this.shown.length);
  }

  /** What is sent of a part. A mention that is cut is plain text there. @param {number} from @param {number} to */
  contentOf(from, to) {
    return this.pieces(from, to).map(({ text, id }) => (id === null ? text : `<@${id}>`)).join("");
  }

  /**
   * The text and the mentions between two positions, in order.
   * @param {number} from @param {number} to
   * @returns {{ text: string, id: number | "room" | null }[]}
   */
  pieces(from, to) {
    const pieces = [];
    let at = from;
    for (const { start, end, id } of this.mentions.filter((mention) => mention.start >= from && mention.end <= to)) {
      pieces.push({ text: this.shown.slice(at, start), id: null }, { text: this.shown.slice(start, end), id });
      at = end;
    }
    return [...pieces, { text: this.shown.slice(at, to), id: null }];
  }

  /** From now on this label means that person. @param {Mentioned} mentioned */
  know({ id, name }) {
    this.#known.set(`@${name}`, id);
  }

  /**
   * The text was edited.
   * @param {string} text The whole text now.
   * @param {number} caret Where the caret is after it.
   * @returns {{ start: number, end: number } | null} What is left of a mention that lost a part, to be deleted too.
   */
  edited(text, caret) {
    const edit = difference(this.shown, text, caret);
    const touched = this.mentions.filter(({ start, end }) => start < edit.end && end > edit.start);
    this.#move(edit);
    this.shown = text;
    this.#recognise(edit);
    const isDeletion = edit.newEnd === edit.start;
    return isDeletion && touched.length > 0 ? leftover(touched, edit) : null;
  }

  /** @param {string} label @param {number | "room"} id */
  #append(label, id) {
    const start = this.shown.length;
    this.shown += label;
    this.mentions.push({ start, end: this.shown.length, id });
    this.#known.set(label, id);
  }

  /** @param {Edit} edit */
  #move({ start, end, newEnd }) {
    const before = this.mentions.filter((mention) => mention.end <= start);
    const after = this.mentions.filter((mention) => mention.start >= end && mention.end > start);
    const moved = after.map((mention) => shifted(mention, newEnd - end));
    this.mentions = [...before, ...moved];
  }

  /** Make mentions of the known labels in what is new. @param {Edit} edit */
  #recognise({ start, newEnd }) {
    if (start === newEnd || this.#known.size === 0) return;
    const labels = [...this.#known.keys()].sort((a, b) => b.length - a.length);
    const pattern = new RegExp(labels.map(escaped).join("|"), "gu");
    for (const { 0: label, index } of this.shown.matchAll(pattern)) {
      const found = { start: index, end: index + label.length };
      const isNew = found.start < newEnd && found.end > start;
      const isFree = !this.mentions.some((mention) => mention.start < found.end && mention.end > found.start);
      const id = this.#known.get(label);
      if (id !== undefined && isNew && isFree) this.mentions.push({ ...found, id });
    }
    this.mentions.sort((a, b) => a.start - b.start);
  }
}

/** @param {Mention} mention @param {number} by @returns {Mention} */
function shifted({ start, end, id }, by) {
  return { start: start + by, end: end + by, id };
}

/** @param {string} label */
function escaped(label) {
  return label.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/**
 * What an edit changed. The caret tells where it ended: of two equal letters, the one that was deleted.
 * @param {string} old @param {string} text @param {number} caret
 * @returns {Edit}
 */
function difference(old, text, caret) {
  const most = Math.min(old.length, text.length);
  let tail = text.length - caret;
  if (tail > most || !old.endsWith(text.slice(caret))) tail = commonTail(old, text);
  let start = 0;
  while (start < most - tail && old[start] === text[start]) start += 1;
  return { start, end: old.length - tail, newEnd: text.length - tail };
}

/** @param {string} old @param {string} text */
function commonTail(old, text) {
  const most = Math.min(old.length, text.length);
  let tail = 0;
  while (tail < most && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  return tail;
}

/** @param {Mention[]} touched @param {Edit} edit */
function leftover(touched, { start, end }) {
  const first = Math.min(start, touched[0].start);
  const last = Math.max(end, /** @type {Mention} */ (touched.at(-1)).end);
  const left = { start: first, end: last - (end - start) };
  return left.start === left.end ? null : left;
}
