import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { timeZone } from "../../lib/times.js";
import { sayIsSaved } from "../settings/saved.js";
import { attempt } from "../shell/toasts.js";
import { changeChoices, choicesChanged } from "./choices.js";

const NIGHT = { quiet_from: "22:00", quiet_to: "07:00" };

/** What a person is notified of on all devices, when, and by email; each choice is saved as it is made. */
export function mountChoices(/** @type {HTMLFormElement} */ form) {
  form.hidden = true; // until it is known what is chosen
  choicesChanged.subscribe((answer) => show(form, answer));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    const changes = changesOf(form, input);
    if (changes) void save(input, changes);
  });
  const use = part(form, "use-zone");
  use.addEventListener("click", () => void save(use, { time_zone: timeZone() }));
}

/**
 * Say beside what was chosen that it is saved.
 * @param {HTMLElement} chosen @param {Partial<NotificationChoices>} changes
 */
async function save(chosen, changes) {
  const isSaved = await attempt(() => changeChoices(changes));
  const section = chosen.closest("section");
  if (isSaved && section) sayIsSaved(section);
}

/**
 * @param {HTMLFormElement} form @param {HTMLInputElement} changed
 * @returns {Partial<NotificationChoices> | null} Nothing while a time is half typed.
 */
function changesOf(form, changed) {
  const { name } = changed;
  if (name === "push_for" || name === "mail_for") return { [name]: ticked(form, name) };
  if (name === "sound") return { sound: changed.checked };
  if (name === "mail_after_s") return { mail_after_s: Number(changed.value) };
  if (name === "quiet") {
    return changed.checked ? { ...NIGHT, time_zone: timeZone() } : { quiet_from: null, quiet_to: null };
  }
  const hours = { quiet_from: field(form, "quiet_from").value, quiet_to: field(form, "quiet_to").value };
  return Object.values(hours).includes("") ? null : hours; // both: a first one alone may be refused
}

/** @param {HTMLFormElement} form @param {string} name */
function ticked(form, name) {
  return boxes(form, name).filter(({ checked }) => checked).map(({ value }) => value);
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement[]} */
function boxes(form, name) {
  return [...form.querySelectorAll(/** @type {"input"} */ (`[name=${name}]`))];
}

/** @param {HTMLFormElement} form @param {NotificationsAnswer} answer */
function show(form, { notifications: chosen, mail_available }) {
  form.hidden = false;
  for (const name of /** @type {const} */ (["push_for", "mail_for"])) {
    for (const box of boxes(form, name)) box.checked = chosen[name].includes(/** @type {NotifiedOf} */ (box.value));
  }
  field(form, "sound").checked = chosen.sound;
  showAfter(/** @type {HTMLSelectElement} */ (form.elements.namedItem("mail_after_s")), chosen.mail_after_s);
  showHours(form, chosen);
  part(form, "mail").hidden = !mail_available;
  part(form, "no-mail").hidden = mail_available;
}

/** A time that a program chose has its place among ours. @param {HTMLSelectElement} select @param {number} seconds */
function showAfter(select, seconds) {
  const isKnown = [...select.options].some(({ value }) => Number(value) === seconds);
  const minutes = String(Math.round(seconds / 60));
  if (!isKnown) select.add(new Option(interpolate(gettext("%(count)s minutes"), { count: minutes }), String(seconds)));
  select.value = String(seconds);
}

/** @param {HTMLFormElement} form @param {NotificationChoices} chosen */
function showHours(form, { quiet_from, quiet_to, time_zone }) {
  const isQuiet = quiet_from !== null && quiet_to !== null;
  field(form, "quiet").checked = isQuiet;
  part(form, "hours").hidden = !isQuiet;
  if (!isQuiet) return;
  field(form, "quiet_from").value = quiet_from;
  field(form, "quiet_to").value = quiet_to;
  const zones = { zone: time_zone || "UTC", here: timeZone() };
  part(form, "zone").textContent = interpolate(gettext("In the time zone %(zone)s."), zones);
  const use = part(form, "use-zone");
  use.hidden = zones.zone === zones.here;
  use.textContent = interpolate(gettext("Use %(here)s, as on this device"), zones);
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
