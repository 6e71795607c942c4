import assert from "node:assert/strict";
import { test } from "node:test";

import { worthJoining } from "../../../static/js/state/suggested_rooms.js";
import { membership, message, room } from "../support.js";

const written = (/** @type {string} */ at) => message(1, { created_at: at });
const free = { membership: null };

test("a newcomer is shown where something was written last, then where many are", () => {
  const rooms = [
    room({ id: 1, ...free, member_count: 2 }),
    room({ id: 2, ...free, member_count: 9 }),
    room({ id: 3, ...free, last_message: written("2026-11-22T08:00:00.000Z") }),
    room({ id: 4, ...free, last_message: written("2026-11-23T08:00:00.000Z") }),
  ];
  assert.deepEqual(worthJoining(rooms).map(({ id }) => id), [4, 3, 2, 1]);
});

test("rooms that they are in, that are closed or not public are left out, and the list is short", () => {
  const others = [
    room({ id: 1, membership: membership() }),
    room({ id: 2, ...free, is_active: false }),
    room({ id: 3, ...free, visibility: "private" }),
  ];
  assert.deepEqual(worthJoining(others), []);
  assert.equal(worthJoining([4, 5, 6, 7, 8, 9].map((id) => room({ id, ...free }))).length, 5);
});
