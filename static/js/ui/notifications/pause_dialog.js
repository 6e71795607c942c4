import { now } from "../../lib/clock.js";
import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { sinceTime } from "../../lib/times.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt, toast } from "../shell/toasts.js";
import { changeChoices, choicesChanged, readChoices } from "./choices.js";
import { pausedText } from "./pause_button.js";

const MORNING_H = 9;
const MONDAY = 1;
const MINUTE_MS = 60_000;

/** The dialog that pauses notifications on all devices. */
export function mountPauseDialog() {
  const root = dialog("pause-notifications");
  root.addEventListener("before-open", () => {
    show(root);
    void readChoices(0).catch(() => null); // pausing itself says what is wrong
  });
  choicesChanged.subscribe(({ notifications }) => showState(root, notifications.paused_until));
  root.addEventListener("click", async ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const until = button?.dataset.pause;
    if (until === undefined) return;
    const isDone = await attempt(() => changeChoices({ paused_until: until || null }));
    if (!isDone) return;
    root.close();
    toast(until ? pausedText(until) : gettext("You're notified again."));
  });
}

/** The moments, as they are now; on a Sunday, tomorrow is Monday. @param {HTMLElement} root */
function show(root) {
  const ends = new Set();
  for (const button of root.querySelectorAll(/** @type {"button"} */ ("[data-for]"))) {
    const until = pauseEnd(button.dataset.for ?? "");
    button.dataset.pause = until.toISOString();
    button.hidden = ends.has(button.dataset.pause);
    ends.add(button.dataset.pause);
    part(button, "until").textContent = sinceTime(until);
  }
}

/** @param {HTMLElement} root @param {string | null} until */
function showState(root, until) {
  part(root, "paused").hidden = until === null;
  part(root, "paused-text").textContent = until === null ? "" : `${pausedText(until)}.`;
}

/**
 * When a pause ends: after some minutes, or at nine of "tomorrow" or of the next "monday", where the reader is.
 * @param {string} length @param {Date} [from]
 */
export function pauseEnd(length, from = now()) {
  if (/^\d+$/.test(length)) return new Date(from.getTime() + Number(length) * MINUTE_MS);
  const days = length === "tomorrow" ? 1 : (MONDAY - from.getDay() + 7) % 7 || 7;
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, MORNING_H);
}
