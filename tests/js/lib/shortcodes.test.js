import assert from "node:assert/strict";
import { test } from "node:test";
import { bestNames, shortcodeBefore } from "../../../static/js/lib/shortcodes.js";

test("a shortcode is what begins with a colon right before the caret", () => {
  assert.deepEqual(shortcodeBefore("well done :ta", 13), { start: 10, query: "ta", complete: false });
  assert.deepEqual(shortcodeBefore(":tada: and more", 6), { start: 0, query: "tada", complete: true });
});

test("times, addresses and single letters are none", () => {
  for (const text of ["at 10:30", "https://x", "a:b", ":d", "std::vector"]) {
    assert.equal(shortcodeBefore(text, text.length), null, text);
  }
});

test("names that begin with the letters come first, the shortest before the longer", () => {
  assert.deepEqual(bestNames("cat", ["location", "cat2", "cat", "scat"], 3), ["cat", "cat2", "scat"]);
});
