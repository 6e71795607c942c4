import { call } from "../../net/api.js";

const PAGE = 25;
const MOST_AT_ONCE = 50;

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
    const limit = Math.min(Math.max(PAGE, this.#count), MOST_AT_ONCE);
    let { entries, before } = await this.#page(null, limit);
    while (before !== null && entries.length < this.#count) {
      const page = await this.#page(before, limit);
      entries = [...entries, ...page.entries];
      before = page.before;
    }
    this.#before = before;
    this.#count = entries.length;
    return entries;
  }

  /** @returns {Promise<T[]>} */
  async readOlder() {
    const { entries, before } = await this.#page(this.#before, PAGE);
    this.#before = before;
    this.#count += entries.length;
    return entries;
  }

  /** @param {number | null} before @param {number} limit @returns {Promise<{ entries: T[], before: number | null }>} */
  async #page(before, limit) {
    const place = before === null ? "" : `&before=${before}`;
    const page = await call("GET", `${this.#path}?limit=${limit}${place}`);
    return { entries: page[this.#name], before: page.has_more ? page.last_id : null };
  }
}
