import { part } from "../../lib/dom.js";
import { mountStoredChoices } from "./saved.js";

/** What Enter does in the message box. @param {HTMLElement} section @param {import("./owner.js").Owner} owner */
export function mountWriting(section, { storage }) {
  mountStoredChoices(/** @type {HTMLFormElement} */ (part(section, "writing-form")), storage, { "enter-key": "auto" });
}
