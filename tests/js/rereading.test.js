import assert from "node:assert/strict";
import { test } from "node:test";

import { rereading } from "../../static/js/ui/views/rereading.js";

/** @param {import("node:test").TestContext} context */
function start({ mock }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const root = { hidden: false };
  /** @type {(() => void)[]} */
  const answers = [];
  const changed = rereading(root, () => new Promise((resolve) => answers.push(resolve)));
  return { root, answers, changed, pass: () => mock.timers.tick(500) };
}

const settled = () => new Promise(setImmediate);

test("whatever happens within a moment is read once", (context) => {
  const { answers, changed, pass } = start(context);
  for (let times = 0; times < 5; times += 1) changed();
  pass();
  assert.equal(answers.length, 1);
});

test("what happens during a read is read after it, never beside it", async (context) => {
  const { answers, changed, pass } = start(context);
  changed();
  pass();
  changed();
  pass();
  assert.equal(answers.length, 1);
  answers[0]();
  await settled();
  pass();
  assert.equal(answers.length, 2);
  answers[1]();
  await settled();
  pass();
  assert.equal(answers.length, 2);
});

test("a hidden view is not read", (context) => {
  const { root, answers, changed, pass } = start(context);
  changed();
  root.hidden = true;
  pass();
  changed();
  pass();
  assert.equal(answers.length, 0);
});
