import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Signal } from "../../static/js/lib/signal.js";
import { MembersReader } from "../../static/js/members_reader.js";
import { Members } from "../../static/js/state/members.js";
import { Rooms } from "../../static/js/state/rooms.js";
import { person, room } from "./support.js";

globalThis.window ??= /** @type {any} */ (globalThis);

const NOW = "2026-11-30T08:00:00.000Z";
const SOON_MS = 3_000;

/** @type {{ live: any, members: Members, rooms: Rooms }} */
let chat;
/** @type {MembersReader} */
let reader;
/** What the server answers, by each question that waits. @type {((...ids: number[]) => Promise<void>)[]} */
let questions;

beforeEach((context) => {
  const { mock } = /** @type {import("node:test").TestContext} */ (context);
  mock.timers.enable({ apis: ["setTimeout"] });
  questions = [];
  mock.method(globalThis, "fetch", () => new Promise((resolve) => questions.push(answering(resolve))));
  chat = { live: { roomId: 1, caughtUp: new Signal() }, members: new Members(), rooms: new Rooms() };
  chat.rooms.replace([room({ member_count: 2 })]);
  reader = new MembersReader(/** @type {any} */ (chat));
});

/** Without ids, the server is in trouble. @param {(response: Response) => void} resolve */
function answering(resolve) {
  return async (/** @type {number[]} */ ...ids) => {
    if (ids.length === 0) resolve(Response.json({}, { status: 503 }));
    resolve(Response.json({ members: ids.map((id) => ({ user: person(id), role: "member", joined_at: NOW })) }));
    await new Promise(setImmediate);
  };
}

/** @param {number} memberCount @param {object} [more] */
function join(memberCount, more = { complete: true }) {
  chat.live.caughtUp.emit({ room: room({ member_count: memberCount, version: memberCount }), ...more });
}

test("who joined between the list and this page's joining is found by the count", async ({ mock }) => {
  void reader.read();
  await questions[0](1, 2);
  join(3);
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 2);
  await questions[1](1, 2, 3);
  assert.equal(chat.members.size, 3);
});

test("also where the list comes last", async ({ mock }) => {
  void reader.read();
  join(3);
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 1);
  await questions[0](1, 2);
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 2);
});

test("a list that is whole is read once", async ({ mock }) => {
  void reader.read();
  join(2, { complete: false });
  await questions[0](1, 2, 3);
  join(3);
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 1);
});

test("a count that stays another asks once for each joining", async ({ mock }) => {
  void reader.read();
  join(7);
  await questions[0](1, 2);
  mock.timers.tick(SOON_MS);
  await questions[1](1, 2);
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 2);
});

test("a second reading that fails is tried again", async ({ mock }) => {
  void reader.read();
  join(3);
  await questions[0](1, 2);
  mock.timers.tick(SOON_MS);
  await questions[1]();
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 3);
});

test("of a room too large for one list, the count says nothing", async ({ mock }) => {
  void reader.read();
  join(800);
  await questions[0](...Array.from({ length: 500 }, (_, id) => id + 1));
  mock.timers.tick(SOON_MS);
  assert.equal(questions.length, 1);
});
