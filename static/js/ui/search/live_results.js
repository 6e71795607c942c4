import { oncePerFrame } from "../../lib/frames.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { followRoomsElsewhere } from "./elsewhere.js";

/** @typedef {import("./searching.js").Searching} Searching */

/** So many rooms are looked for after an interruption; what is left goes when it is opened. */
const MOST_ROOMS = 20;

/**
 * What was found changes while one looks at it: deleted messages go, edited ones are looked up again, and so does what
 * one must not or does not want to read any longer.
 * @param {Searching} searching
 * @param {Chat} chat
 */
export function followResults(searching, chat) {
  const { connection, live, blocks } = chat;
  const drop = (/** @type {Parameters<Searching["results"]["drop"]>[0]} */ isGone) => {
    if (searching.results.drop(isGone)) searching.changed.emit();
  };
  const note = (/** @type {Message[]} */ messages) => {
    const ids = new Set(searching.results.items.map(({ message }) => message.id));
    for (const message of messages) if (ids.has(message.id)) noteMessage(message, searching, drop);
  };
  const leave = (/** @type {number} */ roomId) => drop(({ room }) => room.id === roomId);
  connection.on("message_updated", ({ message }) => note([message]));
  live.caughtUp.subscribe(({ messages }) => note(messages));
  followRoomsElsewhere(searching, chat, note);
  live.changed.subscribe(oncePerFrame(() => searching.results.items.length > 0 && note(live.log.messages)));
  connection.on("room_deleted", ({ room_id }) => leave(room_id));
  connection.on("membership_changed", ({ room_id, membership }) => {
    const isPublic = chat.rooms.get(room_id)?.visibility === "public";
    if (membership === null && !isPublic) leave(room_id);
  });
  connection.on("sanctioned", ({ sanction: { action, room } }) => action === "banned" && room && leave(room.id));
  blocks.changed.subscribe(() => drop(({ message }) => blocks.has(message.author)));
  connection.on("ready", () => (searching.isWaiting ? void searching.retry() : void leaveGone(searching, chat, leave)));
}

/**
 * Rooms that one has not joined are in no list that says what went during an interruption.
 * @param {Searching} searching @param {Chat} chat @param {(roomId: number) => void} leave
 */
async function leaveGone(searching, { rooms }, leave) {
  const ids = new Set(searching.results.items.map(({ room }) => room.id).filter((id) => !rooms.get(id)));
  for (const id of [...ids].slice(0, MOST_ROOMS)) {
    const failure = await call("GET", `/rooms/${id}`).then(() => null, (/** @type {unknown} */ error) => error);
    if (failure instanceof ChatError && failure.code === "not_found") leave(id);
  }
}

/**
 * @param {Message} message
 * @param {Searching} searching
 * @param {(isGone: (result: import("../../state/search_results.js").Result) => boolean) => void} drop
 */
function noteMessage(message, searching, drop) {
  const known = searching.results.of(message.id)?.message;
  if (!known || message.version <= known.version) return;
  if (message.deleted_at) drop((result) => result.message.id === message.id);
  else if (message.content !== known.content) void searching.lookAgain(message);
  else known.version = message.version;
}
