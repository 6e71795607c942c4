import assert from "node:assert/strict";
import { test } from "node:test";
import { Pins } from "../../../static/js/state/pins.js";
import { message } from "../support.js";

/** @param {number} seq @param {Partial<Message>} [changes] */
function pinned(seq, changes = {}) {
  return message(seq, { version: 100 + seq, pinned_at: `2026-11-22T08:00:0${seq}.000Z`, ...changes });
}

/** @param {Pins} pins */
const seqs = (pins) => pins.messages.map(({ seq }) => seq);

test("a pin comes in its place, and the newest is first", () => {
  const pins = new Pins();
  pins.replace([pinned(5), pinned(2)]);
  pins.note(pinned(3));
  assert.deepEqual(seqs(pins), [5, 3, 2]);
});

test("what is unpinned or deleted goes, and what is older than known changes nothing", () => {
  const pins = new Pins();
  pins.replace([pinned(5), pinned(3), pinned(2)]);
  pins.note(pinned(3, { version: 300, pinned_at: null }));
  pins.note(pinned(2, { version: 301, deleted_at: "2026-11-22T09:00:00.000Z" }));
  pins.note(pinned(5, { version: 9, pinned_at: null }));
  assert.deepEqual(seqs(pins), [5]);
});

test("only a change is announced", () => {
  const pins = new Pins();
  pins.replace([pinned(5)]);
  let count = 0;
  pins.changed.subscribe(() => (count += 1));
  for (const known of [message(1), pinned(5), message(2)]) pins.note(known);
  assert.equal(count, 0);
  pins.note(pinned(5, { version: 400, content: "new" }));
  assert.equal(count, 1);
});

test("what was noted before the server answered is not undone by an older answer", () => {
  const pins = new Pins();
  pins.note(pinned(5, { version: 300, pinned_at: null }));
  pins.note(pinned(7));
  pins.replace([pinned(5), pinned(3)]);
  assert.deepEqual(seqs(pins), [7, 3]);
  pins.forget();
  assert.deepEqual([seqs(pins), pins.isRead], [[], false]);
});
