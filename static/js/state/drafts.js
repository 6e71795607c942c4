import { Signal } from "../lib/signal.js";
import { JsonStore } from "../lib/storage.js";

/**
 * An own message whose text is being changed.
 * @typedef {{ seq: number, before: string, text: string, waits: boolean }} MessageEdit
 *   waits: it is to be saved as soon as the connection is back.
 */

/** The unsent text and the unfinished edit of each room, kept across reloads. */
export class Drafts {
  #texts;
  #edits;
  /** A room has a draft now, or no longer. @type {Signal<void>} */
  changed = new Signal();

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#texts = new JsonStore(storage, `draft:${userId}:`);
    this.#edits = new JsonStore(storage, `edit:${userId}:`);
  }

  /** @param {number} roomId @returns {string} */
  of(roomId) {
    return this.#texts.get(String(roomId)) ?? "";
  }

  /** @param {number} roomId @returns {MessageEdit | null} */
  editIn(roomId) {
    return this.#edits.get(String(roomId));
  }

  /** Whether something unsent waits in a room. @param {number} roomId */
  isIn(roomId) {
    const edit = this.editIn(roomId);
    return this.of(roomId) !== "" || (edit !== null && edit.text !== edit.before);
  }

  /** @param {number} roomId @param {string} text */
  keep(roomId, text) {
    this.#change(roomId, this.#texts, text.trim() === "" ? null : text);
  }

  /** @param {number} roomId @param {MessageEdit | null} edit */
  keepEdit(roomId, edit) {
    this.#change(roomId, this.#edits, edit);
  }

  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (this.#texts.owns(storageKey) || this.#edits.owns(storageKey)) this.changed.emit();
  }

  /** @param {number} roomId @param {JsonStore} store @param {unknown} value */
  #change(roomId, store, value) {
    const was = this.isIn(roomId);
    if (value === null) store.remove(String(roomId));
    else store.set(String(roomId), value);
    if (this.isIn(roomId) !== was) this.changed.emit();
  }
}
