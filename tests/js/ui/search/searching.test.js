import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatError, Unreachable } from "../../../../static/js/net/errors.js";
import { Searching } from "../../../../static/js/ui/search/searching.js";
import { message } from "../../support.js";

/** @typedef {import("../../../../static/js/state/search_results.js").Answer} Answer */

/** @param {number[]} ids @param {Partial<Answer>} [changes] @returns {Answer} */
function answer(ids, changes = {}) {
  const results = ids.map((id) => ({ message: message(id), room: { id: 1, name: "General" }, excerpt_html: "x" }));
  return {
    results, has_more: false, before: null, searched_back_to: null, understood: [], is_complete: true, ...changes,
  };
}

/** A server that answers when the test says so. */
function server() {
  /** @type {{ path: string, signal: AbortSignal, give(it: Answer): void, refuse(why: Error): void }[]} */
  const asked = [];
  const read = (/** @type {string} */ path, /** @type {AbortSignal} */ signal) => (
    new Promise((/** @type {(it: Answer) => void} */ give, refuse) => void asked.push({ path, signal, give, refuse }))
  );
  return { asked, searching: new Searching(read) };
}

const settled = () => new Promise((done) => setImmediate(done));

/** @param {Searching} searching */
const found = ({ results }) => results.items.map(({ message: { id } }) => id);

test("an answer that comes after a later question is never shown, and its request is given up", async () => {
  const { asked, searching } = server();
  void searching.now({ text: "ca", roomId: null });
  void searching.now({ text: "cake", roomId: null });
  assert.equal(asked[0].signal.aborted, true);
  asked[1].give(answer([2]));
  await settled();
  asked[0].give(answer([1]));
  await settled();
  assert.deepEqual([found(searching), searching.phase], [[2], "done"]);
});

test("typing asks once, after a pause, and not for what is half written", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, searching } = server();
  for (const text of ["c", "ca", "cak", "cake", "cake from:"]) searching.soon({ text, roomId: null });
  t.mock.timers.tick(1_000);
  assert.equal(asked.length, 0);
  for (const text of ["cake f", "cake", "cakes"]) searching.soon({ text, roomId: 3 });
  t.mock.timers.tick(299);
  assert.equal(asked.length, 0);
  t.mock.timers.tick(1);
  assert.equal(asked.length, 1);
  assert.match(asked[0].path, /^\/search\?q=cakes&room_id=3&tz=[^&]+&limit=25$/);
  searching.soon({ text: "cakes ", roomId: 3 });
  t.mock.timers.tick(1_000);
  assert.equal(asked.length, 1);
});

test("an emptied field wants no answer any longer", async () => {
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  searching.soon({ text: " ", roomId: null });
  asked[0].give(answer([1]));
  await settled();
  assert.deepEqual([found(searching), searching.phase], [[], "blank"]);
});

test("waiting says so after a moment, and again after some seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { searching } = server();
  void searching.now({ text: "cake", roomId: null });
  const said = [300, 200, 4_000].map((ms) => {
    t.mock.timers.tick(ms);
    return searching.waited;
  });
  assert.deepEqual(said, [0, 1, 2]);
});

test("a server that does not answer is given up after 20 seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  asked[0].signal.addEventListener("abort", () => asked[0].refuse(new Unreachable()));
  t.mock.timers.tick(20_000);
  await settled();
  assert.deepEqual([searching.phase, searching.isWaiting], ["failed", true]);
});

test("further pages are added, a failed one leaves what is there, and is asked for again", async () => {
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  asked[0].give(answer([9, 8], { has_more: true, before: 8 }));
  await settled();
  void searching.more();
  asked[1].refuse(new Unreachable());
  await settled();
  assert.deepEqual([found(searching), searching.phase], [[9, 8], "failed"]);
  void searching.retry();
  assert.match(asked[2].path, /&before=8&limit=25$/);
  asked[2].give(answer([7]));
  await settled();
  assert.deepEqual([found(searching), searching.phase], [[9, 8, 7], "done"]);
});

test("a refusal shows its sentence and nothing that was found before", async () => {
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  asked[0].give(answer([9]));
  await settled();
  void searching.now({ text: "cake on:never", roomId: null });
  asked[1].refuse(new ChatError({ code: "invalid_input", message: "“never” is no date." }));
  await settled();
  assert.deepEqual([found(searching), searching.error?.message, searching.isWaiting], [[], "“never” is no date.", false]);
});

test("who searches too fast waits as long as the server asks, then it goes on by itself", async (t) => {
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  asked[0].refuse(new ChatError({ code: "rate_limited", message: "Slowly.", retry_after_s: 3 }));
  await settled();
  t.mock.timers.tick(2_999);
  assert.equal(asked.length, 1);
  t.mock.timers.tick(1);
  assert.equal(asked.length, 2);
});

test("an edited message is looked up again, and goes when it is not found any more", async () => {
  const { asked, searching } = server();
  void searching.now({ text: "cake", roomId: null });
  asked[0].give(answer([9, 8]));
  await settled();
  void searching.lookAgain(message(8, { version: 20 }));
  assert.match(asked[1].path, /&before=9&limit=1$/);
  const [again] = answer([8]).results;
  asked[1].give({ ...answer([]), results: [{ ...again, excerpt_html: "new" }] });
  await settled();
  assert.equal(searching.results.of(8)?.excerpt_html, "new");
  void searching.lookAgain(message(9, { version: 21 }));
  asked[2].give(answer([8]));
  await settled();
  assert.deepEqual(found(searching), [8]);
});
