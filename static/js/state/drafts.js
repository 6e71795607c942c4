import { Signal } from "../lib/signal.js";
import { JsonStore } from "../lib/storage.js";

/**
 * An own message whose text is being changed.
 * @typedef {{ seq: number, before: string, text: string, waits: boolean }} MessageEdit
 *   waits: it is to be saved as soon as the connection is back.
 */

/**
 * The message that the draft answers, as much of it as is shown.
 * @typedef {{ seq: number, name: string, text: string }} Answered
 */

/** The unsent text, what it answers and the unfinished edit of each room, kept across reloads. */
export class Drafts {
  #texts;
  #edits;
  #answered;
  /** Whether something waits, by room: the list of rooms asks for all of them. @type {Map<number, boolean>} */
  #known = new Map();
  /** A room has a draft now, or no longer. @type {Signal<void>} */
  changed = new Signal();
  /** Another tab changed what is unsent in a room. @type {Signal<number>} */
  changedElsewhere = new Signal();

  /** @param {KeyValueStorage} storage @param {number} userId */
  constructor(storage, userId) {
    this.#texts = new JsonStore(storage, `draft:${userId}:`);
    this.#edits = new JsonStore(storage, `edit:${userId}:`);
    this.#answered = new JsonStore(storage, `reply:${userId}:`);
  }

  /** @param {number} roomId @returns {string} */
  of(roomId) {
    return this.#texts.get(String(roomId)) ?? "";
  }

  /** @param {number} roomId @returns {MessageEdit | null} */
  editIn(roomId) {
    return this.#edits.get(String(roomId));
  }

  /** Those that are to be saved, each with its room. @returns {[number, MessageEdit][]} */
  waitingEdits() {
    const rooms = this.#edits.keys().map(Number);
    return rooms.flatMap((roomId) => {
      const edit = this.editIn(roomId);
      return edit?.waits ? [[roomId, edit]] : [];
    });
  }

  /** @param {number} roomId @returns {Answered | null} */
  answeredIn(roomId) {
    return this.#answered.get(String(roomId));
  }

  /** Whether something unsent waits in a room. @param {number} roomId */
  isIn(roomId) {
    const known = this.#known.get(roomId) ?? this.#look(roomId);
    this.#known.set(roomId, known);
    return known;
  }

  /** @param {number} roomId */
  #look(roomId) {
    const edit = this.editIn(roomId);
    return this.of(roomId) !== "" || (edit !== null && edit.text !== edit.before);
  }

  /** @param {number} roomId @param {string} text */
  keep(roomId, text) {
    this.#change(roomId, this.#texts, text.trim() === "" ? null : text);
  }

  /** @param {number} roomId @param {string} text What goes before the draft. */
  keepBefore(roomId, text) {
    this.keep(roomId, [text, this.of(roomId)].filter(Boolean).join("\n"));
  }

  /** @param {number} roomId @param {MessageEdit | null} edit */
  keepEdit(roomId, edit) {
    this.#change(roomId, this.#edits, edit);
  }

  /** @param {number} roomId @param {Answered | null} answered */
  keepAnswered(roomId, answered) {
    this.#change(roomId, this.#answered, answered);
  }

  /** Another tab wrote to the storage. @param {string | null} storageKey */
  storageChanged(storageKey) {
    if (![this.#texts, this.#edits, this.#answered].some((store) => store.owns(storageKey))) return;
    this.#known.clear();
    this.changed.emit();
    if (storageKey !== null) this.changedElsewhere.emit(Number(storageKey.split(":").at(-1)));
  }

  /** @param {number} roomId @param {JsonStore} store @param {unknown} value */
  #change(roomId, store, value) {
    const was = this.isIn(roomId);
    if (value === null) store.remove(String(roomId));
    else store.set(String(roomId), value);
    this.#known.delete(roomId);
    if (this.isIn(roomId) !== was) this.changed.emit();
  }
}
