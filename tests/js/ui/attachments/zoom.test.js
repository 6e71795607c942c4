import assert from "node:assert/strict";
import { test } from "node:test";

import { fittedOn, mostOf, moved, WHOLE, zoomed } from "../../../../static/js/ui/attachments/zoom.js";

const stage = { width: 400, height: 800 };
const limits = { stage, picture: { width: 400, height: 300 }, most: 4 };

test("a point stays where it is while the picture grows around it", () => {
  const at = { x: 100, y: 0 };
  const closer = zoomed(WHOLE, 2, at, limits);
  assert.deepEqual(closer, { scale: 2, x: -100, y: 0 });
  assert.deepEqual(zoomed(closer, 0.5, at, limits), WHOLE);
});

test("no picture is smaller than whole, or larger than its limit", () => {
  assert.equal(zoomed(WHOLE, 0.1, { x: 0, y: 0 }, limits).scale, 1);
  assert.equal(zoomed(WHOLE, 100, { x: 0, y: 0 }, limits).scale, 4);
});

test("a picture is moved as far as its edge, and not at all where it fits", () => {
  const closer = zoomed(WHOLE, 2, { x: 0, y: 0 }, limits);
  assert.deepEqual(moved(closer, 1000, 1000, limits), { scale: 2, x: 200, y: 0 });
  assert.deepEqual(moved(WHOLE, -50, -50, limits), WHOLE);
});

test("a small picture keeps its size, a large one fits", () => {
  assert.deepEqual(fittedOn({ width: 40, height: 30 }, stage), { width: 40, height: 30 });
  assert.deepEqual(fittedOn({ width: 4000, height: 3000 }, stage), { width: 400, height: 300 });
  assert.equal(mostOf({ width: 4000, height: 3000 }, { width: 400, height: 300 }), 20);
  assert.equal(mostOf({ width: 40, height: 30 }, { width: 40, height: 30 }), 2);
});
