import { onKey } from "../../lib/keys.js";
import { itemsOf, stepThrough } from "../shell/menu_button.js";
import { closePopover, openPopover } from "../shell/popover.js";

/** @typedef {import("./message_actions.js").MessageActions} MessageActions */

let line = /** @type {HTMLElement | null} */ (null);
let isMounted = false;

/**
 * What one can do with a message besides what its bar holds.
 * @param {MessageActions} actions
 * @param {HTMLElement} chosen
 * @param {DOMRect} at
 */
export function openMessageMenu(actions, chosen, at) {
  const menu = /** @type {HTMLElement} */ (document.getElementById("message-menu"));
  if (!isMounted) mount(menu, actions);
  isMounted = true;
  line = chosen;
  offerRows(menu, actions.offered(chosen));
  openPopover(menu, at);
  itemsOf(menu)[0]?.focus();
}

/** @param {HTMLElement} menu @param {MessageActions} actions */
function mount(menu, actions) {
  onKey(menu, (event) => stepThrough(event, menu));
  menu.addEventListener("click", ({ target }) => {
    const row = /** @type {Element} */ (target).closest(/** @type {"button"} */ ("button[data-part]"));
    if (!row || !line) return;
    closePopover(menu);
    line.focus({ preventScroll: true });
    actions.command(row.dataset.part ?? "", line);
  });
}

/** @param {HTMLElement} place Of a menu or a sheet. @param {Set<string | undefined>} offered */
export function offerRows(place, offered) {
  for (const row of place.querySelectorAll(/** @type {"button"} */ ("button[data-part]"))) {
    row.hidden = !offered.has(row.dataset.part);
  }
}
