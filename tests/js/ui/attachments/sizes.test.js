import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../../../../static/js/ui/attachments/sizes.js";

/** @param {number} width @param {number} height */
const sizeOf = (width, height) => fitted({ width, height, previews: [] });

test("a picture keeps its proportions, within the space of one", () => {
  assert.deepEqual(sizeOf(4000, 3000), { width: 360, height: 270 });
  assert.deepEqual(sizeOf(600, 900), { width: 200, height: 300 });
  assert.deepEqual(sizeOf(40, 30), { width: 40, height: 30 });
});

test("a very tall picture is no strip, but a part of it", () => {
  assert.deepEqual(sizeOf(1080, 12_000), { width: 120, height: 300 });
  assert.deepEqual(sizeOf(40, 3000), { width: 40, height: 300 });
});
