import assert from "node:assert/strict";
import { test } from "node:test";

import { ReadMarker } from "../../static/js/read_marker.js";
import { Reading } from "../../static/js/state/reading.js";
import { Rooms } from "../../static/js/state/rooms.js";
import { membership, messages, room } from "./support.js";

globalThis.window ??= /** @type {any} */ (globalThis);

/** A reader of a room with three messages, whose server answers with `answer`. @param {() => object} answer */
function readerOf(answer) {
  const rooms = new Rooms();
  rooms.replace([room({ membership: membership({ last_read_seq: 1, unread_count: 0 }) })]);
  const reading = new Reading();
  reading.start(membership({ last_read_seq: 1, unread_count: 0 }));
  const live = { roomId: 1, log: { version: 3, last: messages(3, 3)[0], hasMoreAfter: false } };
  const connection = { request: async () => answer() };
  return { rooms, reading, live, connection };
}

/** @param {any} chat */
async function mark(chat) {
  const marker = new ReadMarker(chat);
  marker.markSoon();
  marker.flush();
  await new Promise((resolve) => setImmediate(resolve));
}

test("the server's count is shown", async () => {
  const chat = readerOf(() => ({ unread_count: 2, mention_count: 1 }));
  chat.reading.saw(3);
  await mark(chat);
  assert.deepEqual([chat.rooms.unreadTotal, chat.reading.unreadCount], [2, 2]);
});

test("a count of what was read meanwhile is not shown", async () => {
  const chat = readerOf(() => {
    chat.reading.saw(4); // arrived and seen after the question was sent
    return { unread_count: 1, mention_count: 0 };
  });
  chat.reading.saw(3);
  let draws = 0;
  chat.rooms.changed.subscribe(() => (draws += 1));
  await mark(chat);
  assert.deepEqual([chat.rooms.unreadTotal, chat.reading.unreadCount, draws], [0, 0, 0]);
  assert.equal(chat.rooms.get(1)?.membership?.last_read_seq, 3);
});

test("what the server stored meanwhile is not unread for a moment, if it arrives before the reader's eyes", async () => {
  const answer = () => ({ unread_count: 1, mention_count: 1 });
  for (const [looking, endInSight, count] of [[true, true, 0], [true, false, 1], [false, true, 1]]) {
    const chat = Object.assign(readerOf(answer), { looking, endInSight });
    chat.reading.saw(3);
    await mark(chat);
    assert.equal(chat.rooms.unreadTotal, count);
  }
});

test("a message that arrived and is not drawn yet is not unread, unless others wait further up", async () => {
  for (const [unread, count] of [[0, 0], [2, 3]]) {
    const chat = Object.assign(readerOf(() => ({ unread_count: unread + 1, mention_count: 0 })), {
      looking: true, endInSight: true,
    });
    chat.reading.start(membership({ last_read_seq: 3 - unread, unread_count: unread }));
    chat.live.log.last = messages(4, 4)[0];
    chat.reading.arrived(4, true);
    await mark(chat);
    assert.equal(chat.rooms.unreadTotal, count);
  }
});

test("what is marked as unread waits for a mark that is on its way, and forgets one that is not", async () => {
  const order = /** @type {string[]} */ ([]);
  const chat = readerOf(() => ({ unread_count: 0, mention_count: 0 }));
  let answer = () => {};
  chat.connection.request = () => new Promise((resolve) => {
    order.push("asked");
    answer = () => resolve({ unread_count: 0, mention_count: 0 });
  });
  const marker = new ReadMarker(/** @type {any} */ (chat));
  marker.markSoon();
  marker.flush();
  marker.markSoon();
  const forgotten = marker.forget().then(() => order.push("free"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(order, ["asked"]);
  answer();
  await forgotten;
  marker.flush();
  assert.deepEqual(order, ["asked", "free"]);
});
