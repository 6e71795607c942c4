import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LiveRoom } from "../../static/js/live_room.js";
import { ChatError, Unreachable } from "../../static/js/net/errors.js";
import { message, messages, room, settled } from "./support.js";

/** The record of one room and a wire to it; answers wait until they are let go. */
class FakeWire {
  online = true;
  /** Every message by its last change. @type {Message[]} */
  stored = [];
  version = 0;
  /** @type {[string, any][]} */
  requests = [];
  /** @type {(() => void)[]} */
  held = [];
  hold = false;
  /** @type {ChatError[]} */
  refusals = [];
  page = Number.POSITIVE_INFINITY;

  /** @param {string} event @param {any} payload */
  async request(event, payload) {
    this.requests.push([event, payload]);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    const answer = this.#answer(payload.since);
    if (this.hold) await new Promise((resolve) => this.held.push(() => resolve(null)));
    return answer;
  }

  /** @param {number} [since] */
  #answer(since) {
    const changed = this.stored.filter(({ version }) => since === undefined || version > since);
    const part = changed.sort((a, b) => a.version - b.version).slice(0, this.page);
    const complete = part.length === changed.length;
    const version = complete ? this.version : (part.at(-1)?.version ?? this.version);
    return { ok: true, room: room(), version, messages: part, complete };
  }

  /** @param {Message} stored */
  store(stored) {
    this.stored = [...this.stored.filter(({ seq }) => seq !== stored.seq), stored];
    this.version = stored.version;
    return { prev_version: stored.version - 1, version: stored.version, message: stored };
  }

  get joins() {
    return this.requests.filter(([event]) => event === "join_room").map(([, payload]) => payload);
  }
}

/** @type {FakeWire} */
let wire;
/** @type {LiveRoom} */
let live;

beforeEach(() => {
  wire = new FakeWire();
  for (const stored of messages(1, 3)) wire.store(stored);
  live = new LiveRoom(wire);
});

const seqs = () => live.log.messages.map(({ seq }) => seq);

test("opening a room shows its newest messages", async () => {
  await live.open(1);
  assert.deepEqual(seqs(), [1, 2, 3]);
  assert.equal(live.state, "ready");
});

test("a room that is opened asks for its news at once: what draws it asks what is on its way", async () => {
  const opened = live.open(1);
  assert.equal(live.catchingUp, true);
  await opened;
});

test("live changes go on from there, and are announced as arrived", async () => {
  await live.open(1);
  const arrived = /** @type {number[]} */ ([]);
  live.arrived.subscribe(({ seq }) => arrived.push(seq));
  live.receive(1, wire.store(message(4)));
  live.receive(1, wire.store(message(2, { version: 5 })));
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
  assert.deepEqual(arrived, [4]);
});

test("changes that overtake the answer of joining are kept, in order, once", async () => {
  wire.hold = true;
  const opened = live.open(1);
  await settled();
  const fourth = wire.store(message(4));
  live.receive(1, fourth);
  live.receive(1, { prev_version: 2, version: 3, message: message(3) });
  wire.hold = false;
  wire.held.forEach((letGo) => letGo());
  await opened;
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
});

test("a gap is healed by asking since the cursor", async () => {
  await live.open(1);
  wire.store(message(4));
  live.receive(1, wire.store(message(5)));
  await settled();
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5]);
  assert.equal(wire.joins.at(-1).since, 3);
});

test("after an interruption edits, deletions and messages come in, in as many answers as it takes", async () => {
  await live.open(1);
  wire.store(message(4));
  wire.store(message(1, { version: 5, content: "edited" }));
  wire.store(message(6));
  wire.page = 1;
  await live.join();
  assert.deepEqual(seqs(), [1, 2, 3, 4, 6]);
  assert.equal(live.log.messages[0].content, "edited");
});

test("after a long absence the newest page replaces what was there", async () => {
  await live.open(1);
  for (let seq = 4; seq <= 300; seq += 1) wire.store(message(seq));
  wire.page = 10;
  await live.join();
  assert.equal(live.log.version !== null, true);
  assert.ok(wire.joins.some((payload, index) => index > 0 && payload.since === undefined));
});

test("a cursor from the future starts the room anew", async () => {
  await live.open(1);
  wire.refusals = [new ChatError({ code: "conflict", message: "From the future." })];
  await live.join();
  await settled();
  assert.deepEqual(seqs(), [1, 2, 3]);
  assert.equal(wire.joins.at(-1).since, undefined);
});

test("a room that one may not read is announced, also if the connection comes before its page", async (t) => {
  const refused = /** @type {string[]} */ ([]);
  live.refused.subscribe(({ error }) => refused.push(error.code));
  const banned = { error: { code: "not_allowed", message: "You're banned from this room." } };
  /** @type {(() => void)[]} */
  const held = [];
  const answer = () => Response.json(banned, { status: 403 });
  t.mock.method(globalThis, "fetch", () => new Promise((resolve) => held.push(() => resolve(answer()))));
  wire.online = false;
  const opened = live.open(1);
  await settled();
  wire.online = true;
  wire.refusals = [new ChatError(banned.error), new ChatError(banned.error)];
  await live.join();
  for (let round = 0; round < 5; round += 1) {
    held.splice(0).forEach((letGo) => letGo());
    await settled();
  }
  await opened;
  assert.equal(refused[0], "not_allowed");
});

test("a session that ended while one reads as a guest is not taken for a lost room", async (t) => {
  const refused = /** @type {string[]} */ ([]);
  live.refused.subscribe(({ error }) => refused.push(error.code));
  const ended = { error: { code: "not_authenticated", message: "Your session has ended. Sign in again." } };
  t.mock.method(globalThis, "fetch", async () => Response.json(ended, { status: 401 }));
  wire.refusals = [new ChatError({ code: "not_allowed", message: "You aren't a member." })];
  await live.open(1);
  await settled();
  assert.deepEqual(refused, []);
  live.close();
});

test("a room that is gone is announced", async () => {
  const refused = /** @type {number[]} */ ([]);
  live.refused.subscribe(({ roomId }) => refused.push(roomId));
  wire.refusals = [new ChatError({ code: "not_found", message: "It doesn't exist, or you don't have access to it." })];
  await live.open(1);
  assert.deepEqual(refused, [1]);
});

test("a room that was open before is shown at once, and then caught up", async () => {
  await live.open(1);
  wire.store(message(4));
  await live.open(2);
  wire.hold = true;
  const back = live.open(1);
  assert.deepEqual(seqs(), [1, 2, 3]);
  await settled();
  wire.held.forEach((letGo) => letGo());
  await back;
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
});

test("leaving a room ends its events on this connection", async () => {
  await live.open(1);
  await live.open(2);
  assert.ok(wire.requests.some(([event, { room_id }]) => event === "leave_room" && room_id === 1));
  live.receive(1, wire.store(message(4)));
  assert.ok(!live.log.messages.some(({ seq }) => seq === 4));
});

test("an answer for a room that is no longer on the screen changes nothing there", async () => {
  wire.hold = true;
  const first = live.open(1);
  await settled();
  wire.hold = false;
  wire.stored = [message(90, { version: 90 })];
  wire.version = 90;
  await live.open(2);
  wire.held.forEach((letGo) => letGo());
  await first;
  assert.deepEqual(seqs(), [90]);
});

test("a room whose answer never comes is asked for again, until it is there", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  wire.refusals = [new Unreachable(), new Unreachable(), new ChatError({ code: "unavailable", message: "" })];
  await live.open(1);
  assert.equal(live.state, "loading");
  for (let round = 0; round < 3; round += 1) {
    await settled();
    t.mock.timers.tick(15_000 * 1.5);
    await settled();
  }
  assert.equal(live.state, "ready");
  assert.deepEqual(seqs(), [1, 2, 3]);
  t.mock.timers.tick(60_000);
  await settled();
  assert.equal(wire.joins.length, 4);
});

test("the retries of a room that was left stop", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  wire.refusals = [new Unreachable()];
  await live.open(1);
  live.close();
  t.mock.timers.tick(60_000);
  await settled();
  assert.equal(wire.joins.length, 1);
});
