import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOf, monotonicMs, now, nowMs, setServerTime } from "../../../static/js/lib/clock.js";
import { countdownText } from "../../../static/js/lib/terms.js";
import {
  briefTime, calendar, calendarChanged, chooseClock, dayName, renewCalendar, setNow, timeOfDay,
} from "../../../static/js/lib/times.js";

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

test("after midnight, and in another zone, times are written anew", () => {
  const received = /** @type {string[]} */ ([]);
  renewCalendar();
  const stop = calendarChanged.subscribe(() => received.push(calendar()));
  const written = now();
  renewCalendar();
  assert.deepEqual(received, []);
  fromNow(24 * HOUR_MS);
  renewCalendar();
  assert.equal(received.length, 1);
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

test("a chosen clock writes every hour anew", () => {
  const received = /** @type {string[]} */ ([]);
  const stop = calendarChanged.subscribe(() => received.push(calendar()));
  const evening = new Date(2026, 10, 26, 16, 31);
  chooseClock("24");
  assert.match(timeOfDay(evening), /^16:31$/);
  assert.match(timeOfDay(new Date(2026, 10, 26, 0, 20)), /^00:20$/);
  chooseClock("12");
  assert.match(timeOfDay(evening), /^4:31\sPM$/i);
  chooseClock("12");
  assert.equal(received.length, 2, "the same choice changes nothing");
  chooseClock("auto");
  stop();
});

test("a countdown never shows a negative or another hour", () => {
  for (let seconds = 0; seconds < 4_000; seconds += 7) assert.match(countdownText(seconds), /^(\d+ s|\d+:\d\d(:\d\d)?)$/);
});

test("a short date names its year when that is another", () => {
  const today = new Date("2026-11-29T12:00:00Z");
  assert.match(briefTime("2026-03-03T12:00:00Z", today), /^(?!.*2026).*Mar/);
  assert.match(briefTime("2024-03-03T12:00:00Z", today), /2024/);
});

test("when the server's day is another than the device's, times are written anew at once", () => {
  renewCalendar();
  let written = 0;
  const stop = calendarChanged.subscribe(() => (written += 1));
  setNow(new Date(nowMs() + 24 * HOUR_MS).toISOString());
  assert.equal(written, 1);
  setNow(new Date(nowMs() - 24 * HOUR_MS).toISOString());
  assert.equal(written, 2);
  stop();
});
