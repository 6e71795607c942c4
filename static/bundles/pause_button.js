import { n as now, g as gettext, a as interpolate, $ as sinceTime } from "./app.js";
import { c as choicesChanged } from "./choices.js";
const CHECK_MS = 1e4;
function showPause() {
  let until = null;
  let shown = void 0;
  const draw = () => {
    const current = until !== null && new Date(until) > now() ? until : null;
    if (current === shown) return;
    shown = current;
    for (const button of document.querySelectorAll("[data-opens=pause-notifications]")) {
      drawButton(button, current);
    }
  };
  choicesChanged.subscribe(({ notifications }) => {
    until = notifications.paused_until;
    draw();
  });
  setInterval(draw, CHECK_MS);
}
function drawButton(button, until) {
  button.toggleAttribute("data-paused", until !== null);
  const text = until ? pausedText(until) : gettext("Pause notifications");
  const words = button.querySelector("[data-part=pause-text]");
  if (words) words.textContent = text;
  else for (const name of ["aria-label", "title"]) button.setAttribute(name, text);
}
function pausedText(until) {
  return interpolate(gettext("Notifications are paused until %(time)s"), { time: sinceTime(until) });
}
export {
  pausedText as p,
  showPause as s
};
