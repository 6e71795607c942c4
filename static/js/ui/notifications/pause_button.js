import { now } from "../../lib/clock.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { sinceTime } from "../../lib/times.js";
import { choicesChanged } from "./choices.js";

const CHECK_MS = 10_000;

/** Show on the buttons that pause notifications whether they are paused, and until when. */
export function showPause() {
  let until = /** @type {string | null} */ (null);
  let shown = /** @type {string | null | undefined} */ (undefined);
  const draw = () => {
    const current = until !== null && new Date(until) > now() ? until : null;
    if (current === shown) return;
    shown = current;
    for (const button of document.querySelectorAll(/** @type {"button"} */ ("[data-opens=pause-notifications]"))) {
      drawButton(button, current);
    }
  };
  choicesChanged.subscribe(({ notifications }) => {
    until = notifications.paused_until;
    draw();
  });
  setInterval(draw, CHECK_MS); // it ends by itself
}

/** @param {HTMLButtonElement} button @param {string | null} until */
function drawButton(button, until) {
  button.toggleAttribute("data-paused", until !== null);
  const text = until ? pausedText(until) : gettext("Pause notifications");
  const words = button.querySelector("[data-part=pause-text]");
  if (words) words.textContent = text;
  else for (const name of ["aria-label", "title"]) button.setAttribute(name, text);
}

/** @param {string} until */
export function pausedText(until) {
  return interpolate(gettext("Notifications are paused until %(time)s"), { time: sinceTime(until) });
}
