import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Rooms } from "../../../static/js/state/rooms.js";
import { membership, message, room } from "../support.js";

/** @type {Rooms} */
let rooms;

beforeEach(() => {
  rooms = new Rooms();
  rooms.replace([
    room({ id: 1, name: "Random", version: 5, membership: membership({ unread_count: 2 }) }),
    room({ id: 2, name: "General", membership: membership({ unread_count: 1 }) }),
    room({ id: 3, name: "Gardening", membership: null, member_count: 4 }),
    room({ id: 4, name: "Genealogy", membership: null, member_count: 9 }),
  ]);
});

test("mine are sorted by name, others by their size", () => {
  assert.deepEqual(rooms.joined().map(({ name }) => name), ["General", "Random"]);
});

test("numbers in names are sorted as people count", () => {
  const names = ["Team 10", "Team 2", "team 1"];
  rooms.replace(names.map((name, index) => room({ id: index, name, membership: membership() })));
  assert.deepEqual(rooms.joined().map(({ name }) => name), ["team 1", "Team 2", "Team 10"]);
});

test("a broadcast changes the room and nothing that is mine", () => {
  const { membership: _, last_message: __, ...broadcast } = room({ id: 1, name: "Renamed", version: 6 });
  rooms.update(broadcast);
  assert.equal(rooms.get(1)?.name, "Renamed");
  assert.equal(rooms.get(1)?.membership?.unread_count, 2);
});

test("an older broadcast changes nothing", () => {
  rooms.update(room({ id: 1, name: "Old name", version: 4 }));
  assert.equal(rooms.get(1)?.name, "Random");
});

test("the last message only moves forward", () => {
  rooms.setLastMessage(1, message(9));
  rooms.setLastMessage(1, message(8));
  assert.equal(rooms.get(1)?.last_message?.seq, 9);
});

test("unread messages of all my rooms add up", () => {
  assert.equal(rooms.unreadTotal, 3);
  rooms.setReading(1, { unread_count: 0 });
  rooms.setMembership(2, null);
  assert.equal(rooms.unreadTotal, 0);
});

test("each change is announced", () => {
  let notified = 0;
  rooms.changed.subscribe(() => (notified += 1));
  rooms.setActive(1, false);
  rooms.remove(3);
  rooms.remove(3);
  assert.equal(notified, 2);
});

test("another last message is announced apart, the first one as a change", () => {
  const announced = /** @type {string[]} */ ([]);
  rooms.changed.subscribe(() => announced.push("changed"));
  rooms.lastChanged.subscribe(() => announced.push("last"));
  rooms.setLastMessage(1, message(1));
  rooms.setLastMessage(1, message(2));
  rooms.messageChanged(message(2, { version: 3 }));
  rooms.setReading(1, { unread_count: 3 });
  assert.deepEqual(announced, ["changed", "last", "last", "changed"]);
});

test("what is announced while the list is on its way is not undone by it", async () => {
  const lists = [
    [room({ id: 2, name: "General", membership: membership() })],
    [room({ id: 2, name: "General", membership: membership() }), room({ id: 9, name: "New", membership: membership() })],
  ];
  await rooms.reread(async () => {
    const list = lists.shift() ?? assert.fail("read too often");
    if (lists.length === 1) {
      rooms.update(room({ id: 9, name: "New" }));
      rooms.setMembership(9, membership());
    }
    return list;
  });
  assert.deepEqual(rooms.joined().map(({ name }) => name), ["General", "New"]);
});

test("a room that is deleted while the list is on its way stays away", async () => {
  const lists = [[room({ id: 8, name: "Gone", membership: membership() })], []];
  await rooms.reread(async () => {
    rooms.remove(lists.length === 2 ? 8 : -1);
    return lists.shift() ?? [];
  });
  assert.equal(rooms.get(8), null);
});

test("a list that was asked for first and comes last is read again", async () => {
  const rooms = new Rooms();
  const old = [room({ id: 2, name: "Old name", membership: membership() })];
  const now = [room({ id: 2, name: "New name", membership: membership() })];
  const answers = [old, now];
  await rooms.reread(async () => {
    if (answers.length === 2) await rooms.reread(async () => now);
    return answers.shift() ?? assert.fail("read too often");
  });
  assert.equal(rooms.get(2)?.name, "New name");
});

test("a room that was asked for before news of it comes too late", () => {
  const rooms = new Rooms();
  rooms.put(room({ id: 2, name: "New name", version: 8 }));
  rooms.put(room({ id: 2, name: "Old name", version: 7 }));
  assert.equal(rooms.get(2)?.name, "New name");
});

test("the list is read three times at most", async () => {
  let reads = 0;
  await rooms.reread(async () => {
    reads += 1;
    rooms.setMemberCount({ id: 2, member_count: reads, version: reads });
    return [];
  });
  assert.equal(reads, 3);
  assert.deepEqual(rooms.joined(), []);
});

test("members are counted as of the latest version, whichever answer comes last", () => {
  const rooms = new Rooms();
  rooms.replace([room({ id: 1, member_count: 1 })]);
  for (const [version, count] of [[7, 3], [6, 2], [8, 4]]) {
    rooms.setMemberCount({ id: 1, member_count: count, version });
    assert.equal(rooms.get(1)?.member_count, Math.max(3, count));
  }
});

test("the last message shows its own change, and that of what it quotes", () => {
  const quote = { id: 3, seq: 3, version: 3, author: null, excerpt: "secret" };
  rooms.setLastMessage(1, message(4, { reply_to: quote }));
  rooms.messageChanged(message(3, { version: 5, content: "", excerpt: "" }));
  assert.equal(rooms.get(1)?.last_message?.reply_to?.excerpt, "");
  rooms.messageChanged(message(4, { version: 6, content: "edited", excerpt: "edited" }));
  assert.equal(rooms.get(1)?.last_message?.content, "edited");
  rooms.messageChanged(message(2, { version: 7, excerpt: "another" }));
  assert.equal(rooms.get(1)?.last_message?.version, 6);
});

/** @param {number} version @param {Partial<Activity>} [changes] @returns {Activity} */
function activity(version, changes = {}) {
  const { membership: _mine, last_message: _last, ...seen } = room({ version });
  const last = message(version);
  return { room_id: 1, seq: last.seq, unread_count: 1, mention_count: 0, room: seen, last_message: last, ...changes };
}

test("an activity brings all that the list shows; only what is new and unread is news", () => {
  const rooms = new Rooms();
  rooms.put(room({ version: 1 }));
  assert.equal(rooms.takeActivity(activity(5)), true);
  assert.equal(rooms.get(1)?.last_message?.seq, 5);
  assert.equal(rooms.get(1)?.membership?.unread_count, 1);
  const edited = message(5, { version: 6, content: "other" });
  assert.equal(rooms.takeActivity(activity(6, { seq: 5, last_message: edited })), false);
  assert.equal(rooms.get(1)?.last_message?.content, "other");
  assert.equal(rooms.takeActivity(activity(7, { unread_count: 0 })), false);
});

test("what it knows has the version of the last whole answer, whatever single changes it received since", () => {
  const rooms = new Rooms();
  rooms.put(room({ version: 3, membership: membership({ last_read_seq: 2 }) }));
  rooms.update(room({ version: 9, description: "new" }));
  assert.deepEqual(rooms.known(), { rooms: { 1: 3 }, read: { 1: 2 } });
  rooms.takeActivity(activity(10));
  assert.deepEqual(rooms.known().rooms, { 1: 10 });
  rooms.setReading(1, { muted_until: "2030-01-01T00:00:00.000Z" });
  assert.deepEqual(rooms.known().rooms, { 1: 0 });
});
