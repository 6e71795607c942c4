import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { dialog } from "../dialogs/dialogs.js";
import { wantsDesktop } from "./notifier.js";
import { chooseTheme } from "./theme_switch.js";

/** Choices that this browser remembers. @param {Chat} chat */
export function mountSettingsDialog(chat) {
  const root = dialog("settings");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  root.addEventListener("before-open", () => {
    choose(form, "theme", chat.storage.getItem("theme") ?? "system");
    choose(form, "enter", chat.storage.getItem("enter-key") ?? "auto");
    box(form, "desktop").checked = wantsDesktop(chat);
    box(form, "sound").checked = chat.storage.getItem("sound") === "on";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    void changed(root, form, chat, /** @type {HTMLInputElement} */ (target));
  });
}

/** @param {HTMLElement} root @param {HTMLFormElement} form @param {Chat} chat @param {HTMLInputElement} input */
async function changed(root, form, chat, input) {
  switch (input.name) {
    case "theme": return chooseTheme(/** @type {"light" | "dark" | "system"} */ (input.value));
    case "enter": return chat.storage.setItem("enter-key", input.value);
    case "sound": return chat.storage.setItem("sound", input.checked ? "on" : "off");
    case "desktop": return chooseDesktop(root, box(form, "desktop"), chat);
    default: return undefined;
  }
}

/** @param {HTMLElement} root @param {HTMLInputElement} input @param {Chat} chat */
async function chooseDesktop(root, input, chat) {
  const permission = input.checked ? await globalThis.Notification?.requestPermission() : "default";
  input.checked = permission === "granted";
  chat.storage.setItem("desktop", input.checked ? "on" : "off");
  const refused = permission === "denied" || (permission === undefined);
  part(root, "desktop-note").textContent = refused
    ? gettext("Your browser blocks notifications from this site. You can allow them in its settings.")
    : "";
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function choose(form, name, value) {
  /** @type {RadioNodeList} */ (form.elements.namedItem(name)).value = value;
}

/** @param {HTMLFormElement} form @param {string} name */
function box(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
