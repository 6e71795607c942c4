import { Signal } from "../../lib/signal.js";
import { browserStorage } from "../../lib/storage.js";
import { chooseClock } from "../../lib/times.js";

/**
 * Whose settings these are: of the chat, or of a page without one.
 * @typedef {{
 *   me: Me,
 *   meChanged: Signal<void>,
 *   storage: KeyValueStorage,
 *   changeMe(changes: Partial<Me>): void,
 * }} Owner
 */

/** A person who has no chat yet. @implements {Owner} */
export class LoneOwner {
  storage = browserStorage();
  meChanged = /** @type {Signal<void>} */ (new Signal());

  /** @param {Me} me */
  constructor(me) {
    this.me = me;
    chooseClock(me.preferences.clock);
  }

  /** @param {Partial<Me>} changes */
  changeMe(changes) {
    this.me = { ...this.me, ...changes };
    chooseClock(this.me.preferences.clock);
    this.meChanged.emit();
  }
}
