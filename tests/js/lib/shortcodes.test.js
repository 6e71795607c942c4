import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bestNames, mayHoldShortcodes, shortcodeBefore, withEmoji } from "../../../static/js/lib/shortcodes.js";

const TABLE = JSON.parse(readFileSync(new URL("../../../static/vendor/shortcodes.json", import.meta.url), "utf8"));
const NAMES = Object.keys(TABLE);
const EYES = [":", ";", "=", "8", "X", "x", ">:", ":'", "}:", "O:", "3:"];
const NOSES = ["", "-", "^", "'", "~"];
const MOUTHS = [..."()[]{}/\\|*#$@&<>3", "D", "P", "p", "b", "o", "O", "x", "X", "S", "s", "c", "v", "m"];
const SMILEYS = EYES.flatMap((eyes) => NOSES.flatMap((nose) => MOUTHS.map((mouth) => eyes + nose + mouth)));

test("a shortcode is what begins with a colon right before the caret", () => {
  assert.deepEqual(shortcodeBefore("well done :ta", 13), { start: 10, query: "ta", complete: false });
  assert.deepEqual(shortcodeBefore(":tada: and more", 6), { start: 0, query: "tada", complete: true });
});

test("times, addresses, smileys and single letters are none", () => {
  for (const text of ["at 10:30", "https://x", "a:b", ":d", "std::vector", ":-P", ":-1x"]) {
    assert.equal(shortcodeBefore(text, text.length), null, text);
  }
});

test("in code there are none", () => {
  for (const text of ["`:tad", "a `b` and `:tada:", "```\n:tada:", "```sh\nx\n```\n~~~\n:tad", "> ```\n> :tad"]) {
    assert.equal(shortcodeBefore(text, text.length), null, text);
  }
  for (const text of ["`a` :tad", "\\` :tad", "```\ncode\n```\n:tad"]) assert.ok(shortcodeBefore(text, text.length), text);
});

test("names that begin with the letters come first, the shortest before the longer", () => {
  assert.deepEqual(bestNames("cat", ["location", "cat2", "cat", "scat"], 3), ["cat", "cat2", "scat"]);
});

test("every name becomes its emoji: alone, between words, in a row, in another script", () => {
  assert.ok(NAMES.length > 1_900);
  for (const name of NAMES) {
    const [code, emoji] = [`:${name}:`, TABLE[name]];
    assert.ok(mayHoldShortcodes(code));
    assert.equal(withEmoji(code, TABLE), emoji);
    assert.equal(withEmoji(`so ${code} it\n${code}`, TABLE), `so ${emoji} it\n${emoji}`);
    if (name.length === 1) continue;
    assert.equal(withEmoji(`(${code}${code})!`, TABLE), `(${emoji}${emoji})!`);
    assert.equal(withEmoji(`やった${code}よ`, TABLE), `やった${emoji}よ`);
    assert.equal(withEmoji(code.toUpperCase(), TABLE), emoji);
  }
});

test("every name stays as typed in code, in links and after a backslash", () => {
  for (const name of NAMES) {
    const code = `:${name}:`;
    for (const text of [
      `\`${code}\``, `\`\` a \`${code} b \`\``, `\`\`\`\n${code}\n\`\`\``, `\`\`\`yaml\n- ${code}`, `~~~\n${code}\n~~~\nx`,
      `> \`\`\`\n> ${code}\n> \`\`\``, `- \`\`\`\n  ${code}`, `https://example.com/${code}/x`, `[a](https://example.com/${code})`, `\\${code}`,
    ]) assert.equal(withEmoji(text, TABLE), text);
  }
});

test("what follows code is text again", () => {
  assert.equal(withEmoji("`:tada:` :tada: ```\n:tada:", TABLE), "`:tada:` 🎉 ```\n🎉");
  assert.equal(withEmoji("```\n:tada:\n```\n:tada:", TABLE), "```\n:tada:\n```\n🎉");
});

test("smileys stay as typed, alone, in pairs, and before an unfinished one", () => {
  assert.ok(SMILEYS.length > 1_000);
  for (const smiley of SMILEYS) {
    for (const text of [smiley, `${smiley} ${smiley}`, `so ${smiley}`, `${smiley}:)`, `${smiley}:`]) {
      const name = text.match(/^:(\w+):$/)?.[1]; // ":x:" is a name
      if (!name || !Object.hasOwn(TABLE, name)) assert.equal(withEmoji(text, TABLE), text);
    }
    if (/[-^'~*/\\]/.test(smiley)) assert.equal(shortcodeBefore(smiley, smiley.length), null, smiley);
  }
});

test("times, ratios and addresses stay as typed", () => {
  for (let first = 0; first < 200; first += 1) {
    for (const text of [
      `${first}:100:${first}`, `at 10:${first}:45`, `${first}:1234:5`, `fe80::${first}:1234:1`, `${first}::100:1`,
      `aa:${first}:cc`, `١٠:100:${first}`, `key:on:${first}`, `std::${first}::end::x`,
    ]) assert.equal(withEmoji(text, TABLE), text);
  }
});

test("an unknown name stays as typed, beside a known one", () => {
  assert.equal(withEmoji(":nonesuch: :nonesuch::tada:", TABLE), ":nonesuch: :nonesuch:🎉");
  assert.equal(withEmoji(":constructor: :__proto__:", TABLE), ":constructor: :__proto__:");
});

test("a text made to be slow is not", () => {
  for (const part of ["`", "``x", ":a", "\\`", "```\n", "~~~ ", ":a:", "> "]) {
    const text = part.repeat(4_000 / part.length);
    const start = performance.now();
    withEmoji(text, TABLE);
    shortcodeBefore(`${text}:ta`, text.length + 3);
    assert.ok(performance.now() - start < 500, part);
  }
});
