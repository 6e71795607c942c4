import { insertText } from "../../lib/insert_text.js";
import { onKey } from "../../lib/keys.js";

const NONE = -1;

/**
 * @typedef {{ id: string, text: string, draw: (row: HTMLElement) => void, chosen?: () => void }} Item
 *   id: unlike that of any other; text: what replaces what was typed; chosen: called before it does.
 * @typedef {{ label: string, start: number, items: Item[], isChosen?: boolean, more?: Promise<Item[]> }} Offer
 *   label: what the items are; start: where what is replaced begins, it ends at the caret; isChosen: Enter takes the
 *   first item without an arrow; more: items that are still on their way.
 * @typedef {{ find(text: string, caret: number, isComposing: boolean): Promise<Offer | null> }} Source
 */

/** Below the caret's word: what it may become. One listbox for emoji, people and commands. */
export class Suggestions {
  #text;
  #list;
  /** @type {Set<Source>} */
  #sources = new Set();
  #offer = /** @type {Offer | null} */ (null);
  #chosen = NONE;
  #latest = 0;

  /** @param {HTMLTextAreaElement | HTMLInputElement} text @param {HTMLElement} list */
  constructor(text, list) {
    this.#text = text;
    this.#list = list;
    onKey(text, (event) => this.#key(event), { capture: true });
    text.addEventListener("blur", () => this.#show(null));
    text.addEventListener("compositionend", () => void this.update());
    list.addEventListener("pointerdown", (event) => this.#pointed(event));
  }

  /** @param {Source} source */
  add(source) {
    this.#sources.add(source);
  }

  /** Look at what is before the caret now. @param {Partial<InputEvent>} [event] */
  async update({ isComposing = false } = {}) {
    const number = (this.#latest += 1);
    const { value } = this.#text;
    const selectionStart = this.#caret;
    for (const source of this.#sources) {
      const offer = await source.find(value, selectionStart, isComposing).catch(() => null);
      if (number !== this.#latest || value !== this.#text.value) return undefined; // sent meanwhile
      if (offer) return this.#begin(number, offer);
    }
    return this.#show(null);
  }

  /** @param {number} number @param {Offer} offer */
  #begin(number, offer) {
    this.#show(offer);
    void offer.more?.then((items) => {
      if (number !== this.#latest || items.length === 0 || document.activeElement !== this.#text) return;
      this.#show({ ...offer, items: [...offer.items, ...items] }, this.#chosen);
    }).catch(() => null);
  }

  /** @param {Offer | null} offer @param {number} [chosen] */
  #show(offer, chosen = offer?.isChosen ? 0 : NONE) {
    const items = offer?.items ?? [];
    this.#offer = offer;
    this.#chosen = Math.min(Math.max(chosen, offer?.isChosen ? 0 : NONE), items.length - 1);
    this.#list.hidden = items.length === 0;
    if (this.#text.role === "combobox") this.#text.setAttribute("aria-expanded", String(items.length > 0));
    if (offer) this.#list.setAttribute("aria-label", offer.label);
    this.#list.replaceChildren(...items.map(option));
    this.#mark();
  }

  get #caret() {
    return this.#text.selectionStart ?? this.#text.value.length;
  }

  #mark() {
    for (const [index, row] of [...this.#list.children].entries()) {
      row.setAttribute("aria-selected", String(index === this.#chosen));
    }
    const row = this.#list.children[this.#chosen];
    if (row) this.#text.setAttribute("aria-activedescendant", row.id);
    else this.#text.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#list.children.length;
    const { key } = event;
    if (count === 0 || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (key === "ArrowDown") this.#chosen = (this.#chosen + 1) % count;
    else if (key === "ArrowUp") this.#chosen = (Math.max(this.#chosen, 0) + count - 1) % count;
    else if (key === "Tab" && !event.shiftKey) this.#take(Math.max(this.#chosen, 0));
    else if (key === "Enter" && !event.shiftKey && this.#chosen !== NONE) this.#take(this.#chosen);
    else if (key === "Escape") this.dismiss();
    else return void (key === "Enter" && this.dismiss());
    event.preventDefault();
    return this.#mark();
  }

  dismiss() {
    this.#latest += 1;
    this.#show(null);
  }

  /** @param {PointerEvent} event */
  #pointed(event) {
    const row = /** @type {Element} */ (event.target).closest("li");
    if (!row) return;
    event.preventDefault();
    this.#take([...this.#list.children].indexOf(row));
  }

  /** @param {number} index */
  #take(index) {
    const { start, items } = /** @type {Offer} */ (this.#offer);
    const item = items[index];
    const end = this.#caret;
    this.dismiss();
    item.chosen?.();
    insertText(this.#text, { start: Math.min(start, end), end }, item.text);
  }
}

/** @param {Item} item */
function option(item) {
  const row = document.createElement("li");
  row.className = "menu-item";
  row.id = `suggestion-${item.id}`;
  row.setAttribute("role", "option");
  item.draw(row);
  return row;
}
