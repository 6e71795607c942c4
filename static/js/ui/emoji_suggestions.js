import { onKey } from "../lib/keys.js";
import { bestNames, shortcodeBefore } from "../lib/shortcodes.js";

const SHOWN = 6;
const TABLE = new URL("../../vendor/gemoji-8.1.0/shortcodes.json", import.meta.url);

/** `:tada:` becomes its emoji; while it is written, the emoji that fit are offered. */
export class EmojiSuggestions {
  #text;
  #list;
  #table;
  #chosen = 0;
  /** @type {string[]} */
  #names = [];

  /** @param {HTMLTextAreaElement} text @param {HTMLElement} list */
  constructor(text, list) {
    this.#text = text;
    this.#list = list;
    this.#table = fetch(TABLE).then((response) => /** @type {Promise<Record<string, string>>} */ (response.json()));
    onKey(text, (event) => this.#key(event), { capture: true });
    text.addEventListener("blur", () => this.#show([]));
    text.addEventListener("input", () => void this.update());
    list.addEventListener("pointerdown", (event) => this.#pointed(event));
  }

  /** Look at what is before the caret now. */
  async update() {
    const table = await this.#table;
    const code = shortcodeBefore(this.#text.value, this.#text.selectionStart);
    if (code?.complete && Object.hasOwn(table, code.query)) await this.#insert(code.query, "");
    else this.#show(code && !code.complete ? bestNames(code.query, Object.keys(table), SHOWN) : []);
  }

  /** @param {string[]} names */
  async #show(names) {
    const table = await this.#table;
    this.#names = names;
    this.#chosen = 0;
    this.#list.hidden = names.length === 0;
    this.#list.replaceChildren(...names.map((name) => option(name, table[name])));
    this.#mark();
  }

  #mark() {
    for (const [index, row] of [...this.#list.children].entries()) {
      row.setAttribute("aria-selected", String(index === this.#chosen));
    }
    const row = this.#list.children[this.#chosen];
    if (row) this.#text.setAttribute("aria-activedescendant", row.id);
    else this.#text.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#names.length;
    if (count === 0 || event.isComposing) return;
    if (event.key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (event.key === "ArrowUp") this.#chosen = (this.#chosen + count - 1) % count;
    else if (event.key === "Enter" || event.key === "Tab") void this.#insert(this.#names[this.#chosen], " ");
    else if (event.key === "Escape") void this.#show([]);
    else return;
    event.preventDefault();
    this.#mark();
  }

  /** @param {PointerEvent} event */
  #pointed(event) {
    const row = /** @type {Element} */ (event.target).closest("li");
    if (!row) return;
    event.preventDefault();
    void this.#insert(row.dataset.name ?? "", " ");
  }

  /** Put an emoji where its shortcode is. @param {string} name @param {string} after */
  async #insert(name, after) {
    const table = await this.#table;
    const code = shortcodeBefore(this.#text.value, this.#text.selectionStart);
    if (!code) return;
    this.#text.setRangeText(table[name] + after, code.start, this.#text.selectionStart, "end");
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {string} name @param {string} emoji */
function option(name, emoji) {
  const row = document.createElement("li");
  row.className = "menu-item";
  row.id = `emoji-${name}`;
  row.dataset.name = name;
  row.setAttribute("role", "option");
  row.textContent = `${emoji} :${name}:`;
  return row;
}
