import { A as dialog, H as attempt, a5 as toast, g as gettext, n as now, u as part, $ as sinceTime } from "./app.js";
import { r as readChoices, c as choicesChanged, a as changeChoices } from "./choices.js";
import { p as pausedText } from "./pause_button.js";
const MORNING_H = 9;
const MONDAY = 1;
const MINUTE_MS = 6e4;
function mountPauseDialog() {
  const root = dialog("pause-notifications");
  root.addEventListener("before-open", () => {
    show(root);
    void readChoices(0).catch(() => null);
  });
  choicesChanged.subscribe(({ notifications }) => showState(root, notifications.paused_until));
  root.addEventListener("click", async ({ target }) => {
    const button = target.closest("button");
    const until = button?.dataset.pause;
    if (until === void 0) return;
    const isDone = await attempt(() => changeChoices({ paused_until: until || null }));
    if (!isDone) return;
    root.close();
    toast(until ? pausedText(until) : gettext("You're notified again."));
  });
}
function show(root) {
  const ends = /* @__PURE__ */ new Set();
  for (const button of root.querySelectorAll("[data-for]")) {
    const until = pauseEnd(button.dataset.for ?? "");
    button.dataset.pause = until.toISOString();
    button.hidden = ends.has(button.dataset.pause);
    ends.add(button.dataset.pause);
    part(button, "until").textContent = sinceTime(until);
  }
}
function showState(root, until) {
  part(root, "paused").hidden = until === null;
  part(root, "paused-text").textContent = until === null ? "" : `${pausedText(until)}.`;
}
function pauseEnd(length, from = now()) {
  if (/^\d+$/.test(length)) return new Date(from.getTime() + Number(length) * MINUTE_MS);
  const days = length === "tomorrow" ? 1 : (MONDAY - from.getDay() + 7) % 7 || 7;
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, MORNING_H);
}
export {
  mountPauseDialog,
  pauseEnd
};
