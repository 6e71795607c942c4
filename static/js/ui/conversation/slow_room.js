import { part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";

const SAY_MS = 4_000;
const OFFER_MS = 10_000;

/**
 * A room that takes long says so, and soon offers to ask again; it asks by itself too.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
export function mount(root, { live }) {
  const patience = new Patience(root);
  const draw = () => patience.show(live.state === "loading" && live.log.messages.length === 0);
  part(root, "retry").addEventListener("click", () => {
    patience.offerAgain();
    void live.retry();
  });
  live.changed.subscribe(draw);
  draw();
}

/** What is said while a room loads: first nothing, then a word, then a button. */
class Patience {
  #root;
  /** @type {number[]} */
  #timers = [];
  #isLoading = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {boolean} isLoading */
  show(isLoading) {
    if (isLoading === this.#isLoading) return;
    this.#isLoading = isLoading;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    showText(part(this.#root, "text"), "");
    this.#offer(false);
    if (!isLoading) return;
    this.#later(SAY_MS, () => showText(part(this.#root, "text"), gettext("Still loading…")));
    this.#later(OFFER_MS, () => this.#offer(true));
  }

  offerAgain() {
    this.#offer(false);
    this.#later(SAY_MS, () => this.#offer(true));
  }

  /** @param {boolean} offered */
  #offer(offered) {
    part(this.#root, "retry").hidden = !offered;
  }

  /** @param {number} afterMs @param {() => void} act */
  #later(afterMs, act) {
    this.#timers.push(window.setTimeout(act, afterMs));
  }
}
