import assert from "node:assert/strict";
import { test } from "node:test";
import { composerNote } from "../../../../static/js/ui/composer/composer_notes.js";

const ROOM_LEFT = 4_000;

test("an idle composer says nothing, and a nearly full one how much is left", () => {
  assert.deepEqual(composerNote({ left: ROOM_LEFT }), { text: "", tone: "" });
  assert.match(composerNote({ left: 299 }).text, /299.* characters left/);
  assert.match(composerNote({ left: 1 }).text, /1.* character left/);
  assert.equal(composerNote({ left: -12 }).tone, "danger");
});

test("offline, what is unsent is kept; an empty composer has nothing to say", () => {
  assert.equal(composerNote({ left: ROOM_LEFT, isOffline: true }).text, "");
  assert.match(composerNote({ left: ROOM_LEFT, isOffline: true, hasUnsent: true }).text, /^Kept\. It goes out/);
  assert.match(composerNote({ left: ROOM_LEFT, isOffline: true, edit: "open" }).text, /kept here/);
  assert.match(composerNote({ left: ROOM_LEFT, isOffline: true, edit: "waiting" }).text, /saved when you're back/);
});

test("the most pressing comes first: a pause, too many characters, a refusal, a refused file, the network", () => {
  const all = { pauseS: 3, left: -1, problem: "No.", isStuck: true, isOffline: true, hasUnsent: true };
  assert.match(composerNote(all).text, /sending fast/);
  assert.match(composerNote({ ...all, pauseS: 0 }).text, /over the limit/);
  assert.equal(composerNote({ ...all, pauseS: 0, left: 9 }).text, "No.");
  assert.match(composerNote({ ...all, pauseS: 0, left: 9, problem: "" }).text, /^Your message is waiting for a file/);
  assert.match(composerNote({ ...all, pauseS: 0, left: 9, problem: "", isStuck: false }).text, /^Kept/);
});
