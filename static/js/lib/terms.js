import { now } from "./clock.js";
import { gettext, interpolate } from "./i18n.js";
import { dayKey, fullTime, timeOfDay } from "./times.js";

const FOREVER = "9000";

/**
 * "permanently", "until 14:05", or "until" a day and hour.
 * @param {string} until A timestamp; permanently is in the year 9999.
 */
export function untilText(until) {
  if (until > FOREVER) return gettext("permanently");
  const today = dayKey(until) === dayKey(now());
  return interpolate(gettext("until %(time)s"), { time: today ? timeOfDay(until) : fullTime(until) });
}

/** 75 → "1:15", 7 → "7 s". @param {number} seconds */
export function countdownText(seconds) {
  if (seconds < 60) return interpolate(gettext("%(seconds)s s"), { seconds });
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
