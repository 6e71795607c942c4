import assert from "node:assert/strict";
import { test } from "node:test";
import { isolated } from "../../../static/js/lib/direction.js";
import { interpolate } from "../../../static/js/lib/i18n.js";

const LTR = ["Alice", "Жора", "Ελένη", "小林", "김", "ไทย", "אlice".slice(1)];
const RTL = ["שרה", "محمد", "ܫܠܡ", "ߒߞߏ", "𞤀𞤁", "Alice אלי", "ﷺ"];
const NEUTRAL = ["", "12:30", "…", "👍 👋🏽", "+1", "(!)"];
const CONTROLS = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069].map((code) => String.fromCodePoint(code));

test("a text of the other direction is isolated, one of the page's own is as it was", () => {
  for (const text of RTL) assert.equal(isolated(text, false), `\u2068${text}\u2069`, text);
  for (const text of LTR) assert.equal(isolated(text, false), text);
  for (const text of LTR) assert.equal(isolated(text, true), `\u2068${text}\u2069`, text);
  for (const text of NEUTRAL) for (const rtl of [true, false]) assert.equal(isolated(text, rtl), text);
});

test("no control of direction leaves a text, wherever it stands", () => {
  for (const control of CONTROLS) {
    for (const text of [...LTR, ...RTL, ...NEUTRAL]) {
      for (const name of [control + text, text + control, text.slice(0, 1) + control + text.slice(1)]) {
        for (const rtl of [true, false]) assert.equal(isolated(name, rtl), isolated(text, rtl), JSON.stringify(name));
      }
    }
  }
});

test("what fills a place of a sentence is isolated", () => {
  assert.equal(interpolate("%(a)s and %(count)s more", { a: "שרה", count: 2 }), "\u2068שרה\u2069 and 2 more");
});
