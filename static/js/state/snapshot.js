import { JsonStore } from "../lib/storage.js";

const KEPT_MESSAGES = 50;

/** The last screen, kept in the browser: what is shown when the page opens without a network. */
export class Snapshot {
  #store;

  /** @param {KeyValueStorage} storage */
  constructor(storage) {
    this.#store = new JsonStore(storage, "snapshot:");
  }

  /** @returns {Me | null} */
  get me() {
    return this.#store.get("me");
  }

  /** Remember who is here; what someone else left behind goes. @param {Me} me */
  keepMe(me) {
    if (this.me !== null && this.me.id !== me.id) this.clear();
    this.#store.set("me", me);
  }

  /** @returns {MyRoom[]} */
  get rooms() {
    return this.#store.get("rooms") ?? [];
  }

  /** @param {readonly MyRoom[]} rooms */
  keepRooms(rooms) {
    this.#keep("rooms", rooms);
  }

  /** @param {number} roomId @returns {Message[]} */
  messagesIn(roomId) {
    const screen = this.#store.get("screen");
    return screen?.roomId === roomId ? screen.messages : [];
  }

  /** @param {number} roomId @param {Message[]} messages */
  keepScreen(roomId, messages) {
    this.#keep("screen", { roomId, messages: messages.slice(-KEPT_MESSAGES) });
  }

  /** Keep what is on the screen for the next visit, which may be without a network. @param {Chat} chat */
  keep({ live: { roomId, log }, rooms }) {
    this.keepRooms(rooms.joined());
    if (roomId !== null && !log.hasMoreAfter) this.keepScreen(roomId, log.messages);
  }

  /** @returns {string[]} */
  get searches() {
    return this.#store.get("searches") ?? [];
  }

  /** @param {string[]} searches */
  keepSearches(searches) {
    this.#keep("searches", searches);
  }

  /** After signing out nothing more is kept. @param {string} key @param {unknown} value */
  #keep(key, value) {
    if (this.me !== null) this.#store.set(key, value);
  }

  clear() {
    for (const key of this.#store.keys()) this.#store.remove(key);
  }
}
