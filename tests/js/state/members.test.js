import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Members } from "../../../static/js/state/members.js";
import { person } from "../support.js";

const NOW = "2026-11-30T08:00:00.000Z";

/** @type {Members} */
let members;

beforeEach(() => {
  members = new Members();
});

/** @param {number[]} ids @returns {Member[]} */
const list = (...ids) =>
  ids.map((id) => ({ user: person(id), role: "member", joined_at: NOW, online: true, last_seen_at: null }));
const ids = () => members.sorted(() => true).map(({ user }) => user.id);

test("who joins or leaves while a list is on its way is not lost when an older one comes", () => {
  const take = members.awaitList();
  members.put(person(3), "member", NOW);
  members.remove(2);
  take(list(1, 2));
  assert.deepEqual(ids(), [1, 3]);
});

test("of two lists on their way each is brought up to date", () => {
  const first = members.awaitList();
  members.put(person(2), "member", NOW);
  const second = members.awaitList();
  members.put(person(3), "moderator", NOW);
  second(list(1, 2));
  assert.deepEqual(ids(), [1, 2, 3]);
  first(list(1));
  assert.deepEqual(ids(), [1, 2, 3]);
  assert.equal(members.get(3)?.role, "moderator");
});

test("a list of the room before is not taken, also after coming back", () => {
  const take = members.awaitList();
  members.clear();
  members.put(person(7), "member", NOW);
  take(list(1));
  assert.deepEqual(ids(), [7]);
});

test("where no list came, everything stays", () => {
  const take = members.awaitList();
  members.put(person(1), "member", NOW);
  take(null);
  assert.deepEqual(ids(), [1]);
});
