import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { wantsDesktop } from "./notifier.js";
import { sayIsSaved } from "./saved.js";

/** @typedef {import("./owner.js").Owner} Owner */

/** Notifications and sounds of this browser. @param {HTMLElement} section @param {Owner} owner */
export function mountNotifications(section, owner) {
  const form = /** @type {HTMLFormElement} */ (part(section, "notifications-form"));
  section.addEventListener("shown", () => {
    box(form, "desktop").checked = wantsDesktop(owner);
    box(form, "sound").checked = owner.storage.getItem("sound") === "on";
    showBlocked(form, globalThis.Notification?.permission === "denied");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    const choose = input.name === "desktop" ? chooseDesktop : chooseSound;
    if (await choose(form, input, owner)) sayIsSaved(form);
  });
}

/** @param {HTMLFormElement} _form @param {HTMLInputElement} input @param {Owner} owner */
async function chooseSound(_form, input, { storage }) {
  storage.setItem("sound", input.checked ? "on" : "off");
  if (input.checked) (await import("./alerts.js").catch(() => null))?.chime();
  return true;
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} input @param {Owner} owner */
async function chooseDesktop(form, input, { storage }) {
  const wanted = input.checked;
  const permission = wanted ? await globalThis.Notification?.requestPermission() : "default";
  input.checked = permission === "granted";
  storage.setItem("desktop", input.checked ? "on" : "off");
  showBlocked(form, permission === "denied" || permission === undefined);
  return input.checked === wanted;
}

/** @param {HTMLFormElement} form @param {boolean} isBlocked */
function showBlocked(form, isBlocked) {
  part(form, "desktop-note").textContent = isBlocked
    ? gettext("Your browser blocks notifications from this site. You can allow them in its settings.")
    : "";
}

/** @param {HTMLFormElement} form @param {string} name */
function box(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
