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
