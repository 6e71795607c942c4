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
