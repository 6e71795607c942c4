import { g as gettext, R as dayKey, n as now, a as interpolate, O as timeOfDay, a2 as fullTime } from "./app.js";
const FOREVER = "9000";
function untilText(until) {
  if (until > FOREVER) return gettext("permanently");
  const today = dayKey(until) === dayKey(now());
  return interpolate(gettext("until %(time)s"), { time: today ? timeOfDay(until) : fullTime(until) });
}
function countdownText(seconds) {
  if (seconds < 60) return interpolate(gettext("%(seconds)s s"), { seconds });
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
export {
  countdownText as c,
  untilText as u
};
