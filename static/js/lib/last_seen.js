import { now } from "./clock.js";
import { gettext, interpolate } from "./i18n.js";
import { daysSince, dayName, timeOfDay } from "./times.js";

/** When someone was last here, no more exactly than people say it. @param {string} time */
export function lastSeenText(time, today = now()) {
  switch (daysSince(time, today)) {
    case 0: return interpolate(gettext("Last seen today at %(time)s"), { time: timeOfDay(time) });
    case 1: return gettext("Last seen yesterday");
    default: return interpolate(gettext("Last seen on %(day)s"), { day: dayName(time, today) });
  }
}
