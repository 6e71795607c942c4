import { documentOf } from "../../lib/dom.js";
import { insertText } from "../../lib/insert_text.js";
import { ROOM } from "../../lib/mention_marks.js";
import { MentionText } from "../../lib/mention_text.js";

/** @typedef {import("../../lib/mention_text.js").Mentioned} Mentioned */
/** @typedef {{ of(id: number): string | undefined, keep(mentioned: Mentioned): void }} Names */

/**
 * Mentions in the composer's field: it shows "@Ada" on a coloured ground, while what is sent says `<@12>`. The ground
 * is drawn behind the field, which stays an ordinary one for input methods, spelling and assistive technology.
 */
export class MentionBox {
  #field;
  #names;
  #text = new MentionText();
  #ground = document.createElement("div");

  /** @param {HTMLTextAreaElement} field @param {Names} names */
  constructor(field, names) {
    this.#field = field;
    this.#names = names;
    this.#ground.className = "composer-ground";
    this.#ground.dir = "auto";
    this.#ground.setAttribute("aria-hidden", "true");
    field.before(this.#ground);
    // Runs first: other listeners read `content`.
    field.addEventListener("input", () => this.#edited(), { capture: true });
    field.addEventListener("scroll", () => this.#align());
    new ResizeObserver(() => this.#align()).observe(field);
    field.addEventListener("copy", (event) => this.#copied(event));
    field.addEventListener("cut", (event) => this.#copied(event) && insertText(field, this.#selection, ""));
    field.addEventListener("paste", (event) => this.#pasted(event));
  }

  /** What is sent. */
  get content() {
    return this.#text.content;
  }

  /** @param {string} content */
  show(content) {
    this.#text.show(content, (id) => this.#names.of(id));
    this.#field.value = this.#text.shown;
    this.#draw();
  }

  /** Whether a mention begins at a position of the shown text. @param {number} at */
  isMention(at) {
    return this.#text.mentions.some(({ start }) => start === at);
  }

  /** What is inserted next means this person. @param {Mentioned} mentioned */
  know(mentioned) {
    this.#text.know(mentioned);
    this.#names.keep(mentioned);
  }

  /** Mention someone after what is written. @param {Mentioned} mentioned */
  add({ id, name }) {
    const { value } = this.#field;
    const space = value === "" || value.endsWith(" ") ? "" : " ";
    this.know({ id, name });
    insertText(this.#field, { start: value.length, end: value.length }, `${space}@${name} `);
  }

  get #selection() {
    return { start: this.#field.selectionStart, end: this.#field.selectionEnd };
  }

  #edited() {
    const left = this.#text.edited(this.#field.value, this.#field.selectionStart);
    if (left) insertText(this.#field, left, ""); // which comes back here
    else this.#draw();
  }

  #draw() {
    const { shown, mentions } = this.#text;
    const pieces = mentions.length === 0 ? [] : this.#text.pieces(0, shown.length);
    this.#ground.replaceChildren(...pieces.map(({ text, id }) => (id === null ? text : chip(text))));
    this.#align();
  }

  /** A scroll bar makes the field's lines shorter. */
  #align() {
    this.#ground.style.width = `${this.#field.clientWidth}px`;
    this.#ground.scrollTop = this.#field.scrollTop;
  }

  /** Other programs get the names; this page knows again who is meant. @param {ClipboardEvent} event */
  #copied(event) {
    const { start, end } = this.#selection;
    const pieces = this.#text.pieces(start, end);
    if (!event.clipboardData || !pieces.some(({ id }) => id !== null)) return false;
    const html = document.createElement("div");
    html.append(...pieces.map(({ text, id }) => (id === null ? text : link(text, id))));
    event.clipboardData.setData("text/plain", pieces.map(({ text }) => text).join(""));
    event.clipboardData.setData("text/html", new XMLSerializer().serializeToString(html));
    event.preventDefault();
    return true;
  }

  /** Mentions copied here, or from a message. @param {ClipboardEvent} event */
  #pasted({ clipboardData }) {
    const html = clipboardData?.getData("text/html") ?? "";
    if (!html.includes("data-user")) return;
    for (const mention of documentOf(html).querySelectorAll("[data-user]")) {
      const id = mention.getAttribute("data-user") ?? "";
      const name = mention.textContent?.replace(/^@/, "") ?? "";
      if (!mention.matches(".mention") || name === "") continue;
      if (id === ROOM) this.know({ id, name });
      else if (/^\d+$/.test(id)) this.know({ id: Number(id), name });
    }
  }
}

/** @param {string} text */
function chip(text) {
  const mark = document.createElement("mark");
  mark.className = "mention-ground";
  mark.textContent = text;
  return mark;
}

/** @param {string} text @param {number | "room"} id */
function link(text, id) {
  const mention = document.createElement("a");
  mention.className = "mention";
  mention.dataset.user = String(id);
  mention.textContent = text;
  return mention;
}
