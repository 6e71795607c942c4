import { u as part } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
function mount(root) {
  const form = part(root, "form");
  const thanks = part(root, "thanks");
  root.addEventListener("before-open", () => {
    clearProblems(form);
    form.hidden = false;
    thanks.hidden = true;
  });
  jsonForm(form, { done: () => {
    form.reset();
    form.hidden = true;
    thanks.hidden = false;
    thanks.querySelector("button")?.focus();
  } });
}
export {
  mount
};
