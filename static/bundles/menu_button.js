import { v as onKey, ak as openLayer, al as layersChanged } from "./app.js";
function mountMenus(root) {
  for (const button of root.querySelectorAll(
    /** @type {"button"} */
    "[data-component=menu-button]"
  )) mount(button);
}
function mount(button) {
  const menu = (
    /** @type {HTMLElement} */
    document.getElementById(button.getAttribute("aria-controls") ?? "")
  );
  const show = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
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
function closeWhenLeft(menu, button, close) {
  menu.addEventListener("click", close);
  document.addEventListener("pointerdown", (event) => {
    const target = (
      /** @type {Node} */
      event.target
    );
    if (!menu.contains(target) && !button.contains(target)) close();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget) && relatedTarget !== button) close();
  });
}
function stepThrough(event, menu) {
  const all = itemsOf(menu);
  const at = all.indexOf(
    /** @type {HTMLElement} */
    document.activeElement
  );
  if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
  else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length]?.focus();
  else return;
  event.preventDefault();
}
function itemsOf(menu) {
  return [...menu.querySelectorAll(
    /** @type {"button"} */
    ".menu-item"
  )].filter((item) => !item.hidden);
}
export {
  closeWhenLeft,
  itemsOf,
  mountMenus,
  stepThrough
};
