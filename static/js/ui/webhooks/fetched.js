import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { ChatError } from "../../net/errors.js";

/**
 * A list from the server that says when it is being fetched, when it is empty, and why it can't be had, with a button
 * that tries again. What was shown stays until an answer comes.
 * @template T
 */
export class Fetched {
  #root;
  #fetchItems;
  #show;
  #isEmpty = true;
  #latest = 0;

  /**
   * @param {HTMLElement} root With the parts of partials/chat/fetched.html.
   * @param {() => Promise<T[]>} fetchItems
   * @param {(items: T[]) => void} show
   */
  constructor(root, fetchItems, show) {
    this.#root = root;
    this.#fetchItems = fetchItems;
    this.#show = show;
    part(root, "retry").addEventListener("click", () => void this.refresh());
  }

  /** @returns {Promise<T[] | null>} Nothing if the answer came too late, or none did. */
  async refresh() {
    const turn = ++this.#latest;
    if (this.#isEmpty) this.#say(gettext("Loading…"));
    try {
      const items = await this.#fetchItems();
      if (turn !== this.#latest) return null;
      this.#draw(items);
      this.#say(this.#isEmpty ? part(this.#root, "fetched").dataset.none ?? "" : "");
      return items;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (turn === this.#latest) this.#fail(error);
      return null;
    }
  }

  clear() {
    this.#latest += 1;
    this.#say("");
    this.#draw([]);
  }

  /** @param {T[]} items */
  #draw(items) {
    const failure = part(this.#root, "unfetched");
    this.#isEmpty = items.length === 0;
    this.#show(items);
    if (failure.contains(document.activeElement)) part(this.#root, "list").focus(); // its button is about to be gone
    failure.hidden = true;
  }

  /** @param {ChatError} error */
  #fail(error) {
    this.#say("");
    part(this.#root, "why-not").textContent = error.message;
    part(this.#root, "unfetched").hidden = false;
  }

  /** @param {string} text */
  #say(text) {
    part(this.#root, "fetched").textContent = text;
  }
}
