/**
 * What the page and its service worker tell each other while only one of them may be there, in the browser's database:
 * who is signed in, and answers that were typed into notifications.
 */

/** @typedef {{ client_id: string, room_id: number, seq: number, content: string, user: number | null }} KeptReply */

const KEPT_NAME = "chatsite-worker";
const REPLIES = "replies";
const FACTS_KEPT = "facts";

/** @param {number | null} user */
export async function keepWho(user) {
  await withStore(FACTS_KEPT, "readwrite", (store) => store.put(user, "user"));
}

/** @returns {Promise<number | null>} */
export async function keptWho() {
  return (await withStore(FACTS_KEPT, "readonly", (store) => store.get("user"))) ?? null;
}

/** @param {KeptReply} reply */
export async function keepReply(reply) {
  await withStore(REPLIES, "readwrite", (store) => store.put(reply, reply.client_id));
}

/** @param {string} clientId */
export async function dropReply(clientId) {
  await withStore(REPLIES, "readwrite", (store) => store.delete(clientId));
}

/** @returns {Promise<KeptReply[]>} In the order in which they were typed. */
export async function keptReplies() {
  return (await withStore(REPLIES, "readonly", (store) => store.getAll())) ?? [];
}

/** Forget everything: its person signs out. */
export async function forgetKept() {
  for (const name of [REPLIES, FACTS_KEPT]) await withStore(name, "readwrite", (store) => store.clear());
}

/**
 * @template T
 * @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T | null>} Null where the browser has no database for us.
 */
async function withStore(name, mode, ask) {
  try {
    const database = await openedKept();
    try {
      return await answeredKept(ask(database.transaction(name, mode).objectStore(name)));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function openedKept() {
  const asked = indexedDB.open(KEPT_NAME, 1);
  asked.onupgradeneeded = () => {
    for (const name of [REPLIES, FACTS_KEPT]) asked.result.createObjectStore(name);
  };
  return answeredKept(asked);
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answeredKept(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
