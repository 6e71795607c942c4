import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOf, monotonicMs, now, nowMs, setServerTime } from "../../../static/js/lib/clock.js";
import { countdownText } from "../../../static/js/lib/terms.js";
import { briefTime, calendar, calendarChanged, dayName, readersVariant, renewCalendar, timeOfDay } from "../../../static/js/lib/times.js";

const BROKEN = ["en-US@posix", "en_US", "C", "", "x", "en-", "*", "de-DE-u", "🙂", "en-US-u-ca-", "undefined"];
const HOUR_MS = 3_600_000;

/** @param {number} ms */
const fromNow = (ms) => setServerTime(new Date(nowMs() + ms).toISOString());

test("the page follows the server's clock, and a moment of the monotonic one follows it too", () => {
  for (const aheadMs of [600_000, -600_000, HOUR_MS, -25 * HOUR_MS]) {
    const [before, start] = [nowMs(), monotonicMs()];
    fromNow(aheadMs);
    assert.ok(Math.abs(nowMs() - before - aheadMs) < 1_000);
    assert.ok(Math.abs(momentOf(start).getTime() - now().getTime()) < 1_000);
  }
  const before = nowMs();
  setServerTime("not a time");
  assert.ok(Math.abs(nowMs() - before) < 1_000);
});

test("a device's clock that is set while the page is open changes nothing", (t) => {
  const before = nowMs();
  t.mock.method(Date, "now", () => 0);
  assert.ok(Math.abs(nowMs() - before) < 1_000);
});

test("languages that do not exist are passed over", () => {
  for (const broken of BROKEN) {
    for (const preferred of [[broken], [broken, "en-GB"], ["en-GB", broken]]) {
      const chosen = readersVariant("en", preferred);
      assert.ok(new Intl.DateTimeFormat(chosen).format(0), broken);
      if (preferred.includes("en-GB") && broken !== "en-US-u-ca-") assert.match(String(chosen), /^en/);
    }
    assert.ok(new Intl.DateTimeFormat(readersVariant(broken, [])).format(0), broken);
  }
});

test("after midnight, and in another zone, times are written anew", () => {
  const heard = /** @type {string[]} */ ([]);
  renewCalendar();
  const stop = calendarChanged.subscribe(() => heard.push(calendar()));
  const written = now();
  renewCalendar();
  assert.deepEqual(heard, []);
  fromNow(24 * HOUR_MS);
  renewCalendar();
  assert.equal(heard.length, 1);
  assert.match(dayName(written), /^Yesterday$/);
  assert.equal(briefTime(written), "yesterday");
  const zone = process.env.TZ;
  const noon = "2026-06-01T12:00:00Z";
  const hours = ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"].map((name) => {
    process.env.TZ = name;
    renewCalendar();
    const there = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", timeZone: name });
    assert.equal(timeOfDay(noon), there.format(new Date(noon)));
    return timeOfDay(noon);
  });
  assert.equal(new Set(hours).size, 3);
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  renewCalendar();
  fromNow(-24 * HOUR_MS);
  stop();
});

test("a countdown never shows a negative or another hour", () => {
  for (let seconds = 0; seconds < 4_000; seconds += 7) assert.match(countdownText(seconds), /^(\d+ s|\d+:\d\d(:\d\d)?)$/);
});
