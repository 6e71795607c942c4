import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MemoryStorage } from "../../static/js/lib/storage.js";
import { ChatError, Unreachable } from "../../static/js/net/errors.js";
import { ReactionSender } from "../../static/js/reaction_sender.js";
import { ReactionWishes } from "../../static/js/state/reaction_wishes.js";
import { message, settled } from "./support.js";

const ME = 1;
const FULL = new ChatError({ code: "conflict", message: "This message has 20 different reactions." });

/** A server at the end of a wire that knows who reacted to message 1. */
class FakeServer {
  online = true;
  version = 1;
  emoji = new Set();
  /** @type {string[]} */
  asked = [];
  /** What the next requests meet. @type {(Error | "lost answer")[]} */
  troubles = [];

  /** @param {string} event @param {any} payload */
  async request(event, { emoji, on }) {
    assert.equal(event, "react");
    this.asked.push(`${emoji} ${on}`);
    const trouble = this.troubles.shift();
    if (trouble instanceof Error) throw trouble;
    if (this.emoji.has(emoji) !== on) this.version += 1;
    if (on) this.emoji.add(emoji);
    else this.emoji.delete(emoji);
    if (trouble === "lost answer") {
      this.online = false;
      throw new Unreachable();
    }
    return { message: this.message };
  }

  get message() {
    const reactions = [...this.emoji].map((emoji) => ({ emoji, count: 1, user_ids: [ME] }));
    return message(1, { version: this.version, reactions });
  }
}

/** @type {FakeServer} */
let server;
/** @type {MemoryStorage} */
let storage;
/** @type {ReactionWishes} */
let wishes;
/** @type {ReactionSender} */
let sender;

beforeEach(() => {
  server = new FakeServer();
  storage = new MemoryStorage();
  wishes = new ReactionWishes(storage, ME, "tab");
  sender = new ReactionSender(wishes, server);
});

/** @param {string} emoji @param {boolean} [on] */
async function ask(emoji, on = true) {
  wishes.ask({ room_id: 1, seq: 1, emoji, on });
  void sender.send();
  await settled();
}

test("a reaction counts until the message says it itself", async () => {
  await ask("👍");
  assert.deepEqual(server.asked, ["👍 true"]);
  assert.equal(wishes.of(message(1)).length, 1);
  assert.equal(wishes.of(server.message).length, 0);
  wishes.settle([server.message]);
  assert.equal(wishes.of(message(1)).length, 0);
  assert.equal(storage.length, 0);
});

test("an answer that is lost is asked for again after the connection came back, and nothing is done twice", async () => {
  server.troubles = ["lost answer"];
  await ask("👍");
  assert.equal(wishes.of(message(1)).length, 1);
  server.online = true;
  await sender.send();
  assert.deepEqual(server.asked, ["👍 true", "👍 true"]);
  assert.equal(server.version, 2);
});

test("without a connection it waits, and only the last wish about an emoji is sent", async () => {
  server.online = false;
  await ask("👍");
  await ask("🎉");
  await ask("👍", false);
  assert.deepEqual(server.asked, []);
  server.online = true;
  await sender.send();
  assert.deepEqual(server.asked, ["🎉 true", "👍 false"]);
});

test("what is asked while the last wish is under way is sent after it", async () => {
  wishes.ask({ room_id: 1, seq: 1, emoji: "👍", on: true });
  void sender.send();
  wishes.ask({ room_id: 1, seq: 1, emoji: "👍", on: false });
  await settled();
  assert.deepEqual(server.asked, ["👍 true", "👍 false"]);
  assert.deepEqual([...server.emoji], []);
});

test("a refusal is undone and said, and the next one is sent", async () => {
  /** @type {string[]} */
  const refused = [];
  sender.refused.subscribe((error) => refused.push(error.message));
  server.troubles = [FULL];
  await ask("👍");
  assert.deepEqual(refused, [FULL.message]);
  assert.equal(wishes.of(message(1)).length, 0);
  assert.equal(storage.length, 0);
  await ask("🎉");
  assert.deepEqual([...server.emoji], ["🎉"]);
});

test("a server that asks for patience gets it", async () => {
  server.troubles = [new ChatError({ code: "rate_limited", message: "Wait.", retry_after_s: 0.01 })];
  wishes.ask({ room_id: 1, seq: 1, emoji: "👍", on: true });
  await sender.send();
  assert.deepEqual(server.asked, ["👍 true", "👍 true"]);
});

test("a tab takes over what a closed one left, and leaves alone what is a living one's", () => {
  wishes.ask({ room_id: 1, seq: 1, emoji: "👍", on: true });
  const next = new ReactionWishes(storage, ME, "next");
  next.adopt(new Set(["next", "tab"]));
  assert.deepEqual(next.of(message(1)), []);
  next.adopt(new Set(["next"]));
  assert.deepEqual(next.of(message(1)), [{ room_id: 1, seq: 1, emoji: "👍", on: true, tab: "next" }]);
});
