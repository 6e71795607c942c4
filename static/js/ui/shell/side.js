import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { Signal } from "../../lib/signal.js";
import * as membersPanel from "../people/members_panel.js";
import { mountPerson } from "../people/person.js";
import { mountPins } from "../pins/pins.js";
import { mountDetails } from "../rooms/room_details.js";
import { layersChanged, openLayer } from "./layers.js";

/** @typedef {"details" | "person" | "pins" | "results"} SideView */

const WIDE = matchMedia("(min-width: 75em)");
const STORED = "side";

/**
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {{ openMessage(roomId: number, seq: number): void } & import("../people/person.js").Page} page
 * @returns {{ side: Side, showPerson(userId: number): unknown }}
 */
export function mountSide(root, chat, page) {
  const side = new Side(root, chat.storage);
  const card = /** @type {HTMLElement} */ (root.querySelector("[data-view=person]"));
  const showPerson = mountPerson(card, chat, side, page);
  membersPanel.mount(root, chat, { showPerson });
  mountDetails(/** @type {HTMLElement} */ (root.querySelector("[data-view=details]")), chat);
  mountPins(root, chat, page);
  return { side, showPerson };
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
  changed = /** @type {Signal<void>} */ (new Signal());

  /** @param {HTMLElement} root @param {KeyValueStorage} storage */
  constructor(root, storage) {
    this.#root = root;
    this.#storage = storage;
    document.addEventListener("click", ({ target }) => {
      const opener = /** @type {Element} */ (target).closest("[data-opens-side]");
      if (opener instanceof HTMLElement) this.toggle(/** @type {SideView} */ (opener.dataset.opensSide));
    });
    part(root, "close-side").addEventListener("click", () => this.close());
    part(root, "back-to-details").addEventListener("click", () => this.#shown && this.leave(this.#shown));
    WIDE.addEventListener("change", () => this.#adapt());
    this.#adapt();
  }

  /** @param {SideView} view */
  isShown(view) {
    return this.#shown === view;
  }

  /** Whether what is shown leaves the table in sight. */
  get isBeside() {
    return WIDE.matches && this.#shown !== undefined;
  }

  /** @param {SideView} view */
  toggle(view) {
    if (this.#shown === view) this.close();
    else this.open(view);
  }

  /** @param {SideView} view */
  open(view) {
    const isOpen = this.#views.includes(view);
    this.#views = [...this.#views.filter((known) => known !== view), view];
    this.#draw();
    if (view === "details") this.#remember();
    if (!WIDE.matches && !isOpen) {
      openLayer({ isOpen: () => !WIDE.matches && this.#views.includes(view), close: () => this.#remove(view) });
    }
    part(this.#root, "side-title").focus({ preventScroll: true }); // last: a layer gives the focus back to where it was
  }

  /** Close whatever is open. */
  close() {
    for (const view of this.#views.toReversed()) this.#remove(view);
    this.#remember();
    layersChanged();
  }

  /** Close one view; what lay below it is shown again. @param {SideView} view */
  leave(view) {
    if (!this.#views.includes(view)) return;
    this.#remove(view);
    layersChanged();
  }

  get #shown() {
    return this.#views.at(-1);
  }

  /** @param {SideView} view */
  #remove(view) {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#views = this.#views.filter((known) => known !== view);
    this.#draw();
    if (hadFocus && WIDE.matches) this.#focusAfter(view);
  }

  /** The focus goes to what is shown now, or to what opens the side. @param {SideView} view */
  #focusAfter(view) {
    if (this.#shown) part(this.#root, "side-title").focus({ preventScroll: true });
    else [...openersOf(view), ...openersOf()].find((opener) => opener.checkVisibility())?.focus();
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
      hideIf(section, section.dataset.view !== shown);
    }
    hideIf(part(this.#root, "back-to-details"), this.#views.length < 2);
    if (shown) showText(part(this.#root, "side-title"), titleOf(shown));
    for (const opener of openersOf()) {
      opener.setAttribute("aria-expanded", String(opener.dataset.opensSide === shown));
    }
    this.changed.emit();
  }
}

/** @param {SideView} view */
function titleOf(view) {
  switch (view) {
    case "details": return gettext("Details");
    case "person": return gettext("Profile");
    case "pins": return gettext("Pinned messages");
    case "results": return gettext("Search messages");
  }
}

/** @param {string} [view] @returns {HTMLElement[]} */
function openersOf(view) {
  return [...document.querySelectorAll(/** @type {"button"} */ (`[data-opens-side${view ? `="${view}"` : ""}]`))];
}
