import { now } from "../../lib/clock.js";
import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { fullTime, timeOfDayBy, timeZone } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";
import { sayIsSaved, tick } from "./saved.js";

/** @typedef {import("./owner.js").Owner} Owner */

/** Language and clock, on all of a person's devices. @param {HTMLElement} section @param {Owner} owner */
export function mountLanguage(section, owner) {
  const form = /** @type {HTMLFormElement} */ (part(section, "language-form"));
  const show = () => {
    const { language, clock } = owner.me.preferences;
    tick(form, "language", language);
    tick(form, "clock", clock);
    showExamples(form);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", async ({ target }) => {
    await choose(form, owner, /** @type {HTMLInputElement | HTMLSelectElement} */ (target));
    show(); // as it was, if that failed
  });
  section.addEventListener("shown", show);
  owner.meChanged.subscribe(show);
}

/** @param {HTMLFormElement} form @param {Owner} owner @param {HTMLInputElement | HTMLSelectElement} choice */
async function choose(form, owner, { name, value }) {
  const isStored = await attempt(async () => {
    const { user } = await call("PUT", "/auth/preferences", { [name]: value });
    owner.changeMe(user);
  });
  if (!isStored) return;
  if (name === "language") location.reload(); // every text of the page is another
  else sayIsSaved(form);
}

/** @param {HTMLFormElement} form */
function showExamples(form) {
  for (const place of form.querySelectorAll(/** @type {"div"} */ ("[data-clock]"))) {
    place.textContent = timeOfDayBy(/** @type {Clock} */ (place.dataset.clock), now());
  }
  const example = { time: fullTime(now()), zone: timeZone() };
  const sentence = gettext("It is %(time)s now, in the time zone %(zone)s of this device.");
  part(form, "example").textContent = interpolate(sentence, example);
}
