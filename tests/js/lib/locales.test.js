import assert from "node:assert/strict";
import { test } from "node:test";
import { readersLocale } from "../../../static/js/lib/locales.js";

const BROKEN = ["en-US@posix", "en_US", "C", "", "x", "en-", "*", "de-DE-u", "🙂", "en-US-u-ca-", "undefined"];
const MOMENT = new Date("2026-11-26T16:31:00Z");

/** @typedef {Parameters<typeof readersLocale>} Reading */

/** What a reader sees of a moment: its clock, and its day. @param {Reading} reading */
function written(...reading) {
  const locale = readersLocale(...reading);
  const show = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(MOMENT).replace(/[\s,]+/g, " ");
  return [show({ hour: "numeric", minute: "2-digit" }), show({ weekday: "long", day: "numeric", month: "long" })];
}

/** @type {[string, string[], string, string][]} */
const READERS = [
  ["German", ["de-DE", "de", "en-US", "en"], "16:31", "Thursday 26 November"],
  ["German without a region", ["de"], "16:31", "Thursday 26 November"],
  ["Austrian", ["de-AT"], "16:31", "Thursday 26 November"],
  ["Japanese", ["ja-JP", "ja"], "16:31", "Thursday November 26"],
  ["Hebrew", ["he-IL", "he", "en-US"], "16:31", "Thursday 26 November"],
  ["Russian", ["ru"], "16:31", "Thursday 26 November"],
  ["Korean", ["ko-KR"], "4:31 PM", "Thursday November 26"],
  ["British", ["en-GB", "en"], "16:31", "Thursday 26 November"],
  ["American", ["en-US", "en"], "4:31 PM", "Thursday November 26"],
];

for (const [who, preferred, clock, day] of READERS) {
  test(`a ${who} reader of an English page has their own clock and order of dates`, () => {
    assert.deepEqual(written("en", preferred), [clock, day]);
  });
}

test("a page in the reader's language is written as where the reader is", () => {
  assert.equal(readersLocale("en", ["en-AU"]), "en-AU-u-hc-h12");
  assert.match(String(readersLocale("pt-br", ["pt-PT"])), /^pt-PT/);
  assert.deepEqual(written("de", ["de-CH"]), ["16:31", "Donnerstag 26. November"]);
});

test("a page in another script keeps its own words", () => {
  assert.match(String(readersLocale("zh-hans", ["zh-TW"])), /^zh-Hans-TW/);
});

test("a page in another language than English keeps its words and takes the reader's clock", () => {
  assert.deepEqual(written("de", ["en-US"]), ["4:31 PM", "Donnerstag 26. November"]);
});

test("a chosen clock wins over the reader's region", () => {
  assert.deepEqual(written("en", ["de-DE"], "12"), ["4:31 pm", "Thursday 26 November"]);
  assert.deepEqual(written("en", ["en-US"], "24"), ["16:31", "Thursday November 26"]);
  assert.match(String(readersLocale("en", [], "24")), /-hc-h23$/);
});

test("languages that do not exist are passed over", () => {
  for (const broken of BROKEN) {
    for (const preferred of [[broken], [broken, "en-GB"], ["en-GB", broken]]) {
      const chosen = readersLocale("en", preferred);
      assert.ok(new Intl.DateTimeFormat(chosen).format(0), broken);
      if (preferred.includes("en-GB")) assert.match(String(chosen), /^en/);
    }
    assert.ok(new Intl.DateTimeFormat(readersLocale(broken, [])).format(0), broken);
  }
});
