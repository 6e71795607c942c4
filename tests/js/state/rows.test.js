import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnEntry, drawnMessage, rowsOf } from "../../../static/js/state/rows.js";
import { message, person } from "../support.js";

const ME = 1;
const other = person(2);

/** @param {Message[]} list @param {number | null} [unreadAfter] */
function rows(list, unreadAfter = null) {
  return rowsOf(list.map(drawnMessage), { unreadAfter, me: ME });
}

/** @param {ReturnType<typeof rowsOf>} list */
function sketch(list) {
  return list.map((row) => (row.kind === "message" ? `${row.startsGroup ? "+" : "-"}${row.message.seq}` : row.kind));
}

test("a day begins with its line, and each author's messages are one group", () => {
  const list = [message(1), message(2), message(3, { author: other }), message(4)];
  assert.deepEqual(sketch(rows(list)), ["day", "+1", "-2", "+3", "+4"]);
});

test("a pause starts a new group", () => {
  const list = [message(1), message(2, { created_at: "2026-11-22T08:30:00.000Z" })];
  assert.deepEqual(sketch(rows(list)), ["day", "+1", "+2"]);
});

test("a new day gets a line", () => {
  const list = [message(1), message(2, { created_at: "2026-11-24T08:00:01.000Z" })];
  assert.deepEqual(sketch(rows(list)), ["day", "+1", "day", "+2"]);
});

test("what is new since the last visit begins with a line, before the first message of someone else", () => {
  const list = [message(1), message(2), message(3, { author: other }), message(4, { author: other })];
  assert.deepEqual(sketch(rows(list, 1)), ["day", "+1", "-2", "unread", "+3", "-4"]);
});

test("without news there is no line", () => {
  assert.deepEqual(sketch(rows([message(1), message(2)], 0)), ["day", "+1", "-2"]);
});

test("a message keeps its key from typing to storing", () => {
  const entry = { client_id: "c-1", room_id: 1, content: "hi", reply_to: null, created_at: "2026-11-22T08:00:09.000Z", tab: "t", error: null };
  const waiting = rowsOf([drawnEntry(entry, person(ME), () => undefined)], { me: ME });
  const stored = rows([message(9, { client_id: "c-1" })]);
  assert.equal(waiting[1].key, stored[1].key);
});

test("two people's messages with one client id are two lines", () => {
  const list = [message(1, { client_id: "same" }), message(2, { client_id: "same", author: other })];
  assert.equal(new Set(rows(list).map(({ key }) => key)).size, 3);
});

test("days that are not in order have a line each, and every line a key of its own", () => {
  let seed = 7;
  const random = (/** @type {number} */ below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 200; round += 1) {
    const list = Array.from({ length: 1 + random(12) }, (_, index) =>
      message(index + 1, { created_at: new Date(Date.UTC(2026, 10, 20 + random(3), random(24))).toISOString() }));
    const drawn = rows(list);
    assert.equal(new Set(drawn.map(({ key }) => key)).size, drawn.length);
    let day = "";
    for (const row of drawn) {
      if (row.kind === "day") day = new Date(row.time).toDateString();
      if (row.kind === "message") assert.equal(new Date(row.message.created_at).toDateString(), day);
    }
  }
});

test("a message that is dated long before the one above it does not continue its group", () => {
  const list = [message(1), message(2, { created_at: "2026-11-22T07:00:00.000Z" })];
  assert.deepEqual(sketch(rows(list)), ["day", "+1", "+2"]);
});
