import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MemoryStorage } from "../../../static/js/lib/storage.js";
import { Outbox } from "../../../static/js/state/outbox.js";
import { message, person } from "../support.js";

const ME = 7;
/** @type {MemoryStorage} */
let storage;
/** @type {Outbox} */
let outbox;

beforeEach(() => {
  storage = new MemoryStorage();
  outbox = new Outbox(storage, ME, "tab-1");
});

const contents = (/** @type {Outbox} */ box) => box.entries().map(({ content }) => content);

test("messages wait in the order in which they were typed, also within a millisecond", () => {
  const now = new Date("2026-11-22T08:00:00Z");
  for (const content of ["a", "b", "c", "d"]) outbox.add({ roomId: 1, content }, now);
  assert.deepEqual(contents(outbox), ["a", "b", "c", "d"]);
});

test("they survive a reload", () => {
  outbox.add({ roomId: 1, content: "kept" });
  assert.deepEqual(contents(new Outbox(storage, ME, "tab-2")), ["kept"]);
});

test("another person of the same browser does not see them", () => {
  outbox.add({ roomId: 1, content: "mine" });
  assert.deepEqual(contents(new Outbox(storage, 8, "tab-1")), []);
});

test("an acknowledged message is out of the storage and stays on the screen until the conversation has it", () => {
  const entry = outbox.add({ roomId: 1, content: "hello" });
  const stored = message(5, { client_id: entry.client_id, author: person(ME) });
  outbox.acknowledge(entry, stored);
  assert.deepEqual(outbox.entries(), []);
  assert.deepEqual(outbox.acknowledgedIn(1), [stored]);
  outbox.arrived(stored);
  assert.deepEqual(outbox.acknowledgedIn(1), []);
});

test("a message that arrives before its acknowledgement is not sent again", () => {
  const entry = outbox.add({ roomId: 1, content: "hello" });
  outbox.arrived(message(5, { client_id: entry.client_id, author: person(ME) }));
  assert.equal(outbox.next(1), null);
});

test("the files of a message wait with it", () => {
  const storage = new MemoryStorage();
  const file = { id: "f", name: "a.jpg", size: 1, type: "", alt: "", error: "", removed: [] };
  new Outbox(storage, 1, "tab").add({ roomId: 1, content: "", files: [file] });
  assert.deepEqual(new Outbox(storage, 1, "tab").next(1)?.files, [file]);
});

test("someone else's message with the same id takes nothing out", () => {
  const entry = outbox.add({ roomId: 1, content: "hello" });
  outbox.arrived(message(5, { client_id: entry.client_id, author: person(8) }));
  assert.equal(outbox.next(1)?.client_id, entry.client_id);
});

test("a failed message waits for a decision and lets the next one go", () => {
  const first = outbox.add({ roomId: 1, content: "too long" });
  const second = outbox.add({ roomId: 1, content: "fine" });
  outbox.fail(first, { code: "invalid_input", message: "Too long." });
  assert.equal(outbox.next(1)?.client_id, second.client_id);
  outbox.retry(first.client_id);
  assert.equal(outbox.next(1)?.client_id, first.client_id);
  outbox.discard(first.client_id);
  assert.deepEqual(contents(outbox), ["fine"]);
});

test("rooms do not hold each other up", () => {
  outbox.add({ roomId: 1, content: "one" });
  outbox.add({ roomId: 2, content: "two" });
  assert.equal(outbox.next(2)?.content, "two");
  assert.deepEqual(outbox.waitingRooms(), [1, 2]);
});

test("a tab sends only its own messages, and adopts those of tabs that are gone", () => {
  new Outbox(storage, ME, "tab-2").add({ roomId: 1, content: "from another tab" });
  assert.equal(outbox.next(1), null);
  assert.equal(outbox.adopt(new Set(["tab-1", "tab-2"])), 0);
  assert.equal(outbox.adopt(new Set(["tab-1"])), 1);
  assert.equal(outbox.next(1)?.content, "from another tab");
});

test("a full storage keeps the message for as long as the page lives", () => {
  storage.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const entry = outbox.add({ roomId: 1, content: "still sent" });
  assert.equal(outbox.next(1)?.client_id, entry.client_id);
  outbox.discard(entry.client_id);
  assert.equal(outbox.next(1), null);
});

test("what it cannot read it skips", () => {
  storage.setItem(`outbox:${ME}:0`, "{broken");
  outbox.add({ roomId: 1, content: "fine" });
  assert.deepEqual(contents(outbox), ["fine"]);
});

test("every change names its room, another tab's change any room", () => {
  /** @type {(number | null)[]} */
  const changed = [];
  outbox.changed.subscribe((roomId) => changed.push(roomId));
  outbox.add({ roomId: 3, content: "x" });
  outbox.storageChanged(`outbox:${ME}:1`);
  outbox.storageChanged("draft:7:1");
  assert.deepEqual(changed, [3, null]);
});
