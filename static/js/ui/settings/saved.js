import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";

/**
 * Say below a form that it is saved, until it is changed again.
 * @param {HTMLElement} form
 */
export function sayIsSaved(form, text = gettext("Saved.")) {
  const place = part(form, "saved");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text)); // the same words once more are said once more
  form.addEventListener("input", () => (place.textContent = ""), { once: true });
}

/** What was saved is old news where one comes back to. @param {HTMLElement} section */
export function forgetSaved(section) {
  for (const place of section.querySelectorAll("[data-part=saved]")) place.textContent = "";
}

/**
 * Tick the choice that a form has for a name.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
export function tick(form, name, value) {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList || found instanceof HTMLSelectElement) found.value = value;
}

/**
 * Choices that this browser remembers, each under its own name, as soon as they are made.
 * @param {HTMLFormElement} form
 * @param {KeyValueStorage} storage
 * @param {Record<string, string>} defaults By name.
 * @param {(name: string, value: string) => void} [chosen]
 */
export function mountStoredChoices(form, storage, defaults, chosen = () => undefined) {
  const show = () => {
    for (const [name, value] of Object.entries(defaults)) tick(form, name, storage.getItem(name) ?? value);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const { name, value } = /** @type {HTMLInputElement} */ (target);
    storage.setItem(name, value);
    chosen(name, value);
    sayIsSaved(form);
  });
  show();
  return show;
}
