import { part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";

const SAY_MS = 4_000;
const OFFER_MS = 10_000;

/**
 * What takes long says so, and soon offers to ask again; it asks by itself too.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
export function mount(root, { live }) {
  const patience = new Patience(root);
  const draw = () => patience.show(live.waiting);
  part(root, "retry").addEventListener("click", () => {
    patience.offerAgain();
    void live.retry();
  });
  live.changed.subscribe(draw);
  live.waitingChanged.subscribe(draw);
  draw();
}

/** What is said while one waits: first nothing, then a word, then a button. */
class Patience {
  #root;
  /** @type {number[]} */
  #timers = [];
  #isWaiting = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {boolean} isWaiting */
  show(isWaiting) {
    if (isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#say("");
    this.#offer(false);
    if (!isWaiting) return;
    this.#later(SAY_MS, () => this.#say(gettext("Still loading…")));
    this.#later(OFFER_MS, () => this.#offer(true));
  }

  /** @param {string} text */
  #say(text) {
    this.#root.toggleAttribute("data-shown", text !== "");
    showText(part(this.#root, "text"), text);
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
