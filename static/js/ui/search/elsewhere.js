import { call } from "../../net/api.js";

/** @typedef {import("./searching.js").Searching} Searching */

const PAUSE_MS = 1_000;
const MOST_PAGES = 5;

/**
 * Rooms that are not on the screen tell that messages were written or changed, not which. Where something was found,
 * ask for what changed since.
 * @param {Searching} searching
 * @param {Chat} chat
 * @param {(messages: Message[]) => void} note
 */
export function followRoomsElsewhere(searching, chat, note) {
  /** Up to which version the results of each room are known. @type {Map<number, number>} */
  const versions = new Map();
  /** @type {Map<number, number>} */
  const changed = new Map();
  searching.changed.subscribe(() => {
    for (const { room: { id } } of searching.results.items) {
      const version = versions.get(id) ?? chat.rooms.get(id)?.version;
      if (version !== undefined) versions.set(id, version);
    }
  });
  chat.connection.on("room_activity", ({ room_id, seq, room: { version } }) => {
    const since = versions.get(room_id);
    if (since === undefined) return;
    versions.set(room_id, version);
    if (seq === version && seq === since + 1) return; // one new message, and nothing else
    if (changed.size === 0) setTimeout(() => readAll(changed, note), PAUSE_MS);
    if (!changed.has(room_id)) changed.set(room_id, since);
  });
}

/** @param {Map<number, number>} changed @param {(messages: Message[]) => void} note */
function readAll(changed, note) {
  for (const [roomId, since] of changed) void read(roomId, since, note).catch(() => null);
  changed.clear();
}

/** @param {number} roomId @param {number} since @param {(messages: Message[]) => void} note */
async function read(roomId, since, note) {
  for (let page = 0, from = since; page < MOST_PAGES; page += 1) {
    const { messages, version, complete } = /** @type {{ messages: Message[], version: number, complete: boolean }} */ (
      await call("GET", `/rooms/${roomId}/changes?since=${from}`)
    );
    note(messages);
    if (complete) return;
    from = version;
  }
}
