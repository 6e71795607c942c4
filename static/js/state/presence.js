import { Signal } from "../lib/signal.js";

/** Who is online now, as the server tells it. */
export class Presence {
  /** @type {Map<number, User>} */
  #online = new Map();
  changed = /** @type {Signal<void>} */ (new Signal());

  /** @param {User[]} users */
  replace(users) {
    this.#online = new Map(users.map((user) => [user.id, user]));
    this.changed.emit();
  }

  /** @param {User} user */
  add(user) {
    this.#online.set(user.id, user);
    this.changed.emit();
  }

  /** @param {number} userId */
  remove(userId) {
    if (this.#online.delete(userId)) this.changed.emit();
  }

  /** @param {number} userId */
  isOnline(userId) {
    return this.#online.has(userId);
  }

  get count() {
    return this.#online.size;
  }
}
