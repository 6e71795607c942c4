import assert from "node:assert/strict";
import { test } from "node:test";
import { mayHoldMentions, readable } from "../../../static/js/lib/mention_marks.js";
import { MentionText } from "../../../static/js/lib/mention_text.js";

const NAMES = /** @type {Record<number, string>} */ ({
  1: "Ada", 2: "Ada Lovelace", 3: "Ada", 4: "Zoë (she/her)", 5: "田中 花子", 6: "a.b*c", 7: "שרה", 8: "👩‍🔬 Mia", 9: "Jean-Luc/2",
});
const nameOf = (/** @type {number} */ id) => NAMES[id];

/** @param {string} content */
function textOf(content) {
  const text = new MentionText();
  text.show(content, nameOf);
  return text;
}

/** Replace a part, as a browser does. @param {MentionText} text @param {number} from @param {number} to @param {string} by */
function replace(text, from, to, by) {
  const shown = text.shown.slice(0, from) + by + text.shown.slice(to);
  return text.edited(shown, from + by.length);
}

/** @param {number} below */
const random = (below) => Math.floor(Math.random() * below);

/** @param {MentionText} text */
function isWhole(text) {
  let at = 0;
  for (const { start, end, id } of text.mentions) {
    assert.ok(start >= at, "mentions overlap");
    assert.equal(text.shown.slice(start, end), id === "room" ? "@room" : `@${NAMES[id]}`);
    at = end;
  }
}

test("a mention is shown by its name and sent by its number", () => {
  const text = textOf("<@2>, <@1> and <@room>: <@99> <b>");
  assert.equal(text.shown, "@Ada Lovelace, @Ada and @room: <@99> <b>");
  assert.equal(text.content, "<@2>, <@1> and <@room>: <@99> <b>");
  assert.equal(readable("<@5>: <@99>", nameOf), "@田中 花子: <@99>");
  assert.ok(mayHoldMentions("a <@1>") && !mayHoldMentions("a < @1"));
});

test("whatever is shown goes back to the same content", () => {
  for (let round = 0; round < 500; round += 1) {
    const pieces = Array.from({ length: random(8) }, () =>
      [`<@${1 + random(8)}>`, "<@room>", "<@77>", " ", "@Ada", "\n", "é", "👍", "<@", ">"][random(10)]);
    const content = pieces.join("");
    assert.equal(textOf(content).content, content);
  }
});

test("deleting a part of a mention deletes all of it", () => {
  for (const [at, from] of [[4, 3], [5, 4]]) {
    const text = textOf("<@1> hi");
    if (at > 4) replace(text, 0, 0, "x");
    const left = replace(text, from, from + 1, "");
    assert.deepEqual(left, { start: from - 3, end: from });
    replace(text, from - 3, from, "");
    assert.equal(text.content, at > 4 ? "x hi" : " hi");
  }
  const both = textOf("<@1> and <@2>");
  assert.deepEqual(replace(both, 2, 11, ""), { start: 0, end: both.shown.length }, "a selection that cuts two");
  assert.equal(replace(textOf("<@1> hi"), 0, 4, ""), null, "nothing is left of what was deleted whole");
});

test("typing inside a mention makes it plain text, beside it does not", () => {
  const text = textOf("<@1> hi");
  replace(text, 4, 4, "'s");
  assert.equal(text.content, "<@1>'s hi");
  replace(text, 0, 0, "So ");
  assert.equal(text.content, "So <@1>'s hi");
  replace(text, 5, 5, "x");
  assert.equal(text.content, "So @Axda's hi");
});

test("a mention that is undone or pasted comes back, of the longest name that fits", () => {
  const text = textOf("<@2> and <@1>");
  replace(text, 0, text.shown.length, "");
  assert.equal(text.content, "");
  replace(text, 0, 0, "@Ada Lovelace, not @Ada");
  assert.equal(text.content, "<@2>, not <@1>");
});

test("of two people of one name, each mention keeps its own", () => {
  const text = textOf("<@1> ");
  text.know({ id: 3, name: "Ada" });
  replace(text, 5, 5, "@Ada");
  assert.equal(text.content, "<@1> <@3>");
});

test("names that are not known are never made into mentions", () => {
  const text = textOf("");
  replace(text, 0, 0, "@Ada and @room");
  assert.equal(text.content, "@Ada and @room");
});

test("a part that is copied holds whole mentions only", () => {
  const text = textOf("hi <@4>!");
  assert.equal(text.contentOf(3, text.shown.length), "<@4>!");
  assert.equal(text.contentOf(4, text.shown.length), "Zoë (she/her)!");
});

test("after any edits the mentions are whole, in order and apart", () => {
  for (let round = 0; round < 300; round += 1) {
    const text = textOf("<@1> <@2><@room> and <@8>, <@7>");
    for (let step = 0; step < 30; step += 1) {
      const from = random(text.shown.length + 1);
      const to = random(2) ? from : Math.min(text.shown.length, from + random(6));
      const by = ["", "", "a", "@Ada", "@", " Lovelace", "\n", "👍", "@a.b*c"][random(9)];
      const left = replace(text, from, to, by);
      if (left) replace(text, left.start, left.end, "");
      isWhole(text);
    }
  }
});

test("a name of any characters is known again when it is pasted", () => {
  const text = textOf(Object.keys(NAMES).map((id) => `<@${id}>`).join(" "));
  const { shown } = text;
  text.edited("", 0);
  text.edited(shown, shown.length);
  isWhole(text);
  assert.equal(text.mentions.length, Object.keys(NAMES).length);
});
