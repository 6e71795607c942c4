import { part } from "../../lib/dom.js";
import { loaded } from "../shell/loading.js";

/**
 * A button that puts an emoji where the caret is.
 * @param {HTMLElement} root
 */
export function mountEmojiButton(root) {
  const button = part(root, "emoji");
  const text = /** @type {HTMLTextAreaElement} */ (part(root, "text"));
  button.addEventListener("click", async () => {
    const picker = await loaded(() => import("../emoji/picker.js"));
    await picker?.openPicker(button.getBoundingClientRect(), (emoji) => insert(text, emoji));
  });
}

/** As if it was typed: the draft, the height and the others' notice of typing follow. */
function insert(/** @type {HTMLTextAreaElement} */ text, /** @type {string} */ emoji) {
  text.focus({ preventScroll: true });
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
