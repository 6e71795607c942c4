import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { sifted } from "../../../static/js/state/file_limits.js";
import { Trays } from "../../../static/js/state/trays.js";

const LIMITS = { file_bytes: 2 ** 20, files_per_message: 3, bytes_per_day: null };

/** @param {string} id @returns {KeptFile} */
function kept(id) {
  return { id, name: `${id}.txt`, size: 1, type: "", alt: "", error: "", removed: [] };
}

test("files stay in the tray of their room, over a reload, and belong to one person", () => {
  const storage = new MemoryStorage();
  new Trays(storage, 1).put(7, [kept("a"), kept("b")]);
  assert.deepEqual(new Trays(storage, 1).in(7).map(({ id }) => id), ["a", "b"]);
  assert.deepEqual(new Trays(storage, 1).rooms(), [7]);
  assert.deepEqual(new Trays(storage, 1).in(8), []);
  assert.deepEqual(new Trays(storage, 2).in(7), []);
});

test("an empty tray leaves nothing in the storage", () => {
  const trays = new Trays(new MemoryStorage(), 1);
  trays.put(7, [kept("a")]);
  trays.put(7, []);
  assert.deepEqual(trays.rooms(), []);
});

test("what another tab did is seen", () => {
  const storage = new MemoryStorage();
  const [mine, other] = [new Trays(storage, 1), new Trays(storage, 1)];
  mine.put(7, [kept("a")]);
  assert.equal(other.in(7).length, 1);
  mine.put(7, []);
  other.storageChanged("tray:1:7");
  assert.deepEqual(other.in(7), []);
});

test("a file over the limit is refused with both sizes", () => {
  const { taken, refusals } = sifted([{ name: "film.mp4", size: 3.5 * 2 ** 20 }], { limits: LIMITS, present: 0 });
  assert.deepEqual(taken, []);
  assert.deepEqual(refusals, ["film.mp4 is 3.5 MB. The limit is 1 MB."]);
});

test("a file that is hardly too large is not said to be as large as the limit", () => {
  const said = (/** @type {number} */ limit) => {
    const limits = { ...LIMITS, file_bytes: limit };
    return sifted([{ name: "film.mp4", size: limit + 1 }], { limits, present: 0 }).refusals[0];
  };
  assert.equal(said(100 * 2 ** 20), "film.mp4 is 100.1 MB. The limit is 100 MB.");
  assert.equal(said(1_000_000), "film.mp4 is 977 KB. The limit is 976 KB.");
});

test("a message takes so many files, those that are there counted", () => {
  const given = ["a", "b", "c"].map((name) => ({ name, size: 1 }));
  const { taken, refusals } = sifted(given, { limits: LIMITS, present: 1 });
  assert.deepEqual(taken.map(({ name }) => name), ["a", "b"]);
  assert.deepEqual(refusals, ["A message can have 3 files. 1 was left out."]);
});

test("without known limits the server decides", () => {
  assert.equal(sifted([{ name: "a", size: 1e12 }], { present: 50 }).taken.length, 1);
});
