import { onKey } from "../../lib/keys.js";
import { layersChanged, openLayer } from "./layers.js";

const EDGE_PX = 8;

/** @param {HTMLElement} root */
export function mountMenus(root) {
  for (const button of root.querySelectorAll(/** @type {"button"} */ ("[data-component=menu-button]"))) mount(button);
}

/**
 * A button that opens the menu it controls; Escape and a click elsewhere close it.
 * @param {HTMLButtonElement} button
 */
function mount(button) {
  const menu = /** @type {HTMLElement} */ (document.getElementById(button.getAttribute("aria-controls") ?? ""));
  const show = (/** @type {boolean} */ open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) fit(menu);
    if (open) openLayer({ isOpen: () => !menu.hidden, close: () => show(false), isLight: true });
    else layersChanged();
  };
  button.addEventListener("click", () => {
    show(menu.hidden);
    if (!menu.hidden) itemsOf(menu)[0]?.focus();
  });
  onKey(menu, (event) => stepThrough(event, menu));
  closeWhenLeft(menu, button, () => menu.hidden || show(false));
}

/** What has no room on the screen is scrolled to. @param {HTMLElement} menu */
function fit(menu) {
  menu.style.maxHeight = "";
  const { top, bottom } = menu.getBoundingClientRect();
  if (bottom > innerHeight) menu.style.maxHeight = `${innerHeight - top - EDGE_PX}px`;
  else if (top < 0) menu.style.maxHeight = `${bottom - EDGE_PX}px`;
}

/** @param {HTMLElement} menu @param {HTMLElement} button @param {() => void} close */
export function closeWhenLeft(menu, button, close) {
  menu.addEventListener("click", close);
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !button.contains(target)) close();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget) && relatedTarget !== button) close();
  });
}

/** @param {KeyboardEvent} event @param {HTMLElement} menu */
export function stepThrough(event, menu) {
  const all = itemsOf(menu);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
  else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length]?.focus();
  else return;
  event.preventDefault();
}

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
export function itemsOf(menu) {
  return [...menu.querySelectorAll(/** @type {"button"} */ (".menu-item"))].filter((item) => !item.hidden);
}
