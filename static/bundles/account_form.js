import { c as call, u as part } from "./app.js";
import { j as jsonForm, a as askForCode } from "./forms.js";
function mount(form) {
  const method = form.dataset.method === "PUT" ? "PUT" : "POST";
  jsonForm(form, { send: (fields) => call(method, form.dataset.action ?? "", fields).catch((error) => askForCode(form, error)), done: (answer) => {
    if (answer?.awaits_approval || !form.dataset.next) showWhatComesAfter();
    else location.assign(safeNext(form.dataset.next));
  } });
  for (const button of form.elements) if (button instanceof HTMLButtonElement) button.disabled = false;
}
function showWhatComesAfter() {
  part(document, "before").hidden = true;
  part(document, "after").hidden = false;
  part(document, "after").querySelector("h1")?.focus();
}
function safeNext(next) {
  const target = new URL(next, location.origin);
  return target.origin === location.origin ? target.pathname + target.search + target.hash : "/";
}
export {
  mount
};
