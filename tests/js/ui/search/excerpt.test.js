import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf } from "../../../../static/js/ui/search/excerpt.js";

test("what stands before a hit is cut at a word, so that the hit stays in two lines", () => {
  assert.equal(endOf("short "), "short ");
  assert.equal(endOf("a long sentence that would fill more than two lines before "), "…more than two lines before ");
  assert.equal(endOf("猫".repeat(60)), `…${"猫".repeat(28)}`);
});
