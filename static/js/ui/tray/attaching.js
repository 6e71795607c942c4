import { part } from "../../lib/dom.js";
import { addFiles } from "./adding.js";
import { mountDropping } from "./dropping.js";

/**
 * The ways of files into the tray: the button, a paste, a drop anywhere on the page.
 * @param {HTMLElement} root The composer.
 * @param {Chat} chat
 */
export function mountAttaching(root, chat) {
  const input = /** @type {HTMLInputElement} */ (part(root, "attach-input"));
  const choose = () => input.click();
  part(root, "attach").addEventListener("click", () => {
    if (!matchMedia("(pointer: coarse)").matches) return choose();
    return void import("./attach_menu.js").then(({ openAttachMenu }) => openAttachMenu(root, input)).catch(choose);
  });
  input.addEventListener("change", () => {
    void addFiles(chat, [...input.files ?? []]);
    input.value = ""; // the same file may be chosen again
    part(root, "text").focus({ preventScroll: true });
  });
  addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (document.querySelector("dialog[open]") || !data?.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    void addFiles(chat, [...data.files]);
  });
  mountDropping(chat);
}
