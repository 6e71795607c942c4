/** Times in the reader's own zone and language. */

const LANGUAGE = readersVariant(globalThis.document?.documentElement.lang, globalThis.navigator?.languages ?? []);
const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { hour: "numeric", minute: "2-digit" });
const FULL = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "full", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long" });
const DAY_OF_OTHER_YEAR = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short" });
const RELATIVE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });

const DAY_MS = 86_400_000;

/**
 * The reader's own variant of the page's language: an English page shows a British reader 24 hours.
 * @param {string | undefined} language
 * @param {readonly string[]} preferred
 */
export function readersVariant(language, preferred) {
  return preferred.find((variant) => variant === language || variant.startsWith(`${language}-`)) ?? (language || undefined);
}

/** @param {string | Date} time */
export const timeOfDay = (time) => CLOCK.format(new Date(time));

/** @param {string | Date} time */
export const fullTime = (time) => FULL.format(new Date(time));

/**
 * A key that is equal for two moments of the same calendar day where the reader is.
 * @param {string | Date} time
 */
export function dayKey(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/**
 * "Today", "Yesterday", a weekday and date, or a date with its year.
 * @param {string | Date} time
 */
export function dayName(time, now = new Date()) {
  const date = new Date(time);
  const days = Math.round((startOfDay(date) - startOfDay(now)) / DAY_MS);
  if (days === 0 || days === -1) return capitalised(RELATIVE.format(days, "day"));
  return (date.getFullYear() === now.getFullYear() ? DAY : DAY_OF_OTHER_YEAR).format(date);
}

/**
 * The shortest useful time: the hour today, "yesterday", then the date.
 * @param {string | Date} time
 */
export function briefTime(time, now = new Date()) {
  const days = Math.round((startOfDay(new Date(time)) - startOfDay(now)) / DAY_MS);
  if (days === 0) return timeOfDay(time);
  return days === -1 ? RELATIVE.format(-1, "day") : SHORT_DAY.format(new Date(time));
}

/** @param {Date} date */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @param {string} text */
function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase(LANGUAGE) + text.slice(1);
}
