import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { Shelf, steadyOrder } from "../../../static/js/state/shelf.js";

/** @param {number} id @param {string} [time] @returns {any} */
const room = (id, time = "") => {
  const last = time === "" ? null : { created_at: time };
  return { id, created_at: "2026-01-01T00:00:00Z", last_message: last };
};
const ids = (/** @type {any[]} */ rooms) => rooms.map(({ id }) => id);

test("recent rooms come first only when the reader chose so", () => {
  const shelf = new Shelf(new MemoryStorage(), 1);
  const rooms = [room(1, "2026-02-01T00:00:00Z"), room(2), room(3, "2026-03-01T00:00:00Z")];
  assert.deepEqual(ids(shelf.sorted(rooms)), [1, 2, 3]);
  shelf.order = "recent";
  assert.deepEqual(ids(shelf.sorted(rooms)), [3, 1, 2]);
});

test("order and folding are kept for each person", () => {
  const storage = new MemoryStorage();
  const mine = new Shelf(storage, 1);
  mine.order = "recent";
  mine.fold("rooms", true);
  assert.equal(new Shelf(storage, 1).order, "recent");
  assert.equal(new Shelf(storage, 1).isFolded("rooms"), true);
  assert.equal(new Shelf(storage, 2).order, "name");
  assert.equal(new Shelf(storage, 1).isFolded("favourites"), false);
  assert.equal(new Shelf(storage, 2).isFolded("rooms"), false);
});

test("rows that are shown keep their places, and new ones come last", () => {
  assert.deepEqual(ids(steadyOrder([2, 1, 3], [room(3), room(4), room(1), room(2)])), [2, 1, 3, 4]);
  assert.deepEqual(ids(steadyOrder([2, 1, 3], [room(3), room(2)])), [2, 3]);
});
