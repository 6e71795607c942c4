import { z as onKey } from "./app.js";
import { d as itemsOf, e as stepThrough } from "./chat_rest.js";
import { o as openPopover, c as closePopover } from "./popover.js";
let line = null;
let isMounted = false;
function openMessageMenu(actions, chosen, at) {
  const menu = document.getElementById("message-menu");
  if (!isMounted) mount(menu, actions);
  isMounted = true;
  line = chosen;
  offerRows(menu, actions.offered(chosen));
  openPopover(menu, at);
  itemsOf(menu)[0]?.focus();
}
function mount(menu, actions) {
  onKey(menu, (event) => stepThrough(event, menu));
  menu.addEventListener("click", ({ target }) => {
    const row = target.closest("button[data-part]");
    if (!row || !line) return;
    closePopover(menu);
    line.focus({ preventScroll: true });
    actions.command(row.dataset.part ?? "", line);
  });
}
function offerRows(place, offered) {
  for (const row of place.querySelectorAll("button[data-part]")) {
    row.hidden = !offered.has(row.dataset.part);
  }
}
export {
  offerRows,
  openMessageMenu
};
