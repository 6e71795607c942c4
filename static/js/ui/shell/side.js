import { part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import * as membersPanel from "../people/members_panel.js";
import { layersChanged, openLayer } from "./layers.js";

/** @typedef {"details"} SideView */

const WIDE = matchMedia("(min-width: 75em)");
const STORED = "side";

/** @param {HTMLElement} root @param {Chat} chat @param {{ showPerson(userId: number): void }} page */
export function mountSide(root, chat, page) {
  new Side(root, chat.storage);
  membersPanel.mount(root, chat, page);
}

/**
 * The side: one thing at a time beside the table, or over it where there is no room for both. On a wide screen it
 * stays as the reader left it; elsewhere it is a layer that Back closes, and opens only when asked for.
 */
class Side {
  #root;
  #storage;
  /** What is open; the last one is shown. @type {SideView[]} */
  #views = [];

  /** @param {HTMLElement} root @param {KeyValueStorage} storage */
  constructor(root, storage) {
    this.#root = root;
    this.#storage = storage;
    document.addEventListener("click", ({ target }) => {
      const opener = /** @type {Element} */ (target).closest("[data-opens-side]");
      if (opener instanceof HTMLElement) this.toggle(/** @type {SideView} */ (opener.dataset.opensSide));
    });
    part(root, "close-side").addEventListener("click", () => this.close());
    WIDE.addEventListener("change", () => this.#adapt());
    this.#adapt();
  }

  /** @param {SideView} view */
  toggle(view) {
    if (this.#shown === view) this.close();
    else this.open(view);
  }

  /** @param {SideView} view */
  open(view) {
    this.#views = [...this.#views.filter((known) => known !== view), view];
    this.#draw();
    this.#remember();
    if (WIDE.matches) return;
    openLayer({ isOpen: () => !WIDE.matches && this.#views.includes(view), close: () => this.#leave(view) });
    part(this.#root, "side-title").focus({ preventScroll: true });
  }

  close() {
    const view = this.#shown;
    if (view) this.#leave(view);
    this.#remember();
    layersChanged();
  }

  get #shown() {
    return this.#views.at(-1);
  }

  /** @param {SideView} view */
  #leave(view) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#views = this.#views.filter((known) => known !== view);
    this.#draw();
    if (hadFocus && WIDE.matches) openersOf(view).find((opener) => opener.checkVisibility())?.focus();
  }

  /** As it was left on a wide screen; closed where it would cover the table. */
  #adapt() {
    this.#views = WIDE.matches && this.#storage.getItem(STORED) !== "closed" ? ["details"] : [];
    this.#draw();
    layersChanged();
  }

  #remember() {
    if (WIDE.matches) this.#storage.setItem(STORED, this.#shown === undefined ? "closed" : "open");
  }

  #draw() {
    const shown = this.#shown;
    if (shown) document.documentElement.dataset.side = shown;
    else delete document.documentElement.dataset.side;
    for (const section of this.#root.querySelectorAll(/** @type {"div"} */ ("[data-view]"))) {
      section.hidden = section.dataset.view !== shown;
    }
    if (shown) showText(part(this.#root, "side-title"), titleOf(shown));
    for (const opener of openersOf()) {
      opener.setAttribute("aria-expanded", String(opener.dataset.opensSide === shown));
    }
  }
}

/** @param {SideView} view */
function titleOf(view) {
  switch (view) {
    case "details": return gettext("Details");
  }
}

/** @param {string} [view] @returns {HTMLElement[]} */
function openersOf(view) {
  return [...document.querySelectorAll(/** @type {"button"} */ (`[data-opens-side${view ? `="${view}"` : ""}]`))];
}
