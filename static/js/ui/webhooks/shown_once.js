import { copyText } from "../../lib/clipboard.js";
import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";

/**
 * A secret that is shown once, to be copied.
 * @param {ParentNode} root With the parts of partials/chat/shown_once.html.
 * @param {{ copied: string, blocked: string }} said What is said once the button copied it, and if it could not.
 * @returns {(secret: string) => void} Shows one, or none if it is empty.
 */
export function mountShownOnce(root, { copied, blocked }) {
  const field = /** @type {HTMLInputElement} */ (part(root, "once"));
  const say = (/** @type {string} */ done) => {
    part(root, "state").textContent = `${done} ${gettext("It isn't shown again after you close this.")}`.trim();
  };
  part(root, "copy").addEventListener("click", async () => say((await copyText(field.value)) ? copied : blocked));
  return (secret) => {
    field.value = secret;
    part(root, "made").hidden = secret === "";
    say("");
    if (secret !== "") part(root, "copy").focus();
  };
}
