/** A storage that forgets with the page; stands in where the browser forbids a permanent one. */
export class MemoryStorage {
  /** @type {Map<string, string>} */
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  keys() {
    return [...this.#values.keys()];
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

/**
 * localStorage, as far as the browser allows. What it refuses, because it is blocked or full, is remembered until the
 * page goes.
 */
class BrowserStorage {
  #permanent;
  #passing = new MemoryStorage();

  /** @param {Storage} permanent */
  constructor(permanent) {
    this.#permanent = permanent;
  }

  keys() {
    const { length } = this.#permanent;
    const permanent = Array.from({ length }, (_, index) => this.#permanent.key(index) ?? "");
    return [...permanent, ...this.#passing.keys()];
  }

  /** @param {string} key */
  getItem(key) {
    return this.#passing.getItem(key) ?? this.#permanent.getItem(key);
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.removeItem(key);
    try {
      this.#permanent.setItem(key, value);
    } catch {
      this.#passing.setItem(key, value);
    }
  }

  /** @param {string} key */
  removeItem(key) {
    this.#passing.removeItem(key);
    this.#permanent.removeItem(key);
  }
}

/** @returns {KeyValueStorage} One that takes everything; even to ask for localStorage may throw, or find null. */
export function browserStorage() {
  try {
    return localStorage === null ? new MemoryStorage() : new BrowserStorage(localStorage);
  } catch {
    return new MemoryStorage();
  }
}

/**
 * Forget all that is kept for a person: their keys have their id as the second part.
 * @param {KeyValueStorage} storage
 * @param {number} userId
 */
export function forgetPerson(storage, userId) {
  for (const key of storage.keys()) {
    if (key.split(":")[1] === String(userId)) storage.removeItem(key);
  }
}

/**
 * JSON values under a common prefix. A value that can't be read counts as absent: another version may have written it.
 */
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
    const keys = this.#storage.keys().filter((key) => key.startsWith(this.#prefix));
    return keys.map((key) => key.slice(this.#prefix.length));
  }
}
