import assert from "node:assert/strict";
import { test } from "node:test";
import { isWorthAsking, quoted, termBefore, termsOf, unquotedName, without } from "../../../static/js/state/search_query.js";

/** @param {string} text */
const kinds = (text) => termsOf(text).map(({ kind, value }) => `${kind} ${value}`);

test("words, phrases, exclusions and operators are kept apart, whatever their marks", () => {
  assert.deepEqual(kinds("cake  \"two words\" -nuts from:ada in:\"Book club\" “so said”"), [
    "word cake", "phrase two words", "without nuts", "from ada", "in Book club", "phrase so said",
  ]);
  assert.deepEqual(kinds("FROM:Ada form:ada https://x.org/a:b C++ -"), [
    "from Ada", "word form:ada", "word https://x.org/a:b", "word C++", "word -",
  ]);
  assert.deepEqual(kinds("   "), []);
});

test("a term says where it stands", () => {
  const text = "cake from:\"Ada L\" x";
  assert.deepEqual(termsOf(text).map(({ start, end }) => text.slice(start, end)), ["cake", "from:\"Ada L\"", "x"]);
  assert.equal(termBefore("cake from:ad", 12)?.value, "ad");
  assert.equal(termBefore("cake from:ad", 7)?.value, "fr");
  assert.equal(termBefore("cake ", 5), null);
});

test("what is half written, and a single letter, is not worth asking; one character of other scripts is", () => {
  for (const text of ["", "  ", "a", "é", "7", "cake from:", "cake from:ad", "on:20", "\"two wor", "in:\"Book"]) {
    assert.equal(isWorthAsking(text), false, text);
  }
  for (const text of ["ab", "猫", "🎂", "か", "cake from:ada ", "from:ada cake", "from:\"Ada L\"", "has:link", "has:image",
    "on:2026-11-29", "\"two words\"", "a b"]) {
    assert.equal(isWorthAsking(text), true, text);
  }
});

test("a name of which only the first word was taken is seen", () => {
  const yuki = { id: 1, name: "Yuki Tanabe" };
  /** @type {Understood[]} */
  const cut = [{ kind: "from", text: "yuki", user: yuki }, { kind: "word", text: "tanabe" }, { kind: "word", text: "x" }];
  assert.equal(unquotedName(cut), "from:\"Yuki Tanabe\"");
  assert.equal(unquotedName([{ kind: "in", text: "Book", room: { id: 1, name: "Book club" } }, ...cut.slice(2)]), null);
  assert.equal(unquotedName([{ kind: "from", text: "Yuki Tanabe", user: yuki }, cut[1]]), null, "it was quoted");
  assert.equal(unquotedName([{ kind: "from", text: "yuki" }, cut[1]]), null, "of several people");
  assert.equal(unquotedName([{ kind: "without", text: "from:yuki", user: yuki }, cut[1]]), null);
  assert.equal(unquotedName([]), null);
});

test("a term that was understood is taken out, and the others stay as they were typed", () => {
  /** @type {Understood[]} */
  const understood = [
    { kind: "word", text: "cake" },
    { kind: "from", text: "Ada L", user: { id: 1, name: "Ada Lovelace" } },
    { kind: "without", text: "nuts" },
    { kind: "before", text: "2026-11-01" },
    { kind: "from", text: "ben" },
  ];
  const text = "cake from:\"Ada L\"  -nuts before:2026-11-01 from:Ben";
  assert.equal(without(text, understood, 1), "cake -nuts before:2026-11-01 from:Ben");
  assert.equal(without(text, understood, 2), "cake from:\"Ada L\" before:2026-11-01 from:Ben");
  assert.equal(without(text, understood, 4), "cake from:\"Ada L\" -nuts before:2026-11-01");
  assert.equal(without("cake", [{ kind: "has", text: "link" }], 0), "cake");
});

test("of terms that the server writes in another way, the order tells which is meant", () => {
  /** @type {Understood[]} */
  const understood = [{ kind: "on", text: "2026-11-28" }, { kind: "on", text: "2026-11-29" }];
  assert.equal(without("on:yesterday on:today x", understood, 1), "on:yesterday x");
});

test("a name with blanks is put into quotation marks", () => {
  assert.equal(quoted("Ada"), "Ada");
  assert.equal(quoted("Ada Lovelace"), "\"Ada Lovelace\"");
  assert.equal(quoted("The \"Count\""), "\"The Count\"");
});
