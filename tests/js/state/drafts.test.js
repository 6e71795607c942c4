import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { Drafts } from "../../../static/js/state/drafts.js";

test("each room of each person has its own draft, across reloads", () => {
  const storage = new MemoryStorage();
  new Drafts(storage, 1).keep(5, "half a thought");
  assert.equal(new Drafts(storage, 1).of(5), "half a thought");
  assert.equal(new Drafts(storage, 1).of(6), "");
  assert.equal(new Drafts(storage, 2).of(5), "");
});

test("an emptied draft is gone", () => {
  const storage = new MemoryStorage();
  const drafts = new Drafts(storage, 1);
  drafts.keep(5, "text");
  drafts.keep(5, "  \n");
  assert.equal(drafts.of(5), "");
  assert.equal(storage.length, 0);
});

test("an edit is kept beside the draft, and counts once it changes something", () => {
  const drafts = new Drafts(new MemoryStorage(), 1);
  const edit = { seq: 7, before: "Frist", text: "Frist", waits: false };
  drafts.keepEdit(5, edit);
  assert.deepEqual([drafts.editIn(5), drafts.isIn(5)], [edit, false]);
  drafts.keepEdit(5, { ...edit, text: "First" });
  assert.deepEqual([drafts.of(5), drafts.isIn(5)], ["", true]);
  drafts.keepEdit(5, null);
  assert.deepEqual([drafts.editIn(5), drafts.isIn(5)], [null, false]);
});

test("a change is announced when a room has a draft now, or no longer", () => {
  const drafts = new Drafts(new MemoryStorage(), 1);
  let announced = 0;
  drafts.changed.subscribe(() => (announced += 1));
  drafts.keep(5, "h");
  drafts.keep(5, "hello");
  assert.equal(announced, 1);
  drafts.keep(5, "");
  assert.equal(announced, 2);
  drafts.storageChanged("draft:1:6");
  drafts.storageChanged("draft:2:6");
  assert.equal(announced, 3);
});

test("what a draft answers is kept for its room, and is no draft by itself", () => {
  const storage = new MemoryStorage();
  const answered = { seq: 3, name: "Noor", text: "Who comes?" };
  const drafts = new Drafts(storage, 1);
  drafts.keepAnswered(5, answered);
  assert.deepEqual([drafts.answeredIn(5), drafts.answeredIn(6), drafts.isIn(5)], [answered, null, false]);
  assert.deepEqual(new Drafts(storage, 1).answeredIn(5), answered);
  drafts.keepAnswered(5, null);
  assert.equal(storage.length, 0);
});
