import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded, firstLines } from "../../../static/js/lib/decoding.js";

const bytes = (/** @type {number[]} */ ...values) => new Uint8Array(values);
const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);
const utf16 = (/** @type {string} */ text, isBig = false) => (
  bytes(...[...text].flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return isBig ? [code >> 8, code & 255] : [code & 255, code >> 8];
  }))
);

test("UTF-8 is read, with a mark or cut off in the middle of a character", () => {
  assert.equal(decoded(utf8("Grüße, שלום\n")), "Grüße, שלום\n");
  assert.equal(decoded(bytes(0xef, 0xbb, 0xbf, 0x61)), "a");
  assert.equal(decoded(utf8("a😀").subarray(0, 3)), "a");
});

test("UTF-16 is read in both orders, with a mark or without", () => {
  assert.equal(decoded(bytes(0xff, 0xfe, ...utf16("Grüße"))), "Grüße");
  assert.equal(decoded(bytes(0xfe, 0xff, ...utf16("Grüße", true))), "Grüße");
  assert.equal(decoded(utf16("name;place\r\n")), "name;place\r\n");
  assert.equal(decoded(utf16("name;place\r\n", true)), "name;place\r\n");
});

test("Latin-1 is read", () => {
  assert.equal(decoded(bytes(0x47, 0x72, 0xfc, 0xdf, 0x65)), "Grüße");
});

test("Japanese is read in its old encodings", () => {
  const greeting = "こんにちは";
  const shiftJis = [0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd];
  assert.equal(decoded(bytes(...shiftJis)), greeting);
  assert.equal(decoded(bytes(...shiftJis, 0x82)), greeting, "cut off in the middle of a character");
  assert.equal(decoded(bytes(0xa4, 0xb3, 0xa4, 0xf3, 0xa4, 0xcb, 0xa4, 0xc1, 0xa4, 0xcf)), greeting);
});

test("what only looks like Latin letters is not shown as such", () => {
  assert.equal(decoded(bytes(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0)), null, "Cyrillic");
  assert.equal(decoded(bytes(0xc4, 0xe3, 0xba, 0xc3, 0xca, 0xc0, 0xbd, 0xe7)), null, "Chinese");
  const french = [0x64, 0xe9, 0x6a, 0xe0, 0x20, 0x76, 0x75, 0x2c, 0x20, 0xe9, 0x6c, 0xe8, 0x76, 0x65];
  assert.equal(decoded(bytes(...french)), "déjà vu, élève");
  assert.equal(decoded(bytes(0x55, 0x6d, 0x6c, 0x61, 0x75, 0x74, 0x20, 0xe4, 0xf6, 0xfc, 0xdf)), "Umlaut äöüß");
  assert.equal(decoded(bytes(0x93, 0xc4, 0x94, 0x20, 0x96, 0x20, 0xa3, 0x35)), "“Ä” – £5");
});

test("what is no text is none, whatever it claims", () => {
  for (const content of [[0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]) {
    assert.equal(decoded(bytes(...content)), null);
  }
  assert.equal(decoded(bytes(0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00)), null, "half a character");
});

test("the first lines are few, and none is endless", () => {
  assert.deepEqual(firstLines("a\r\nb\rc\nd", 3), { lines: ["a", "b", "c"], hasMore: true });
  assert.deepEqual(firstLines("a\n\nb\n", 3), { lines: ["a", "", "b"], hasMore: false });
  assert.deepEqual(firstLines("a", 3), { lines: ["a"], hasMore: false });
  const [line] = firstLines("😀".repeat(5000), 3).lines;
  assert.equal(line, `${"😀".repeat(200)}…`);
  assert.equal(firstLines(`a${"😀".repeat(5000)}`, 3).lines[0], `a${"😀".repeat(199)}…`, "no half of a character");
});
