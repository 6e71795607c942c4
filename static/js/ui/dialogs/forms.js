import { gettext, interpolate } from "../../lib/i18n.js";
import { part } from "../../lib/dom.js";
import { call, ensureCsrfCookie } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";

/**
 * A form that is sent as JSON. What the server refuses is said beside its field, or at the form's end.
 * @param {HTMLFormElement} form
 * @param {{ send?: (fields: Record<string, unknown>, button: HTMLButtonElement) => Promise<any>,
 *   done: (answer: any) => void }} how
 *   send: defaults to a POST to the form's data-action; receives the button.
 */
export function jsonForm(form, { send = (fields) => call("POST", form.dataset.action ?? "", fields), done }) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    clearProblems(form);
    if (!nothingMissing(form)) return;
    setBusy(form, true);
    try {
      await ensureCsrfCookie();
      done(await send(fieldsOf(form), /** @type {HTMLButtonElement} */ (event.submitter)));
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      showProblems(form, error);
    } finally {
      setBusy(form, false);
    }
  });
}

/**
 * The password was right, and the account has a second factor: show its field, and rethrow the error.
 * @param {HTMLFormElement} form
 * @param {unknown} error
 * @returns {never}
 */
export function askForCode(form, error) {
  if (error instanceof ChatError && error.code === "second_factor_required") {
    part(form, "second-factor").hidden = false;
    /** @type {HTMLInputElement} */ (form.elements.namedItem("code")).focus();
  }
  throw error;
}

/**
 * The named fields: text, ticks as booleans; optional ones that are empty are left out.
 * @param {HTMLFormElement} form
 */
export function fieldsOf(form) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const control of controlsOf(form)) {
    const { name, value, required, dataset } = control;
    if (control instanceof HTMLInputElement && control.type === "checkbox") fields[name] = control.checked;
    else if (value !== "" || required || "sendEmpty" in dataset) fields[name] = value;
  }
  return fields;
}

/**
 * What was changed in a form. The rest is not sent: someone else may have changed it meanwhile, or not everyone may.
 * @param {Record<string, any>} fields
 * @param {Record<string, any> | null} filled What the form was filled with.
 */
export function changesOf(fields, filled) {
  const isChanged = (/** @type {string} */ name) => JSON.stringify(fields[name]) !== JSON.stringify(filled?.[name]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isChanged(name)));
}

/** @param {HTMLFormElement} form */
export function clearProblems(form) {
  for (const place of form.querySelectorAll("[data-error-for]")) place.textContent = "";
  for (const control of controlsOf(form)) markValid(control, true);
  part(form, "problem").hidden = true;
}

/** @param {HTMLFormElement} form @param {ChatError} error */
export function showProblems(form, error) {
  const all = Object.entries(error.fields);
  const unplaced = all.filter(([name, texts]) => !showFieldProblem(form, name, texts.join(" ")));
  const placed = all.length - unplaced.length;
  const rest = unplaced.flatMap(([, texts]) => texts);
  if (placed === 0 || rest.length > 0) showProblem(form, rest.join(" ") || withPatience(error));
  form.querySelector(/** @type {"input"} */ (".is-invalid"))?.focus();
}

/** @param {HTMLFormElement} form @param {string} text */
export function showProblem(form, text) {
  const place = part(form, "problem");
  place.textContent = text;
  place.hidden = false;
}

/** @param {ChatError} error */
function withPatience(error) {
  if (error.retryAfterS === null) return error.message;
  return `${error.message} ${tryAgainIn(Math.ceil(error.retryAfterS))}`;
}

/** @param {number} seconds */
function tryAgainIn(seconds) {
  if (seconds <= 90) return interpolate(gettext("Try again in %(seconds)s seconds."), { seconds });
  return interpolate(gettext("Try again in %(minutes)s minutes."), { minutes: Math.ceil(seconds / 60) });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} text
 * @returns {boolean} Whether there is a place for it.
 */
export function showFieldProblem(form, name, text) {
  const place = form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
  if (!place) return false;
  place.textContent = text;
  const control = controlsOf(form).find((candidate) => candidate.name === name);
  if (control) markValid(control, false);
  return true;
}

/** @param {HTMLFormElement} form */
function nothingMissing(form) {
  const wrong = controlsOf(form).filter((control) => !control.checkValidity());
  for (const control of wrong) showFieldProblem(form, control.name, problemOf(control));
  wrong[0]?.focus();
  return wrong.length === 0;
}

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control */
function problemOf(control) {
  if (control.validity.valueMissing && control instanceof HTMLSelectElement) return gettext("Please choose one.");
  if (control.validity.valueMissing) return gettext("Please fill this in.");
  if (control.validity.typeMismatch) return gettext("Enter a valid email address.");
  return control.validationMessage;
}

/** @param {HTMLElement} control @param {boolean} valid */
function markValid(control, valid) {
  control.classList.toggle("is-invalid", !valid);
  if (valid) control.removeAttribute("aria-invalid");
  else control.setAttribute("aria-invalid", "true");
}

/** @param {HTMLFormElement} form @param {boolean} busy */
function setBusy(form, busy) {
  form.toggleAttribute("aria-busy", busy);
  for (const button of form.querySelectorAll(/** @type {"button"} */ ("button[type=submit]"))) button.disabled = busy;
}

/** @param {HTMLFormElement} form */
function controlsOf(form) {
  return [...form.elements].filter(
    (control) =>
      (control instanceof HTMLInputElement ||
        control instanceof HTMLTextAreaElement ||
        control instanceof HTMLSelectElement) &&
      control.name !== "",
  ).map((control) => /** @type {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */ (control));
}
