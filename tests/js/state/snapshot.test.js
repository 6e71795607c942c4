import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { Snapshot } from "../../../static/js/state/snapshot.js";
import { messages, person, room } from "../support.js";

/** @param {number} id @returns {Me} */
const me = (id) => ({ ...person(id), email: "", role: "member", date_joined: "", must_verify_email: false, preferences: { language: "", clock: "auto", shows_last_seen: true, sees_welcome: false, takes_direct_messages: true } });

/** @type {MemoryStorage} */
let storage;

beforeEach(() => {
  storage = new MemoryStorage();
  const snapshot = new Snapshot(storage);
  snapshot.keepMe(me(1));
  snapshot.keepRooms([room()]);
  snapshot.keepScreen(1, messages(1, 80));
});

test("the last screen is there after a reload, and no more than a screen", () => {
  const again = new Snapshot(storage);
  assert.equal(again.me?.id, 1);
  assert.deepEqual(again.rooms.map(({ id }) => id), [1]);
  assert.equal(again.messagesIn(1).length, 50);
  assert.equal(again.messagesIn(1).at(-1)?.seq, 80);
  assert.deepEqual(again.messagesIn(2), []);
});

test("another person of the same browser finds nothing of it", () => {
  const theirs = new Snapshot(storage);
  theirs.keepMe(me(2));
  assert.deepEqual(theirs.rooms, []);
  assert.deepEqual(theirs.messagesIn(1), []);
});

test("after signing out nothing is left, and nothing more is kept", () => {
  const snapshot = new Snapshot(storage);
  snapshot.clear();
  snapshot.keepRooms([room()]);
  assert.equal(storage.length, 0);
});
