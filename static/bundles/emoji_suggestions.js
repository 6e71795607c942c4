import { e as emojiTable, s as shortcodeBefore, a as bestNames } from "./chat.js";
import { u as onKey } from "./app.js";
const SHOWN = 6;
const NONE = -1;
class EmojiSuggestions {
  #text;
  #list;
  #chosen = NONE;
  /** @param {HTMLTextAreaElement} text @param {HTMLElement} list */
  constructor(text, list) {
    this.#text = text;
    this.#list = list;
    onKey(text, (event) => this.#key(event), { capture: true });
    text.addEventListener("blur", () => this.#show([]));
    text.addEventListener("input", (event) => void this.update(
      /** @type {InputEvent} */
      event
    ));
    text.addEventListener("compositionend", () => void this.update());
    list.addEventListener("pointerdown", (event) => this.#pointed(event));
  }
  /**
   * Look at what is before the caret now; without the names, which may not be had offline, nothing is offered. Text
   * that an input method still composes is left alone: it would be committed once more, after the emoji.
   * @param {Partial<InputEvent>} [event]
   */
  async update({ isComposing = false } = {}) {
    const table = await emojiTable().catch(() => (
      /** @type {Record<string, string>} */
      {}
    ));
    const code = shortcodeBefore(this.#text.value, this.#text.selectionStart);
    if (code?.complete && Object.hasOwn(table, code.query)) {
      return isComposing ? this.#show([]) : this.#insert(table[code.query]);
    }
    return this.#show(code && !code.complete ? bestNames(code.query, Object.keys(table), SHOWN) : [], table);
  }
  /** @param {string[]} names @param {Record<string, string>} [table] */
  #show(names, table = {}) {
    this.#chosen = NONE;
    this.#list.hidden = names.length === 0;
    this.#list.replaceChildren(...names.map((name) => option(name, table[name])));
    this.#mark();
  }
  #mark() {
    for (const [index, row2] of [...this.#list.children].entries()) {
      row2.setAttribute("aria-selected", String(index === this.#chosen));
    }
    const row = this.#list.children[this.#chosen];
    if (row) this.#text.setAttribute("aria-activedescendant", row.id);
    else this.#text.removeAttribute("aria-activedescendant");
  }
  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#list.children.length;
    if (count === 0) return void 0;
    if (event.key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (event.key === "ArrowUp") this.#chosen = (Math.max(this.#chosen, 0) + count - 1) % count;
    else if (event.key === "Tab" && !event.shiftKey) this.#take(this.#list.children[Math.max(this.#chosen, 0)]);
    else if (event.key === "Enter" && this.#chosen !== NONE) this.#take(this.#list.children[this.#chosen]);
    else if (event.key === "Escape") this.#show([]);
    else return void (event.key === "Enter" && this.#show([]));
    event.preventDefault();
    return this.#mark();
  }
  /** @param {PointerEvent} event */
  #pointed(event) {
    const row = (
      /** @type {Element} */
      event.target.closest("li")
    );
    if (!row) return;
    event.preventDefault();
    this.#take(row);
  }
  /** @param {Element} row */
  #take(row) {
    this.#insert(`${/** @type {HTMLElement} */
    row.dataset.emoji} `);
  }
  /** Put an emoji where its shortcode is. @param {string} emoji */
  #insert(emoji) {
    const code = shortcodeBefore(this.#text.value, this.#text.selectionStart);
    if (!code) return;
    this.#text.setRangeText(emoji, code.start, this.#text.selectionStart, "end");
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
function option(name, emoji) {
  const row = document.createElement("li");
  row.className = "menu-item";
  row.id = `emoji-${name}`;
  row.dataset.emoji = emoji;
  row.setAttribute("role", "option");
  row.textContent = `${emoji} :${name}:`;
  return row;
}
export {
  EmojiSuggestions
};
