import { call } from "../../net/api.js";

const PAGE = 25;

/**
 * A list of the server that comes page by page. To read it again brings all that was shown: what happens elsewhere
 * takes no one back to its beginning.
 * @template T
 */
export class Pages {
  #path;
  #name;
  /** Where the next page begins; null when there is none. @type {number | null} */
  #before = null;
  #count = 0;

  /** @param {string} path @param {string} name What the entries are called in an answer. */
  constructor(path, name) {
    this.#path = path;
    this.#name = name;
  }

  get hasMore() {
    return this.#before !== null;
  }

  /** The first page, or all that was read before. @returns {Promise<T[]>} */
  async readAgain() {
    let { entries, before } = await this.#page(null);
    while (before !== null && entries.length < this.#count) {
      const page = await this.#page(before);
      entries = [...entries, ...page.entries];
      before = page.before;
    }
    this.#before = before;
    this.#count = entries.length;
    return entries;
  }

  /** @returns {Promise<T[]>} */
  async readOlder() {
    const { entries, before } = await this.#page(this.#before);
    this.#before = before;
    this.#count += entries.length;
    return entries;
  }

  /** @param {number | null} before @returns {Promise<{ entries: T[], before: number | null }>} */
  async #page(before) {
    const place = before === null ? "" : `&before=${before}`;
    const page = await call("GET", `${this.#path}?limit=${PAGE}${place}`);
    return { entries: page[this.#name], before: page.has_more ? page.last_id : null };
  }
}
