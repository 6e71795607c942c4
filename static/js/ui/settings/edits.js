import { part } from "../../lib/dom.js";
import { clearProblems } from "../dialogs/forms.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { goBack } from "../shell/layers.js";

/** What was typed into the settings and is not saved yet. */

/** @param {HTMLElement} root @returns {string | null} The section with unsaved edits. */
export function editedSection(root) {
  const form = guarded(root).find((candidate) => [...candidate.elements].some(isEdited));
  return form?.closest(/** @type {"div"} */ ("[data-section]"))?.dataset.section ?? null;
}

/** @param {HTMLElement} root */
export function forgetEdits(root) {
  for (const form of guarded(root)) {
    form.reset();
    clearProblems(form);
    form.dispatchEvent(new Event("forgotten"));
  }
  for (const fold of root.querySelectorAll("details")) fold.open = false;
}

/** @param {HTMLElement} root */
export function mountDiscarding(root) {
  part(dialog("discard-edits"), "discard").addEventListener("click", () => {
    forgetEdits(root);
    goBack(1);
  });
}

/** Ask, and wait for the answer. */
export async function askToDiscard() {
  await openDialog("discard-edits");
  await new Promise((resolve) => dialog("discard-edits").addEventListener("close", resolve, { once: true }));
}

/** @param {HTMLElement} root @returns {HTMLFormElement[]} */
function guarded(root) {
  return [...root.querySelectorAll(/** @type {"form"} */ ("form[data-guarded]"))];
}

/** What the browser filled in, such as a saved password, is no edit. @param {Element} control */
function isEdited(control) {
  if (!(control instanceof HTMLInputElement) || control.matches(":autofill")) return false;
  const { type, checked, defaultChecked, value, defaultValue } = control;
  return type === "checkbox" ? checked !== defaultChecked : value !== defaultValue;
}
