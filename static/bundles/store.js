const NAME = "chatsite-files";
const FACTS = "facts";
const CONTENTS = "contents";
class FileStore {
  #opening = null;
  #memory = /* @__PURE__ */ new Map();
  async add(facts, content) {
    this.#memory.set(facts.id, { facts, content });
    const isKept = await this.#write((stores) => {
      const latest = this.#memory.get(facts.id)?.facts;
      if (!latest) return;
      stores(CONTENTS).put(content, facts.id).onsuccess = () => stores(FACTS).put(latest);
    });
    if (isKept) this.#memory.delete(facts.id);
    return isKept;
  }
  async facts(id) {
    return this.#memory.get(id)?.facts ?? await this.#read(FACTS, (store) => store.get(id)) ?? null;
  }
  async content(id) {
    return this.#memory.get(id)?.content ?? await this.#read(CONTENTS, (store) => store.get(id)) ?? null;
  }
  async all() {
    return await this.#read(FACTS, (store) => store.getAll()) ?? [];
  }
  async change(id, changes) {
    const known = this.#memory.get(id);
    if (known) known.facts = { ...known.facts, ...changes };
    await this.#write((stores) => {
      const asked = stores(FACTS).get(id);
      asked.onsuccess = () => asked.result && stores(FACTS).put({ ...asked.result, ...changes });
    });
  }
  async remove(ids) {
    for (const id of ids) this.#memory.delete(id);
    await this.#write((stores) => {
      for (const id of ids) for (const name of [FACTS, CONTENTS]) stores(name).delete(id);
    });
  }
  async forget(userId) {
    const all = [...await this.all(), ...[...this.#memory.values()].map(({ facts }) => facts)];
    await this.remove(all.filter(({ user }) => user === userId).map(({ id }) => id));
  }
  async #read(name, ask) {
    const database = await this.#open();
    if (database === null) return null;
    try {
      return await answered(ask(database.transaction(name).objectStore(name)));
    } catch {
      return null;
    }
  }
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
    return this.#opening ??= opened(() => this.#opening = null).catch(() => null);
  }
}
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
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
export {
  FileStore as F
};
