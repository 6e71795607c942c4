import assert from "node:assert/strict";
import { test } from "node:test";
import { countdownText, untilText } from "../../../static/js/lib/terms.js";

test("a countdown is seconds, then a clock", () => {
  assert.deepEqual([7, 60, 75, 3600, 3725].map(countdownText), ["7 s", "1:00", "1:15", "1:00:00", "1:02:05"]);
});

test("an end is permanent, an hour of today, or a day", () => {
  assert.equal(untilText("9999-01-01T00:00:00.000Z"), "permanently");
  assert.match(untilText(new Date().toISOString()), /^until \d/);
  assert.match(untilText("2031-05-17T12:00:00.000Z"), /^until .*2031/);
});
