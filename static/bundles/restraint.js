import { g as gettext, u as part, a as interpolate, b as nowMs } from "./app.js";
import { u as untilText, c as countdownText } from "./terms.js";
const TICK_MS = 500;
let timer = 0;
function showRestraint(root, chat, over) {
  clearTimeout(timer);
  const { muted_until = null, next_message_at = null } = chat.room?.membership ?? {};
  const muted = remainingMs(muted_until);
  const slow = remainingMs(next_message_at);
  if (muted > 0) {
    const values = { until: untilText(muted_until) };
    const text = gettext("You're muted %(until)s. You can read, but not write.");
    part(root, "muted").textContent = interpolate(text, values);
  }
  part(root, "slow").textContent = slow > 0 && muted <= 0 ? slowText(Math.ceil(slow / 1e3)) : "";
  if (muted <= 0 && slow <= 0) return over();
  timer = window.setTimeout(() => showRestraint(root, chat, over), TICK_MS);
  return void 0;
}
function slowText(seconds) {
  return interpolate(gettext("Slow mode: you can write again in %(time)s."), { time: countdownText(seconds) });
}
function remainingMs(until) {
  return until === null ? 0 : Date.parse(until) - nowMs();
}
export {
  showRestraint
};
