/**
 * What is known of a file besides its content.
 * @typedef {{ id: string, user: number, room: number, tab: string, name: string, type: string, preview: Blob | null,
 *   width: number | null, height: number | null, url: string | null, attachment: string | null, doneMs: number,
 *   alt: string, duration_s?: number | null, sound?: import("./sounds.js").SoundFacts | null,
 *   isTold?: boolean }} StoredFile
 *   url: where its upload goes on; attachment: its id once it has arrived, at doneMs; alt: what the server has of it;
 *   sound: what is known of one that was recorded here; isTold: the server has what the page knows of a recording.
 */

const NAME = "chatsite-files";
const FACTS = "facts";
const CONTENTS = "contents";

/**
 * The files that wait to be sent, in the browser's database. What it refuses, because it is blocked or full, is
 * remembered until the page goes.
 */
export class FileStore {
  /** @type {Promise<IDBDatabase | null> | null} */
  #opening = null;
  /** @type {Map<string, { facts: StoredFile, content: Blob }>} */
  #memory = new Map();

  /**
   * @param {StoredFile} facts @param {Blob} content
   * @returns {Promise<boolean>} False when the browser can't keep it.
   */
  async add(facts, content) {
    this.#memory.set(facts.id, { facts, content });
    const isKept = await this.#write((stores) => {
      const latest = this.#memory.get(facts.id)?.facts;
      if (!latest) return; // removed meanwhile
      // One after the other: where Safari refuses a file, nothing ends that is under way in the same transaction.
      stores(CONTENTS).put(content, facts.id).onsuccess = () => stores(FACTS).put(latest);
    });
    if (isKept) this.#memory.delete(facts.id);
    return isKept;
  }

  /** @param {string} id @returns {Promise<StoredFile | null>} */
  async facts(id) {
    return this.#memory.get(id)?.facts ?? (await this.#read(FACTS, (store) => store.get(id))) ?? null;
  }

  /** @param {string} id @returns {Promise<Blob | null>} */
  async content(id) {
    return this.#memory.get(id)?.content ?? (await this.#read(CONTENTS, (store) => store.get(id))) ?? null;
  }

  /** @returns {Promise<StoredFile[]>} */
  async all() {
    return (await this.#read(FACTS, (store) => store.getAll())) ?? [];
  }

  /** @param {string} id @param {Partial<StoredFile>} changes */
  async change(id, changes) {
    const known = this.#memory.get(id);
    if (known) known.facts = { ...known.facts, ...changes };
    await this.#write((stores) => {
      const asked = stores(FACTS).get(id);
      asked.onsuccess = () => asked.result && stores(FACTS).put({ ...asked.result, ...changes });
    });
  }

  /** @param {string[]} ids */
  async remove(ids) {
    for (const id of ids) this.#memory.delete(id);
    await this.#write((stores) => {
      for (const id of ids) for (const name of [FACTS, CONTENTS]) stores(name).delete(id);
    });
  }

  /** Remove all that a person has here. @param {number} userId */
  async forget(userId) {
    const all = [...await this.all(), ...[...this.#memory.values()].map(({ facts }) => facts)];
    await this.remove(all.filter(({ user }) => user === userId).map(({ id }) => id));
  }

  /**
   * @template T
   * @param {string} name @param {(store: IDBObjectStore) => IDBRequest<T>} ask
   * @returns {Promise<T | null>}
   */
  async #read(name, ask) {
    const database = await this.#open();
    if (database === null) return null;
    try {
      return await answered(ask(database.transaction(name).objectStore(name)));
    } catch {
      return null; // what can't be read is as good as gone
    }
  }

  /** @param {(stores: (name: string) => IDBObjectStore) => void} act @returns {Promise<boolean>} Whether it is done. */
  async #write(act) {
    const database = await this.#open();
    if (database === null) return false;
    try {
      const transaction = database.transaction([FACTS, CONTENTS], "readwrite");
      act((name) => transaction.objectStore(name));
      await finished(transaction);
      return true;
    } catch {
      return false;
    }
  }

  #open() {
    return (this.#opening ??= opened(() => (this.#opening = null)).catch(() => null));
  }
}

/** @param {() => void} closed The browser closes it, as when its data is cleared. */
async function opened(closed) {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(FACTS, { keyPath: "id" });
    asked.result.createObjectStore(CONTENTS);
  };
  const database = await answered(asked);
  database.addEventListener("close", closed);
  return database;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
