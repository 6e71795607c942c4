import { now } from "./clock.js";
import { Signal } from "./signal.js";

/** Times in the reader's own zone and language. */

const DAY_MS = 86_400_000;
const LANGUAGE = readersVariant(globalThis.document?.documentElement.lang, globalThis.navigator?.languages ?? []);

/**
 * The day or the zone is another: what was written as "Today" or at an hour must be written anew.
 * @type {Signal<void>}
 */
export const calendarChanged = new Signal();
let formats = newFormats();
let written = calendarNow();

/** Look whether it is another day, or the reader in another zone. Formatters keep the zone they were made in. */
export function renewCalendar() {
  const found = calendarNow();
  if (found === written) return;
  written = found;
  formats = newFormats();
  calendarChanged.emit();
}

/** What the times on the screen were written for. */
export const calendar = () => written;

/**
 * The reader's own variant of the page's language: an English page shows a British reader 24 hours.
 * A browser may name languages that do not exist ("en-US@posix"); those are passed over.
 * @param {string | undefined} language
 * @param {readonly string[]} preferred
 */
export function readersVariant(language, preferred) {
  const fits = (/** @type {string} */ variant) => variant === language || variant.startsWith(`${language}-`);
  const fitting = preferred.find((variant) => fits(variant) && isLanguage(variant));
  return fitting ?? (language && isLanguage(language) ? language : undefined);
}

/** @param {string} tag */
function isLanguage(tag) {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function newFormats() {
  return {
    clock: new Intl.DateTimeFormat(LANGUAGE, { hour: "numeric", minute: "2-digit" }),
    full: new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "full", timeStyle: "short" }),
    day: new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long" }),
    dayOfOtherYear: new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric" }),
    shortDay: new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short" }),
    relative: new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" }),
  };
}

function calendarNow() {
  return `${dayKey(now())} ${timeZone()}`;
}

/** The reader's time zone, such as "Europe/Madrid". */
export function timeZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @param {string | Date} time */
export const timeOfDay = (time) => formats.clock.format(new Date(time));

/** @param {string | Date} time */
export const fullTime = (time) => formats.full.format(new Date(time));

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
export function dayName(time, today = now()) {
  const date = new Date(time);
  const days = Math.round((startOfDay(date) - startOfDay(today)) / DAY_MS);
  if (days === 0 || days === -1) return capitalised(formats.relative.format(days, "day"));
  return (date.getFullYear() === today.getFullYear() ? formats.day : formats.dayOfOtherYear).format(date);
}

/**
 * The shortest useful time: the hour today, "yesterday", then the date.
 * @param {string | Date} time
 */
export function briefTime(time, today = now()) {
  const days = Math.round((startOfDay(new Date(time)) - startOfDay(today)) / DAY_MS);
  if (days === 0) return timeOfDay(time);
  return days === -1 ? formats.relative.format(-1, "day") : formats.shortDay.format(new Date(time));
}

/** @param {Date} date */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @param {string} text */
function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase(LANGUAGE) + text.slice(1);
}
