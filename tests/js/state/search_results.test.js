import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { RecentSearches } from "../../../static/js/state/recent_searches.js";
import { SearchResults } from "../../../static/js/state/search_results.js";
import { Snapshot } from "../../../static/js/state/snapshot.js";
import { message } from "../support.js";

/** @param {number} id @param {number} roomId */
function result(id, roomId) {
  return { message: message(id, { room_id: roomId }), room: { id: roomId, name: `Room ${roomId}` }, excerpt_html: "x" };
}

/** @param {ReturnType<typeof result>[]} results @param {object} [changes] */
function answer(results, changes = {}) {
  return {
    results, has_more: false, before: null, searched_back_to: null, understood: [], is_complete: true, ...changes,
  };
}

test("a room is named before each run of its results, and the order of the server stays", () => {
  const results = new SearchResults();
  results.replace(answer([result(9, 1), result(8, 1), result(7, 2), result(6, 1)]));
  assert.deepEqual(results.rows().map(({ key }) => key), [
    "room-9", "result-9", "result-8", "room-7", "result-7", "room-6", "result-6",
  ]);
});

test("a page is added once, and says where to go on", () => {
  const results = new SearchResults();
  results.replace(answer([result(9, 1), result(8, 1)], { has_more: true, before: 8 }));
  assert.equal(results.before, 8);
  results.add(answer([result(8, 1), result(7, 1)], { has_more: true, before: 5, searched_back_to: "2026-11-03T08:00Z" }));
  assert.deepEqual(results.items.map(({ message: { id } }) => id), [9, 8, 7]);
  assert.deepEqual([results.before, results.searchedBackTo], [5, "2026-11-03T08:00Z"]);
});

test("what is gone is dropped, with the room of which nothing is left", () => {
  const results = new SearchResults();
  results.replace(answer([result(9, 1), result(8, 2)]));
  assert.equal(results.drop(({ message: { id } }) => id === 8), true);
  assert.equal(results.drop(({ message: { id } }) => id === 8), false);
  assert.deepEqual(results.rows().map(({ key }) => key), ["room-9", "result-9"]);
});

/** @param {MemoryStorage} storage */
function signedIn(storage) {
  const snapshot = new Snapshot(storage);
  snapshot.keepMe(/** @type {Me} */ ({ id: 1 }));
  return snapshot;
}

test("the last few searches are kept once each, and go with the sign-out or when someone else comes", () => {
  const storage = new MemoryStorage();
  const snapshot = signedIn(storage);
  const recent = new RecentSearches(snapshot);
  for (const text of ["a", "b", " a ", "", "c", "d", "e", "f", "g"]) recent.note(text);
  assert.deepEqual(recent.all, ["g", "f", "e", "d", "c", "a"]);
  recent.forget("e");
  assert.deepEqual(new RecentSearches(new Snapshot(storage)).all, ["g", "f", "d", "c", "a"]);
  snapshot.clear();
  recent.note("after the sign-out");
  assert.deepEqual(recent.all, []);
  const next = signedIn(storage);
  new RecentSearches(next).note("mine");
  next.keepMe(/** @type {Me} */ ({ id: 2 }));
  assert.deepEqual(new RecentSearches(next).all, []);
});
