import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { monotonicMs } from "../../static/js/lib/clock.js";
import { MemoryStorage } from "../../static/js/lib/storage.js";
import { ChatError, Unreachable } from "../../static/js/net/errors.js";
import { Sender } from "../../static/js/sender.js";
import { Outbox } from "../../static/js/state/outbox.js";
import { message, person, settled } from "./support.js";

const ME = 1;
const FILE = { id: "f", name: "a.jpg", size: 1, type: "", alt: "", error: "", removed: [] };

/** A server at the end of a wire: remembers what it stored, and answers as it is set. */
class FakeServer {
  online = true;
  /** @type {{ room_id: number, content: string, client_id: string }[]} */
  received = [];
  /** What the next requests meet; afterwards everything is stored. @type {(Error | "lost answer")[]} */
  troubles = [];

  /** @param {string} event @param {any} payload */
  async request(event, payload) {
    assert.equal(event, "send_message");
    if (!this.online) throw new Unreachable();
    const trouble = this.troubles.shift();
    if (trouble instanceof Error) throw trouble;
    if (!this.received.some(({ client_id }) => client_id === payload.client_id)) this.received.push(payload);
    if (trouble === "lost answer") {
      this.online = false;
      throw new Unreachable();
    }
    return { ok: true, message: message(this.received.length, { client_id: payload.client_id, author: person(ME) }) };
  }

  get contents() {
    return this.received.map(({ content }) => content);
  }
}

/** @type {FakeServer} */
let server;
/** @type {Outbox} */
let outbox;
/** @type {Sender} */
let sender;

beforeEach(() => {
  server = new FakeServer();
  outbox = new Outbox(new MemoryStorage(), ME, "tab");
  sender = new Sender(outbox, server);
});

test("messages of a room arrive in the order of typing, and the outbox is empty", async () => {
  for (const content of ["a", "b", "c"]) {
    outbox.add({ roomId: 1, content });
    void sender.send(1);
  }
  await settled();
  assert.deepEqual(server.contents, ["a", "b", "c"]);
  assert.deepEqual(outbox.entries(), []);
});

test("each goes to the room it was typed in", async () => {
  outbox.add({ roomId: 1, content: "one" });
  outbox.add({ roomId: 2, content: "two" });
  sender.sendAll();
  await settled();
  assert.deepEqual(server.received.map(({ room_id, content }) => [room_id, content]), [[1, "one"], [2, "two"]]);
});

test("offline everything waits; back online it goes out once", async () => {
  server.online = false;
  outbox.add({ roomId: 1, content: "a" });
  outbox.add({ roomId: 1, content: "b" });
  await sender.send(1);
  assert.deepEqual(server.contents, []);
  server.online = true;
  sender.sendAll();
  await settled();
  assert.deepEqual(server.contents, ["a", "b"]);
});

test("a message whose acknowledgement was lost is stored once", async () => {
  outbox.add({ roomId: 1, content: "a" });
  server.troubles = ["lost answer"];
  await sender.send(1);
  assert.equal(outbox.entries().length, 1);
  server.online = true;
  await sender.send(1);
  assert.deepEqual(server.contents, ["a"]);
  assert.deepEqual(outbox.entries(), []);
});

test("a refused message fails with its reason and the next one goes on", async () => {
  outbox.add({ roomId: 1, content: "too long" });
  outbox.add({ roomId: 1, content: "fine" });
  server.troubles = [new ChatError({ code: "invalid_input", message: "Too long." })];
  await sender.send(1);
  assert.deepEqual(server.contents, ["fine"]);
  assert.deepEqual(outbox.entries().map(({ content, error }) => [content, error?.message]), [["too long", "Too long."]]);
});

test("when asked to slow down, it says until when, keeps the order and goes on by itself", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  context.mock.method(performance, "now", () => Date.now());
  outbox.add({ roomId: 1, content: "a" });
  outbox.add({ roomId: 1, content: "b" });
  server.troubles = [new ChatError({ code: "rate_limited", message: "Slow down.", retry_after_s: 5 })];
  const paused = /** @type {number[]} */ ([]);
  sender.paused.subscribe(({ untilMs }) => paused.push(untilMs));
  void sender.send(1);
  await settled();
  assert.deepEqual(paused, [5000]);
  assert.equal(sender.pausedUntil(1), 5000);
  context.mock.timers.tick(4999);
  await settled();
  assert.deepEqual(server.contents, []);
  context.mock.timers.tick(1);
  await settled();
  assert.deepEqual(server.contents, ["a", "b"]);
  assert.equal(sender.pausedUntil(1), 0);
});

test("without a session it stops and keeps everything", async () => {
  outbox.add({ roomId: 1, content: "a" });
  server.troubles = [new ChatError({ code: "not_authenticated", message: "Sign in first." })];
  await sender.send(1);
  assert.equal(outbox.entries()[0].error, null);
  sender.sendAll();
  await settled();
  assert.deepEqual(server.contents, ["a"]);
});

test("a pause ends early when what stood in the way is over, in that room alone", async () => {
  const patience = new ChatError({ code: "rate_limited", message: "", retry_after_s: 600 });
  for (const roomId of [1, 2]) outbox.add({ roomId, content: `to ${roomId}` });
  server.troubles = [patience, patience];
  const notified = /** @type {[number, boolean][]} */ ([]);
  sender.paused.subscribe(({ roomId, untilMs }) => notified.push([roomId, untilMs > 0]));
  sender.sendAll();
  await settled();
  assert.deepEqual(server.contents, []);
  sender.wake(1);
  await settled();
  assert.deepEqual(server.contents, ["to 1"]);
  assert.equal(sender.pausedUntil(1), 0);
  sender.wake();
  await settled();
  assert.deepEqual(server.contents, ["to 1", "to 2"]);
  assert.deepEqual(notified, [[1, true], [2, true], [1, false], [2, false]]);
});

test("it knows how long a message has had no answer", async () => {
  assert.equal(sender.unansweredMs(monotonicMs()), 0);
  let answer = () => {};
  const request = server.request.bind(server);
  server.request = async (event, payload) => {
    await new Promise((resolve) => (answer = () => resolve(null)));
    return request(event, payload);
  };
  outbox.add({ roomId: 1, content: "a" });
  void sender.send(1);
  await settled();
  assert.ok(sender.unansweredMs(monotonicMs() + 6_000) >= 6_000);
  answer();
  await settled();
  assert.equal(sender.unansweredMs(monotonicMs() + 6_000), 0);
});

test("a message goes with the ids of its files, and later ones wait until they have arrived", async () => {
  /** @type {(ids: string[]) => void} */
  let arrive = () => {};
  sender = new Sender(outbox, server, () => new Promise((resolve) => (arrive = resolve)));
  outbox.add({ roomId: 1, content: "photo", files: [FILE] });
  outbox.add({ roomId: 1, content: "after it" });
  void sender.send(1);
  await settled();
  assert.deepEqual(server.received, []);
  arrive(["an id"]);
  await settled();
  assert.deepEqual(server.contents, ["photo", "after it"]);
  assert.deepEqual(server.received.map((sent) => /** @type {any} */ (sent).attachment_ids), [["an id"], undefined]);
});

test("a message that is taken back while its files are uploaded is not sent", async () => {
  /** @type {(error: unknown) => void} */
  let cancel = () => {};
  sender = new Sender(outbox, server, () => new Promise((_, reject) => (cancel = reject)));
  const { client_id } = outbox.add({ roomId: 1, content: "photo", files: [FILE] });
  outbox.add({ roomId: 1, content: "after it" });
  void sender.send(1);
  await settled();
  outbox.discard(client_id);
  cancel(new DOMException("cancelled", "AbortError"));
  await settled();
  assert.deepEqual(server.contents, ["after it"]);
});

test("a refused text says what is wrong with it", async () => {
  const fields = { content: ["This contains a NUL character."] };
  server.troubles = [new ChatError({ code: "invalid_input", message: "Some of the input isn't valid.", fields })];
  outbox.add({ roomId: 1, content: "a\0b" });
  void sender.send(1);
  await settled();
  assert.equal(outbox.entries()[0].error?.message, "This contains a NUL character.");
});

test("a file that is refused fails its message with the reason, and the text stays", async () => {
  const refused = new ChatError({ code: "too_large", message: "too large" });
  sender = new Sender(outbox, server, () => Promise.reject(refused));
  outbox.add({ roomId: 1, content: "photo", files: [FILE] });
  await sender.send(1);
  const [entry] = outbox.entries();
  assert.deepEqual([entry.content, entry.error?.message, entry.files], ["photo", "too large", [FILE]]);
});
