import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../static/js/lib/storage.js";
import { ChatError } from "../../static/js/net/errors.js";
import { wakeSenderWhenFree } from "../../static/js/room_events.js";
import { Sender } from "../../static/js/sender.js";
import { Outbox } from "../../static/js/state/outbox.js";
import { Rooms } from "../../static/js/state/rooms.js";
import { message, person, room, settled } from "./support.js";

/** @type {[string, (rooms: Rooms) => void, number][]} */
const CHANGES = [
  ["the end of slow mode", (rooms) => rooms.update(room({ version: 2 })), 0],
  ["becoming a moderator", (rooms) => rooms.setReading(1, { role: "moderator" }), 0],
  ["another unread message", (rooms) => rooms.setReading(1, { unread_count: 3 }), 1],
];

for (const [name, change, waiting] of CHANGES) {
  test(`with ${name}, ${waiting} messages go on waiting for slow mode`, async () => {
    const { rooms, outbox, sender } = restrained();
    outbox.add({ roomId: 1, content: "second" });
    void sender.send(1);
    await settled();
    assert.equal(outbox.entries().length, 1);
    change(rooms);
    await settled();
    assert.equal(outbox.entries().length, waiting);
    sender.wake();
  });
}

/** Someone in a room with slow mode, whose next message is refused once. */
function restrained() {
  const rooms = new Rooms();
  rooms.replace([room({ slow_mode_s: 600 })]);
  const outbox = new Outbox(new MemoryStorage(), 1, "tab");
  const refusals = [new ChatError({ code: "rate_limited", message: "Slow mode.", retry_after_s: 600 })];
  const sender = new Sender(outbox, {
    online: true,
    request: async (/** @type {string} */ _event, /** @type {any} */ { client_id }) => {
      const refusal = refusals.pop();
      if (refusal) throw refusal;
      return { message: message(1, { client_id, author: person(1) }) };
    },
  });
  wakeSenderWhenFree(/** @type {any} */ ({ rooms, outbox, sender }));
  return { rooms, outbox, sender };
}
