import { now, setServerTime } from "./clock.js";
import { readersLocale } from "./locales.js";
import { Signal } from "./signal.js";

/** Times in the reader's own zone and customs, in the words of the page. */

const DAY_MS = 86_400_000;
const PAGE_LANGUAGE = globalThis.document?.documentElement.lang;
const READERS_LANGUAGES = globalThis.navigator?.languages ?? [];

/**
 * The day, the zone or the chosen clock is another: what was written as "Today" or at an hour must be written anew.
 * @type {Signal<void>}
 */
export const calendarChanged = new Signal();
let clock = /** @type {Clock} */ ("auto");
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

/** Write hours as the reader chose. @param {Clock} chosen */
export function chooseClock(chosen) {
  clock = chosen;
  renewCalendar();
}

/** The server says what time it is, which may be another day than the device's. @param {string} timestamp */
export function setNow(timestamp) {
  setServerTime(timestamp);
  renewCalendar();
}

/** What the times on the screen were written for. */
export const calendar = () => written;

function newFormats() {
  const locale = readersLocale(PAGE_LANGUAGE, READERS_LANGUAGES, clock);
  const time = { hour: hourWidth(locale), minute: /** @type {const} */ ("2-digit") };
  return {
    locale,
    clock: clockOf(locale),
    full: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }),
    day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
    dayOfOtherYear: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }),
    shortDay: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }),
    shortDayOfOtherYear: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }),
    weekdayTime: new Intl.DateTimeFormat(locale, { weekday: "long", ...time }),
    dateTime: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...time }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
  };
}

/** A time of day as it is written there: "09:05" in Britain, "9:05" in Spain. @param {string} locale */
function clockOf(locale) {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short" });
}

/** @param {string} locale @returns {"2-digit" | "numeric"} */
function hourWidth(locale) {
  const three = clockOf(locale).formatToParts(new Date(2026, 0, 1, 3));
  return three.find(({ type }) => type === "hour")?.value.length === 2 ? "2-digit" : "numeric";
}

function calendarNow() {
  return `${dayKey(now())} ${timeZone()} ${clock}`;
}

/** The reader's time zone, such as "Europe/Madrid". */
export function timeZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @param {string | Date} time */
export const timeOfDay = (time) => formats.clock.format(new Date(time));

/** "Ada, Ben and Carol". @param {string[]} texts */
export const readersList = (texts) => new Intl.ListFormat(formats.locale, { type: "conjunction" }).format(texts);

/** A time of day as it would be with another clock. @param {Clock} other @param {Date} time */
export function timeOfDayBy(other, time) {
  const locale = readersLocale(PAGE_LANGUAGE, READERS_LANGUAGES, other);
  return clockOf(locale).format(time);
}

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

/** How many midnights lie between. @param {string | Date} time */
export function daysSince(time, today = now()) {
  return Math.round((startOfDay(today) - startOfDay(new Date(time))) / DAY_MS);
}

/**
 * "Today", "Yesterday", a weekday and date, or a date with its year.
 * @param {string | Date} time
 */
export function dayName(time, today = now()) {
  const date = new Date(time);
  const days = -daysSince(date, today);
  if (days === 0 || days === -1) return capitalised(formats.relative.format(days, "day"));
  return (date.getFullYear() === today.getFullYear() ? formats.day : formats.dayOfOtherYear).format(date);
}

/**
 * The shortest useful time: the hour today, "yesterday", then the date, with its year when that is another.
 * @param {string | Date} time
 */
export function briefTime(time, today = now()) {
  const days = -daysSince(time, today);
  if (days === 0) return timeOfDay(time);
  return days === -1 ? formats.relative.format(-1, "day") : shortDate(time, today);
}

/** @param {string | Date} time */
export function shortDate(time, today = now()) {
  const date = new Date(time);
  return (date.getFullYear() === today.getFullYear() ? formats.shortDay : formats.shortDayOfOtherYear).format(date);
}

/** As a field for a date wants it: "2026-11-26". @param {string | Date} time */
export function isoDay(time = now()) {
  const date = new Date(time);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a day begins where the reader is. @param {string} day As in `isoDay`. */
export const beginningOf = (day) => new Date(`${day}T00:00`);

/**
 * A moment as one says it in "since": the hour today, with its weekday within a week, then with its date.
 * @param {string | Date} time
 */
export function sinceTime(time, today = now()) {
  const days = -daysSince(time, today);
  if (days === 0) return timeOfDay(time);
  return (days > -7 ? formats.weekdayTime : formats.dateTime).format(new Date(time));
}

/** @param {Date} date */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** @param {string} text */
function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase(formats.locale) + text.slice(1);
}
