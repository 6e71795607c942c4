import assert from "node:assert/strict";
import { test } from "node:test";
import { wordDiff } from "../../../static/js/lib/word_diff.js";

/** @param {string} before @param {string} after */
const inShort = (before, after) => wordDiff(before, after).map(({ kind, text }) => (
  kind === "same" ? text : kind === "added" ? `+${text}+` : `-${text}-`
)).join("");

test("words that were added, removed and exchanged are marked", () => {
  assert.equal(inShort("Cake on Friday", "Cake on Friday"), "Cake on Friday");
  assert.equal(inShort("Cake on Friday", "Cake on Friday night"), "Cake on Friday+ night+");
  assert.equal(inShort("Cake on Friday", "Cake on Monday."), "Cake on -Friday-+Monday.+");
  assert.equal(inShort("", "new"), "+new+");
  assert.equal(inShort("old", ""), "-old-");
});

test("scripts without spaces are compared sign by sign", () => {
  assert.equal(inShort("明日は雨です", "明日は晴です"), "明日は-雨-+晴+です");
});

test("whatever changes, both texts can be read from it", () => {
  const letters = ["a", "b", " ", " ", "\n", ",", "é", "👍🏽"];
  const random = () => Array.from({ length: 40 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [random(), random()];
    const pieces = wordDiff(before, after);
    assert.equal(pieces.filter(({ kind }) => kind !== "added").map(({ text }) => text).join(""), before);
    assert.equal(pieces.filter(({ kind }) => kind !== "removed").map(({ text }) => text).join(""), after);
  }
});

test("very long texts with nothing in common are quick", () => {
  const start = performance.now();
  wordDiff("a ".repeat(2_000), "b,".repeat(2_000));
  assert.ok(performance.now() - start < 500);
});
