import { part, showText } from "../../lib/dom.js";

const SIZES_ITSELF = globalThis.CSS?.supports("field-sizing", "content") ?? false;

/** The field of the composer: as high as its text, and offering emoji while one is named. */
export class TextBox {
  #list;
  #label;
  #emoji = /** @type {Promise<{ update(event?: Partial<InputEvent>): Promise<void> }> | null} */ (null);

  /** @param {HTMLElement} root */
  constructor(root) {
    this.node = /** @type {HTMLTextAreaElement} */ (part(root, "text"));
    this.#list = part(root, "suggestions");
    this.#label = part(root, "label");
    this.node.addEventListener("input", (event) => this.#edited(/** @type {InputEvent} */ (event)));
  }

  get text() {
    return this.node.value;
  }

  /** The number of characters that would be sent. */
  get length() {
    return [...this.node.value.trim()].length;
  }

  /** @param {string} text */
  show(text) {
    this.node.value = text;
    this.fit();
  }

  focus() {
    this.node.focus({ preventScroll: true });
  }

  /** What the stylesheet does in browsers that know `field-sizing`. */
  fit() {
    if (SIZES_ITSELF) return;
    this.node.style.height = "auto";
    this.node.style.height = `${this.node.scrollHeight}px`;
  }

  /** @param {string} label What the field is for. */
  name(label) {
    showText(this.#label, label);
    if (this.node.placeholder !== label) this.node.placeholder = label;
  }

  /** @param {InputEvent} event */
  #edited(event) {
    this.fit();
    if (this.node.value.includes(":")) this.#suggestEmoji(event);
  }

  /** @param {InputEvent} event */
  #suggestEmoji(event) {
    this.#emoji ??= import("./emoji_suggestions.js").then(
      ({ EmojiSuggestions }) => new EmojiSuggestions(this.node, this.#list),
    );
    void this.#emoji.then((suggestions) => suggestions.update(event)).catch(() => (this.#emoji = null));
  }
}
