import { ae as openLayer, af as layersChanged } from "./app.js";
import { p as placeAt } from "./placing.js";
const mounted = /* @__PURE__ */ new WeakSet();
function openPopover(popover, at) {
  if (!mounted.has(popover)) mount(popover);
  mounted.add(popover);
  popover.hidden = false;
  placeAt(popover, at);
  openLayer({ isOpen: () => !popover.hidden, close: () => void (popover.hidden = true), isLight: true });
}
function closePopover(popover) {
  popover.hidden = true;
  layersChanged();
}
function mount(popover) {
  const left = (target) => {
    if (!popover.hidden && target instanceof Node && !popover.contains(target)) closePopover(popover);
  };
  document.addEventListener("pointerdown", ({ target }) => left(target));
  popover.addEventListener("focusout", ({ relatedTarget }) => left(relatedTarget));
}
export {
  closePopover as c,
  openPopover as o
};
