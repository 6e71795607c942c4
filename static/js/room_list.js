import { call } from "./net/api.js";

/** Answers of one sync, each of up to a hundred rooms. */
const MOST_SYNCS = 20;
/** How often it is asked again, because of changes received meanwhile that an answer may lack. */
const MOST_REREADS = 2;

/** @typedef {import("./state/rooms.js").Rooms} Rooms */

/** Read all rooms anew: mine, and those of them that are closed. @param {Rooms} rooms */
export async function readRooms(rooms) {
  await rooms.reread(async () => (await Promise.all([allRooms("closed=1"), allRooms("joined=1")])).flat());
}

/** @typedef {{ replace(ids: number[]): unknown }} Replaceable */

/**
 * After an interruption: ask over the connection for what the list of rooms lacks.
 * @param {{ rooms: Rooms, blocks: Replaceable, saved: Replaceable,
 *   connection: { request(event: string, payload: object): Promise<any> } }} chat
 * @param {(roomId: number) => void} lose A room is gone.
 * @returns {Promise<boolean>} Whether there are notices that I have not read.
 */
export async function syncRooms({ rooms, blocks, saved, connection }, lose) {
  let ack = /** @type {any} */ ({ complete: false });
  let countsDiffer = false;
  for (let round = 0, complete = false; !complete && round < MOST_SYNCS; round += 1) {
    const { changes } = rooms;
    ack = await connection.request("sync", rooms.known());
    complete = ack.complete && (changes === rooms.changes || round >= MOST_REREADS);
    for (const room of ack.rooms) rooms.put(room);
    for (const roomId of ack.gone) lose(roomId);
    if (blocks.replace(ack.blocked ?? [])) countsDiffer = true;
    saved.replace(ack.bookmarks ?? []);
    for (const { room_id, ...attention } of ack.attention ?? []) rooms.setReading(room_id, attention);
  }
  if (countsDiffer) await readRooms(rooms); // what blocked people wrote is not unread, and no version says so
  return ack.complete && ack.has_notices;
}

/** Every page of a list of rooms. @param {string} query @returns {Promise<MyRoom[]>} */
async function allRooms(query) {
  /** @type {MyRoom[]} */
  const rooms = [];
  for (let more = true; more; ) {
    const page = await call("GET", `/rooms?${query}&after=${rooms.at(-1)?.id ?? 0}`);
    rooms.push(...page.rooms);
    more = page.has_more;
  }
  return rooms;
}
