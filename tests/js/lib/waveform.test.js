import assert from "node:assert/strict";
import { test } from "node:test";

import { barsOf, clockTime, pathOf } from "../../../static/js/lib/waveform.js";

test("bars are the peaks of their parts, the loudest one full", () => {
  assert.deepEqual(barsOf([0, 0.25, 0.5, -0.1], 2), [50, 100]);
  assert.deepEqual(barsOf([0.2], 64), [100]);
  assert.deepEqual(barsOf([], 64), []);
});

test("silence stays silent, and nothing is higher than full", () => {
  assert.deepEqual(barsOf([0, 0.001], 2), [0, 10]);
  assert.deepEqual(barsOf([3, 1], 2), [100, 100]);
  for (const bar of barsOf(Float32Array.from({ length: 1000 }, (_, at) => Math.sin(at)))) {
    assert.ok(Number.isInteger(bar) && bar >= 0 && bar <= 100);
  }
});

test("a bar of nothing is still seen", () => {
  assert.equal(pathOf([0, 100]), "M1 48V52M3 0V100");
});

test("a time is written as on a clock", () => {
  assert.deepEqual([0, 65.9, 3605, Infinity, NaN].map(clockTime), ["0:00", "1:05", "1:00:05", "0:00", "0:00"]);
});
