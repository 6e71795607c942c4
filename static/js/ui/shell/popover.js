import { layersChanged, openLayer } from "./layers.js";
import { placeAt } from "./placing.js";

/** @type {WeakSet<HTMLElement>} */
const mounted = new WeakSet();

/**
 * Show something that floats at what opened it, until a press elsewhere, Escape or Back closes it, or `closePopover`.
 * @param {HTMLElement} popover With `position: fixed`.
 * @param {DOMRect} at
 */
export function openPopover(popover, at) {
  if (!mounted.has(popover)) mount(popover);
  mounted.add(popover);
  popover.hidden = false;
  placeAt(popover, at);
  openLayer({ isOpen: () => !popover.hidden, close: () => void (popover.hidden = true), isLight: true });
}

/** @param {HTMLElement} popover */
export function closePopover(popover) {
  popover.hidden = true;
  layersChanged();
}

/** @param {HTMLElement} popover */
function mount(popover) {
  const left = (/** @type {EventTarget | null} */ target) => {
    if (!popover.hidden && target instanceof Node && !popover.contains(target)) closePopover(popover);
  };
  document.addEventListener("pointerdown", ({ target }) => left(target));
  popover.addEventListener("focusout", ({ relatedTarget }) => left(relatedTarget));
}
