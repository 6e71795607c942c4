import assert from "node:assert/strict";
import { test } from "node:test";

import { blurhashPixels } from "../../../static/js/lib/blurhash.js";

/** @param {string} hash @param {number} width @param {number} height */
const pixelsOf = (hash, width, height) => [...(blurhashPixels(hash, width, height) ?? [])];

test("a hash of one colour is that colour", () => {
  const pixels = pixelsOf("00OZZy", 2, 1);
  assert.equal(pixels.length, 8);
  assert.deepEqual(pixels.slice(0, 4), pixels.slice(4));
  assert.equal(pixels[3], 255);
});

test("a hash of several has its colours where they are", () => {
  const pixels = pixelsOf("LEHV6nWB2yk8pyo0adR*.7kCMdnj", 4, 3); // the example of blurha.sh
  const light = (/** @type {number} */ at) => pixels[4 * at] + pixels[4 * at + 1] + pixels[4 * at + 2];
  assert.ok(light(0) !== light(11));
  assert.deepEqual(pixels.filter((_, at) => at % 4 === 3), Array(12).fill(255));
});

test("what is no hash has no pixels", () => {
  for (const text of ["", "x", "LEHV6n", "LEHV6nWB2yk8pyo0adR*.7kCMdn", "\"EHV6nWB2yk8pyo0adR*.7kCMdnj"]) {
    assert.equal(blurhashPixels(text, 4, 3), null);
  }
});
