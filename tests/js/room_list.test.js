import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../../static/js/lib/storage.js";
import { syncRooms } from "../../static/js/room_list.js";
import { Blocks } from "../../static/js/state/blocks.js";

for (const [known, rereads] of /** @type {const} */ ([[[2], 0], [[], 1], [[2, 3], 1]])) {
  test(`a reader known to have blocked ${known.length} people reads the list ${rereads} times when it is one`, async () => {
    const blocks = new Blocks(new MemoryStorage(), 1);
    blocks.replace([...known]);
    let count = 0;
    const rooms = { changes: 0, known: () => ({ rooms: {}, read: {} }), reread: async () => void (count += 1) };
    const ack = { rooms: [], gone: [], attention: [], blocked: [2], bookmarks: [], complete: true };
    const connection = { request: async () => ack };
    await syncRooms(/** @type {any} */ ({ rooms, blocks, saved: { replace() {} }, connection }), () => {});
    assert.equal(count, rereads);
  });
}
