import { part } from "../../lib/dom.js";
import { clearProblems, jsonForm } from "./forms.js";

/** @param {HTMLDialogElement} root */
export function mount(root) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const thanks = part(root, "thanks");
  root.addEventListener("before-open", () => {
    clearProblems(form);
    form.hidden = false;
    thanks.hidden = true;
  });
  jsonForm(form, {
    done: () => {
      form.reset();
      form.hidden = true;
      thanks.hidden = false;
      thanks.querySelector("button")?.focus();
    },
  });
}
