import { part } from "../../lib/dom.js";
import { closePopover, openPopover } from "../shell/popover.js";

/** What each row asks the system for. @type {Record<string, { accept: string, capture: string | null }>} */
const SOURCES = {
  camera: { accept: "image/*", capture: "environment" },
  gallery: { accept: "image/*,video/*", capture: null },
  file: { accept: "", capture: null },
};
let isMounted = false;

/**
 * On a phone, the ways to files: camera, pictures, anything.
 * @param {HTMLElement} root @param {HTMLInputElement} input
 */
export function openAttachMenu(root, input) {
  const menu = /** @type {HTMLElement} */ (document.getElementById("attach-menu"));
  if (!isMounted) mount(menu, input);
  isMounted = true;
  openPopover(menu, part(root, "attach").getBoundingClientRect());
  menu.querySelector("button")?.focus();
}

/** @param {HTMLElement} menu @param {HTMLInputElement} input */
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
