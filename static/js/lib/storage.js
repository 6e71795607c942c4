/** A storage that forgets with the page; stands in where the browser forbids a lasting one. */
export class MemoryStorage {
  /** @type {Map<string, string>} */
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.#values.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#values.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#values.delete(key);
  }
}

/** @returns {KeyValueStorage} localStorage, or one in memory when it is blocked or full. */
export function browserStorage() {
  try {
    localStorage.setItem("storage-probe", "1");
    localStorage.removeItem("storage-probe");
    return localStorage;
  } catch {
    return new MemoryStorage();
  }
}

/** JSON values under a common prefix. A value that can't be read counts as absent: another version may have written it. */
export class JsonStore {
  #storage;
  #prefix;

  /** @param {KeyValueStorage} storage @param {string} prefix */
  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  /** @param {string | null} storageKey The key of a `storage` event; null means that everything was cleared. */
  owns(storageKey) {
    return storageKey === null || storageKey.startsWith(this.#prefix);
  }

  /** @param {string} key */
  get(key) {
    try {
      return JSON.parse(this.#storage.getItem(this.#prefix + key) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {unknown} value
   * @returns {boolean} False when the browser has no room left.
   */
  set(key, value) {
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} key */
  remove(key) {
    this.#storage.removeItem(this.#prefix + key);
  }

  /** @returns {string[]} */
  keys() {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? "");
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }
}
