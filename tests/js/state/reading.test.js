import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Reading } from "../../../static/js/state/reading.js";
import { membership } from "../support.js";

/** @type {Reading} */
let reading;

beforeEach(() => {
  reading = new Reading();
  reading.start(membership({ last_read_seq: 10, unread_count: 0 }));
});

test("entering a room with news draws the line after what was read", () => {
  reading.start(membership({ last_read_seq: 10, unread_count: 3 }));
  assert.equal(reading.unreadAfter, 10);
  assert.equal(reading.unreadCount, 3);
});

test("a message that is seen on arrival draws no line", () => {
  reading.arrived(11, true);
  assert.equal(reading.unreadAfter, null);
});

test("the line begins at the first unseen message and stays there", () => {
  reading.arrived(11, false);
  reading.saw(11);
  reading.arrived(12, false);
  assert.equal(reading.unreadAfter, 10);
});

test("the count follows the server's word and what arrived since, each message once", () => {
  reading.counted(4);
  reading.arrived(20, false);
  reading.arrived(20, false);
  reading.arrived(21, false);
  assert.equal(reading.unreadCount, 6);
  reading.counted(0, 21);
  assert.equal(reading.unreadCount, 0);
});

test("reading only moves forward", () => {
  assert.equal(reading.saw(12), true);
  assert.equal(reading.saw(12), false);
  assert.equal(reading.saw(5), false);
  assert.equal(reading.lastRead, 12);
});

test("a room that I am no member of has nothing unread", () => {
  reading.start(null);
  assert.equal(reading.unreadCount, 0);
  assert.equal(reading.unreadAfter, null);
});

test("a message that arrives while the server's answer is under way stays unread", () => {
  reading.arrived(11, false);
  reading.saw(11);
  reading.arrived(12, false);
  reading.counted(0, 11);
  assert.equal(reading.unreadCount, 1);
  reading.counted(1, 11);
  assert.equal(reading.unreadCount, 1);
});

test("what is deleted counts no more, and what is restored counts again", () => {
  const reading = new Reading();
  reading.start(membership({ last_read_seq: 3, unread_count: 2 }));
  reading.arrived(9, false);
  reading.changed(9, false);
  assert.equal(reading.unreadCount, 2);
  reading.changed(5, false);
  reading.changed(2, false);
  assert.equal(reading.unreadCount, 1);
  reading.changed(5, true);
  assert.equal(reading.unreadCount, 2);
});

test("messages that were marked as unread are not read by seeing them, until the room is entered anew", () => {
  const reading = new Reading();
  reading.start(membership({ last_read_seq: 9 }));
  reading.markedUnread(4, 3);
  assert.deepEqual([reading.unreadAfter, reading.unreadCount, reading.lastRead], [4, 3, 4]);
  assert.equal(reading.saw(9), false);
  reading.arrived(10, true);
  assert.equal(reading.unreadCount, 4);
  reading.start(membership({ last_read_seq: 4, unread_count: 4 }));
  assert.equal(reading.saw(10), true);
});

test("an answer, and marking the room as read, end that", () => {
  for (const end of [(/** @type {Reading} */ it) => it.clearLine(), (/** @type {Reading} */ it) => it.markedRead(9)]) {
    const reading = new Reading();
    reading.start(membership({ last_read_seq: 9 }));
    reading.markedUnread(4, 3);
    end(reading);
    assert.equal(reading.unreadAfter, null);
    assert.equal(reading.saw(12), true);
  }
});

test("marking as read counts what arrives afterwards only", () => {
  const reading = new Reading();
  reading.start(membership({ last_read_seq: 4, unread_count: 3 }));
  reading.markedRead(9);
  assert.equal(reading.unreadCount, 0);
  reading.arrived(10, false);
  assert.equal(reading.unreadCount, 1);
});
