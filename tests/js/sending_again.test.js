import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MemoryStorage } from "../../static/js/lib/storage.js";
import { ChatError } from "../../static/js/net/errors.js";
import { Sender } from "../../static/js/sender.js";
import { sendAgainWhenAllowed } from "../../static/js/sending_again.js";
import { Outbox } from "../../static/js/state/outbox.js";
import { Rooms } from "../../static/js/state/rooms.js";
import { Trays } from "../../static/js/state/trays.js";
import { membership, message, person, room, settled } from "./support.js";

const ME = /** @type {any} */ (person(1));
const FOREVER = "9999-12-31T00:00:00Z";
const FILE = { id: "f", name: "a.jpg", size: 1, type: "", alt: "", error: "", removed: [] };

/** @type {Rooms} */
let rooms;
/** @type {Outbox} */
let outbox;
/** @type {Sender} */
let sender;
/** @type {Trays} */
let trays;
/** What the server answers instead of storing a message; null when it stores. @type {string | null} */
let refusal;
/** @type {string[]} */
let stored;
/** @type {string[]} */
let uploaded;

beforeEach(() => {
  [rooms, outbox, trays] = [new Rooms(), new Outbox(new MemoryStorage(), 1, "tab"), new Trays(new MemoryStorage(), 1)];
  [refusal, stored, uploaded] = [null, [], []];
  rooms.me = ME;
  rooms.replace([room()]);
  sender = new Sender(outbox, {
    online: true,
    request: async (/** @type {string} */ _event, /** @type {any} */ { client_id, content }) => {
      if (refusal !== null) throw new ChatError({ code: refusal, message: "No." });
      stored.push(content);
      return { message: message(stored.length, { client_id, author: ME }) };
    },
  });
});

function watch() {
  const files = { load: async () => ({ retry: (/** @type {number} */ _room, /** @type {string} */ id) => uploaded.push(id) }) };
  sendAgainWhenAllowed(/** @type {any} */ ({ rooms, outbox, sender, trays, files, me: ME, tab: "tab" }));
}

/** @param {string | null} until */
const mute = (until) => rooms.setMembership(1, membership({ muted_until: until }));

/** @param {string} code @param {string[]} contents */
async function refused(code, ...contents) {
  refusal = code;
  for (const content of contents) outbox.add({ roomId: 1, content });
  await sender.send(1);
  refusal = null;
}

test("messages refused while I am muted are sent when I no longer am: once, in their order", async () => {
  watch();
  mute(FOREVER);
  await refused("not_allowed", "a", "b");
  rooms.setReading(1, { unread_count: 3 });
  await settled();
  assert.deepEqual(stored, []);
  mute(null);
  mute(null);
  await settled();
  assert.deepEqual(stored, ["a", "b"]);
  assert.deepEqual(outbox.entries(), []);
});

test("a refusal may be known before its reason", async () => {
  watch();
  await refused("room_closed", "a");
  rooms.setActive(1, false);
  rooms.setActive(1, true);
  await settled();
  assert.deepEqual(stored, ["a"]);
});

test("the end of a mute is not announced, but comes", async () => {
  watch();
  mute(new Date(Date.now() + 40).toISOString());
  await refused("not_allowed", "a");
  await new Promise((done) => outbox.changed.subscribe(done));
  await settled();
  assert.deepEqual(stored, ["a"]);
});

test("what was refused before a reload is sent too, and what was discarded is not", async () => {
  mute(FOREVER);
  await refused("not_allowed", "a", "b");
  watch();
  outbox.discard(outbox.entries()[0].client_id);
  mute(null);
  await settled();
  assert.deepEqual(stored, ["b"]);
});

for (const code of ["not_allowed", "invalid_input"]) {
  test(`${code} in a room where I could write all the time waits for the person`, async () => {
    watch();
    await refused(code, "a");
    rooms.setReading(1, { unread_count: 1 });
    await settled();
    assert.deepEqual([stored, outbox.entries().length], [[], 1]);
  });
}

test("a message refused for what it says is not sent again when a mute ends", async () => {
  watch();
  await refused("invalid_input", "a");
  mute(FOREVER);
  await refused("not_allowed", "b");
  mute(null);
  await settled();
  assert.deepEqual(stored, ["b"]);
});

test("files of the draft that were refused are uploaded again, others wait", async () => {
  watch();
  mute(FOREVER);
  const [late, large] = [{ ...FILE, error: "No.", mayEnd: true }, { ...FILE, id: "g", error: "Too large.", mayEnd: false }];
  trays.put(1, [late, large]);
  assert.deepEqual(uploaded, []);
  mute(null);
  await settled();
  assert.deepEqual(uploaded, ["f"]);
});
