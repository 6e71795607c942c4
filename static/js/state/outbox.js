import { now } from "../lib/clock.js";
import { Signal } from "../lib/signal.js";
import { JsonStore } from "../lib/storage.js";
import { UuidClock } from "../lib/uuid.js";

/**
 * What was typed and is not acknowledged yet, in the browser's storage: one key per message, so that several
 * tabs never overwrite each other. The keys are UUIDs of version 7, so their order is the order of typing.
 * A message belongs to the tab that wrote it; when that tab is gone another one adopts it. Should two tabs send
 * the same message, the server stores it once: the key is its client_id.
 */
export class Outbox {
  #store;
  #userId;
  #tab;
  #ids = new UuidClock();
  /** Acknowledged, but not yet in the conversation. @type {Map<string, Message>} */
  #acknowledged = new Map();
  /** Kept here only, because the browser's storage is full. @type {Map<string, OutboxEntry>} */
  #unsaved = new Map();
  /** Says which room's messages changed; null means any. */
  changed = /** @type {Signal<number | null>} */ (new Signal());
  /** The server refused a message. @type {Signal<OutboxEntry>} */
  failed = new Signal();

  /** @param {KeyValueStorage} storage @param {number} userId @param {string} tab */
  constructor(storage, userId, tab) {
    this.#store = new JsonStore(storage, `outbox:${userId}:`);
    this.#userId = userId;
    this.#tab = tab;
  }

  /**
   * @param {{ roomId: number, content: string, replyTo?: number | null, files?: KeptFile[], clientId?: string }} what
   *   clientId: of one that was typed elsewhere in this browser.
   * @returns {OutboxEntry}
   */
  add({ roomId, content, replyTo = null, files = [], clientId }, typed = now()) {
    const entry = {
      client_id: clientId ?? this.#ids.next(typed.getTime()),
      room_id: roomId,
      content,
      reply_to: replyTo,
      ...(files.length > 0 ? { files } : {}),
      created_at: typed.toISOString(),
      tab: this.#tab,
      error: null,
    };
    this.#save(entry);
    return entry;
  }

  /** @returns {OutboxEntry[]} In the order in which they were typed. */
  entries() {
    const keys = [...this.#store.keys(), ...this.#unsaved.keys()].sort();
    return keys.map((key) => this.#entry(key)).filter((entry) => entry !== null);
  }

  /** @param {number} roomId */
  inRoom(roomId) {
    return this.entries().filter((entry) => entry.room_id === roomId);
  }

  /**
   * The message that this tab sends next to a room: failed ones wait for the person's decision.
   * @param {number} roomId
   */
  next(roomId) {
    return this.inRoom(roomId).find((entry) => entry.tab === this.#tab && entry.error === null) ?? null;
  }

  /** Rooms with something to send from this tab. */
  waitingRooms() {
    const mine = this.entries().filter((entry) => entry.tab === this.#tab && entry.error === null);
    return [...new Set(mine.map((entry) => entry.room_id))];
  }

  /** @param {OutboxEntry} entry @param {Message} message */
  acknowledge(entry, message) {
    this.#acknowledged.set(entry.client_id, message);
    this.#drop(entry);
  }

  /** @param {number} roomId @returns {Message[]} */
  acknowledgedIn(roomId) {
    return [...this.#acknowledged.values()].filter((message) => message.room_id === roomId);
  }

  /** The conversation has it now, from whatever source. @param {Message} message */
  arrived(message) {
    if (message.client_id === null || message.author?.id !== this.#userId) return;
    this.#acknowledged.delete(message.client_id);
    const entry = this.#entry(message.client_id);
    if (entry !== null && entry.room_id === message.room_id) this.#drop(entry);
  }

  /** @param {OutboxEntry} entry @param {{ code: string, message: string }} error */
  fail(entry, error) {
    const failed = { ...entry, error };
    this.#save(failed);
    this.failed.emit(failed);
  }

  /** @param {string} clientId */
  retry(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#save({ ...entry, error: null, tab: this.#tab, isRetry: true });
  }

  /** Whether a message still waits here. @param {OutboxEntry} entry */
  has({ client_id }) {
    return this.#entry(client_id) !== null;
  }

  /** @param {string} clientId */
  discard(clientId) {
    const entry = this.#entry(clientId);
    if (entry !== null) this.#drop(entry);
  }

  /** Take over what closed tabs left behind. @param {Set<string>} liveTabs */
  adopt(liveTabs) {
    const orphans = this.entries().filter((entry) => entry.tab !== this.#tab && !liveTabs.has(entry.tab));
    for (const entry of orphans) this.#save({ ...entry, tab: this.#tab });
    return orphans.length;
  }

  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (this.#store.owns(storageKey)) this.changed.emit(null);
  }

  /** @param {string} clientId @returns {OutboxEntry | null} */
  #entry(clientId) {
    return this.#unsaved.get(clientId) ?? this.#store.get(clientId);
  }

  /** @param {OutboxEntry} entry */
  #save(entry) {
    if (this.#store.set(entry.client_id, entry)) this.#unsaved.delete(entry.client_id);
    else this.#unsaved.set(entry.client_id, entry);
    this.changed.emit(entry.room_id);
  }

  /** @param {OutboxEntry} entry */
  #drop(entry) {
    this.#store.remove(entry.client_id);
    this.#unsaved.delete(entry.client_id);
    this.changed.emit(entry.room_id);
  }
}
