import { part } from "../../lib/dom.js";
import { call } from "../../net/api.js";
import { askForCode, jsonForm } from "../dialogs/forms.js";

/**
 * A page's form about an account. When it is done it goes on to `data-next`, or shows what comes after.
 * Its buttons come disabled: until this runs, the browser would send the form by itself, to nowhere.
 * @param {HTMLFormElement} form
 */
export function mount(form) {
  const method = form.dataset.method === "PUT" ? "PUT" : "POST";
  jsonForm(form, {
    send: (fields) => call(method, form.dataset.action ?? "", fields).catch((error) => askForCode(form, error)),
    done: (answer) => {
      if (answer?.awaits_approval || !form.dataset.next) showWhatComesAfter();
      else location.assign(safeNext(form.dataset.next));
    },
  });
  for (const button of form.elements) if (button instanceof HTMLButtonElement) button.disabled = false;
}

function showWhatComesAfter() {
  part(document, "before").hidden = true;
  part(document, "after").hidden = false;
  part(document, "after").querySelector("h1")?.focus();
}

/** Only a path of this site: a link must not lead a fresh sign-in elsewhere. @param {string} next */
function safeNext(next) {
  const target = new URL(next, location.origin);
  return target.origin === location.origin ? target.pathname + target.search + target.hash : "/";
}
