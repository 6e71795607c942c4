import { u as part } from "./app.js";
import { o as openPopover, k as closePopover } from "./chat_rest.js";
const SOURCES = { camera: { accept: "image/*", capture: "environment" }, gallery: { accept: "image/*,video/*", capture: null }, file: { accept: "", capture: null } };
let isMounted = false;
function openAttachMenu(root, input) {
  const menu = document.getElementById("attach-menu");
  if (!isMounted) mount(menu, input);
  isMounted = true;
  openPopover(menu, part(root, "attach").getBoundingClientRect());
  menu.querySelector("button")?.focus();
}
function mount(menu, input) {
  for (const [name, { accept, capture }] of Object.entries(SOURCES)) {
    part(menu, name).addEventListener("click", () => {
      closePopover(menu);
      input.accept = accept;
      if (capture) input.setAttribute("capture", capture);
      else input.removeAttribute("capture");
      input.click();
    });
  }
}
export {
  openAttachMenu
};
