import { nowMs } from "../../lib/clock.js";
import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { countdownText, untilText } from "../../lib/terms.js";

const TICK_MS = 500;
let timer = 0;

/**
 * Say why and until when a person can't write in the room on the screen, until they can.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {() => void} over Called when it is over.
 */
export function showRestraint(root, chat, over) {
  clearTimeout(timer);
  const { muted_until = null, next_message_at = null } = chat.room?.membership ?? {};
  const muted = remainingMs(muted_until);
  const slow = remainingMs(next_message_at);
  if (muted > 0) {
    const values = { until: untilText(/** @type {string} */ (muted_until)) };
    const text = gettext("You're muted %(until)s. You can read, but not write.");
    part(root, "muted").textContent = interpolate(text, values);
  }
  part(root, "slow").textContent = slow > 0 && muted <= 0 ? slowText(Math.ceil(slow / 1000)) : "";
  if (muted <= 0 && slow <= 0) return over();
  timer = window.setTimeout(() => showRestraint(root, chat, over), TICK_MS);
  return undefined;
}

/** @param {number} seconds */
function slowText(seconds) {
  return interpolate(gettext("Slow mode: you can write again in %(time)s."), { time: countdownText(seconds) });
}

/** @param {string | null} until */
function remainingMs(until) {
  return until === null ? 0 : Date.parse(until) - nowMs();
}
