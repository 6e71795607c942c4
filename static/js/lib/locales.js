/**
 * In which locale times are written: words in the language of the page, which may have no translation into the
 * reader's; the clock and the order of dates as the reader's browser has them.
 */

const DAY_FIRST = "en-GB";
const MONTH_FIRST = "en-US";
const CYCLES = { 12: "h12", 24: "h23" };

/**
 * @param {string | undefined} page The language of the page.
 * @param {readonly string[]} preferred The reader's languages. A browser may name some that do not exist
 *   ("en-US@posix"); those are passed over.
 * @param {Clock} [clock] What the reader chose.
 * @returns {string} A language tag that every Intl formatter accepts.
 */
export function readersLocale(page, preferred, clock = "auto") {
  const words = page && isLanguage(page) ? page : undefined;
  const reader = preferred.find(isLanguage) ?? words ?? new Intl.DateTimeFormat().resolvedOptions().locale;
  const tag = words === undefined || saysTheSame(words, reader) ? reader : variantFor(words, reader);
  const hourCycle = /** @type {Intl.LocaleHourCycleKey} */ (clock === "auto" ? hourCycleOf(reader) : CYCLES[clock]);
  return new Intl.Locale(tag, { hourCycle }).toString();
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

/**
 * Whether the reader's tag has the page's words: the same language, in the same script.
 * @param {string} page
 * @param {string} reader
 */
function saysTheSame(page, reader) {
  const [one, other] = [page, reader].map((tag) => new Intl.Locale(tag).maximize());
  return one.language === other.language && one.script === other.script;
}

/**
 * The page's language as it is written where the reader is, or else anywhere with the reader's order of dates: few
 * languages have customs for every region, and English falls back to those of the United States.
 * @param {string} page
 * @param {string} reader
 */
function variantFor(page, reader) {
  const { region } = new Intl.Locale(reader).maximize();
  const there = new Intl.Locale(page, { region }).baseName;
  const variants = new Intl.Locale(page).language === "en" ? [there, DAY_FIRST, MONTH_FIRST] : [there];
  return variants.find((tag) => isDayFirst(tag) === isDayFirst(reader)) ?? there;
}

/** @param {string} tag */
function isDayFirst(tag) {
  const parts = new Intl.DateTimeFormat(tag, { day: "numeric", month: "numeric" }).formatToParts(0);
  return parts.find(({ type }) => type === "day" || type === "month")?.type === "day";
}

/** @param {string} tag */
function hourCycleOf(tag) {
  return new Intl.DateTimeFormat(tag, { hour: "numeric" }).resolvedOptions().hourCycle;
}

/** The order of names, in which "Team 2" comes before "Team 10". */
export const compareNames = new Intl.Collator(undefined, { numeric: true }).compare;
