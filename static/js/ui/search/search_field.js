import { hideIf, part } from "../../lib/dom.js";
import { onKey } from "../../lib/keys.js";
import { insertText } from "../../lib/insert_text.js";
import { Suggestions } from "../composer/suggestions.js";
import { searchSource } from "./offers.js";

/** @typedef {{ soon(): void, now(): void, down(): void }} Search down: go to what was found. */

/** Where one types what one searches for, with what it may go on with below it. */
export class SearchField {
  #input;
  #clear;
  #suggestions;
  #search;

  /** @param {HTMLElement} root @param {Chat} chat @param {Search} search */
  constructor(root, chat, search) {
    this.#input = /** @type {HTMLInputElement} */ (part(root, "text"));
    this.#clear = part(root, "clear");
    this.#search = search;
    this.#suggestions = new Suggestions(this.#input, part(root, "suggestions"));
    this.#suggestions.add(searchSource(chat));
    this.#input.addEventListener("input", (event) => this.#typed(/** @type {InputEvent} */ (event)));
    this.#input.addEventListener("compositionend", () => search.soon());
    part(root, "form").addEventListener("submit", () => this.#submitted());
    this.#clear.addEventListener("click", () => this.type(""));
    onKey(this.#input, (event) => this.#key(event));
  }

  get text() {
    return this.#input.value;
  }

  /** What was typed before this code came is looked at now. */
  begin() {
    this.drawClear();
    if (this.#input.selectionStart === this.#input.selectionEnd) void this.#suggestions.update();
  }

  focus() {
    this.#input.focus();
  }

  /** Put a text in place of what was typed, which nothing is suggested for. @param {string} text */
  show(text) {
    this.#input.value = text;
    this.#suggestions.dismiss();
    this.drawClear();
  }

  /** Go on with a text as if it had been typed; without one, begin anew. @param {string} text */
  type(text) {
    const { length } = this.#input.value;
    const isEmpty = length === 0;
    if (text === "" && isEmpty) return this.focus();
    return insertText(this.#input, { start: text === "" ? 0 : length, end: length }, text);
  }

  drawClear() {
    hideIf(this.#clear, this.#input.value === "");
  }

  /** @param {InputEvent} event */
  #typed(event) {
    this.drawClear();
    void this.#suggestions.update(event);
    if (!event.isComposing) this.#search.soon();
  }

  #submitted() {
    this.#suggestions.dismiss();
    this.#search.now();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "ArrowDown" || event.defaultPrevented || event.altKey) return;
    event.preventDefault();
    this.#search.down();
  }
}
