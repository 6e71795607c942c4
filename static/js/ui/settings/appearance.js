import { part } from "../../lib/dom.js";
import { mountStoredChoices } from "./saved.js";
import { chooseTheme } from "./theme_switch.js";

/** Theme, density and text size, which theme.js applies before the first paint. */
const DEFAULTS = { "theme": "system", "density": "compact", "text-size": "medium" };

/** @param {HTMLElement} section @param {import("./owner.js").Owner} owner */
export function mountAppearance(section, { storage }) {
  const form = /** @type {HTMLFormElement} */ (part(section, "appearance-form"));
  const show = mountStoredChoices(form, storage, DEFAULTS, (name, value) => {
    if (name === "theme") chooseTheme(/** @type {"light" | "dark" | "system"} */ (value));
    else document.documentElement.setAttribute(`data-${name}`, value);
  });
  section.addEventListener("shown", show);
}
