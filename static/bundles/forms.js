import { ao as ensureCsrfCookie, C as ChatError, c as call, u as part, g as gettext, a as interpolate } from "./app.js";
function jsonForm(form, { send = (fields) => call("POST", form.dataset.action ?? "", fields), done }) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    clearProblems(form);
    if (!nothingMissing(form)) return;
    setBusy(form, true);
    try {
      await ensureCsrfCookie();
      done(await send(fieldsOf(form), event.submitter));
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      showProblems(form, error);
    } finally {
      setBusy(form, false);
    }
  });
}
function askForCode(form, error) {
  if (error instanceof ChatError && error.code === "second_factor_required") {
    part(form, "second-factor").hidden = false;
    form.elements.namedItem("code").focus();
  }
  throw error;
}
function fieldsOf(form) {
  const fields = {};
  for (const control of controlsOf(form)) {
    const { name, value, required, dataset } = control;
    if (control instanceof HTMLInputElement && control.type === "checkbox") fields[name] = control.checked;
    else if (value !== "" || required || "sendEmpty" in dataset) fields[name] = value;
  }
  return fields;
}
function changesOf(fields, filled) {
  const isChanged = (name) => JSON.stringify(fields[name]) !== JSON.stringify(filled?.[name]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isChanged(name)));
}
function clearProblems(form) {
  for (const place of form.querySelectorAll("[data-error-for]")) place.textContent = "";
  for (const control of controlsOf(form)) markValid(control, true);
  part(form, "problem").hidden = true;
}
function showProblems(form, error) {
  const all = Object.entries(error.fields);
  const unplaced = all.filter(([name, texts]) => !showFieldProblem(form, name, texts.join(" ")));
  const placed = all.length - unplaced.length;
  const rest = unplaced.flatMap(([, texts]) => texts);
  if (placed === 0 || rest.length > 0) showProblem(form, rest.join(" ") || withPatience(error));
  form.querySelector(".is-invalid")?.focus();
}
function showProblem(form, text) {
  const place = part(form, "problem");
  place.textContent = text;
  place.hidden = false;
}
function withPatience(error) {
  if (error.retryAfterS === null) return error.message;
  return `${error.message} ${tryAgainIn(Math.ceil(error.retryAfterS))}`;
}
function tryAgainIn(seconds) {
  if (seconds <= 90) return interpolate(gettext("Try again in %(seconds)s seconds."), { seconds });
  return interpolate(gettext("Try again in %(minutes)s minutes."), { minutes: Math.ceil(seconds / 60) });
}
function showFieldProblem(form, name, text) {
  const place = form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
  if (!place) return false;
  place.textContent = text;
  const control = controlsOf(form).find((candidate) => candidate.name === name);
  if (control) markValid(control, false);
  return true;
}
function nothingMissing(form) {
  const wrong = controlsOf(form).filter((control) => !control.checkValidity());
  for (const control of wrong) showFieldProblem(form, control.name, problemOf(control));
  wrong[0]?.focus();
  return wrong.length === 0;
}
function problemOf(control) {
  if (control.validity.valueMissing && control instanceof HTMLSelectElement) return gettext("Please choose one.");
  if (control.validity.valueMissing) return gettext("Please fill this in.");
  if (control.validity.typeMismatch) return gettext("Enter a valid email address.");
  return control.validationMessage;
}
function markValid(control, valid) {
  control.classList.toggle("is-invalid", !valid);
  if (valid) control.removeAttribute("aria-invalid");
  else control.setAttribute("aria-invalid", "true");
}
function setBusy(form, busy) {
  form.toggleAttribute("aria-busy", busy);
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = busy;
}
function controlsOf(form) {
  return [...form.elements].filter((control) => (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) && control.name !== "").map((control) => control);
}
export {
  askForCode as a,
  changesOf as b,
  clearProblems as c,
  showProblems as d,
  fieldsOf as f,
  jsonForm as j,
  showFieldProblem as s
};
