import { loaded } from "../shell/loading.js";

/** Reacts to a message: by a reaction that is there, one of the recent ones, or any. Loads what it needs. */
export class Reacting {
  #extras;

  /** @param {import("../conversation/line_extras.js").LineExtras} extras */
  constructor(extras) {
    this.#extras = extras;
  }

  /** @param {Message} message @param {string} emoji */
  async toggle(message, emoji) {
    (await this.#load())?.toggle(message, emoji);
  }

  /** React with what comes first among the recent ones. @param {Message} message */
  async applaud(message) {
    const reactions = await this.#load();
    if (reactions?.may) reactions.set(message, reactions.recent.all[0], true);
  }

  /** Offer the recent ones. @param {Message} message @param {DOMRect} at */
  async choose(message, at) {
    const [reactions, row] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    if (reactions) row?.openQuickRow({ message, reactions, more: () => void this.chooseAny(message, at) }, at);
  }

  /** Offer the recent ones in a row of a sheet. @param {HTMLElement} row @param {Message} message */
  async offerIn(row, message, done = () => {}) {
    const [reactions, quick] = [await this.#load(), await loaded(() => import("./quick_row.js"))];
    const more = () => void this.chooseAny(message, row.getBoundingClientRect());
    if (reactions) quick?.fillQuickRow(row, { message, reactions, more }, done);
  }

  /** Offer all there are. @param {Message} message @param {DOMRect} at */
  async chooseAny(message, at) {
    const picker = await loaded(() => import("../emoji/picker.js"));
    await picker?.openPicker(at, (emoji) => void this.toggle(message, emoji));
  }

  async #load() {
    return (await loaded(() => this.#extras.load()))?.reactions;
  }
}
