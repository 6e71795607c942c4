import { nowMs } from "./lib/clock.js";
import { mayWriteNow } from "./state/rights.js";

/** What the server refuses while I am muted, while the room is closed, and while only moderators write there. */
const REFUSALS = new Set(["not_allowed", "room_closed"]);
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether a refusal may end without my doing. @param {{ code: string } | null} error */
export const mayEnd = (error) => error !== null && REFUSALS.has(error.code);

/**
 * What was refused because I could not write in a room is sent again, once, when I can: the mute ended, the room was
 * reopened. What was refused for another reason waits for the person.
 * @param {Chat} chat
 */
export function sendAgainWhenAllowed(chat) {
  /** The rooms with something refused, and whether I have been unable to write there. @type {Map<number, boolean>} */
  const refused = new Map();
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  const look = () => {
    clearTimeout(timer);
    for (const [roomId, wasBarred] of refused) {
      const room = chat.rooms.get(roomId);
      if (room && !mayWriteNow(room, chat.me, nowMs())) refused.set(roomId, true);
      else if (room && wasBarred && refused.delete(roomId)) sendAgain(chat, roomId);
    }
    const leftMs = untilNextEndMs(chat, refused.keys());
    if (leftMs < Infinity) timer = setTimeout(look, Math.min(leftMs, LONGEST_TIMER_MS));
  };
  const note = (/** @type {number[]} */ roomIds) => {
    for (const roomId of roomIds) if (!refused.has(roomId)) refused.set(roomId, false);
    if (roomIds.length > 0) look();
  };
  const noteFiles = () => note(chat.trays.rooms().filter((roomId) => refusedFiles(chat, roomId).length > 0));
  chat.outbox.failed.subscribe(({ room_id, error }) => note(mayEnd(error) ? [room_id] : []));
  chat.trays.changed.subscribe(noteFiles);
  chat.rooms.changed.subscribe(() => refused.size > 0 && look());
  note(chat.outbox.entries().filter(({ error }) => mayEnd(error)).map(({ room_id }) => room_id));
  noteFiles();
}

/** How long the shortest of my mutes in these rooms lasts. @param {Chat} chat @param {Iterable<number>} roomIds */
function untilNextEndMs({ rooms }, roomIds) {
  const ends = [...roomIds].map((roomId) => Date.parse(rooms.get(roomId)?.membership?.muted_until ?? ""));
  return Math.min(Infinity, ...ends.map((endMs) => endMs - nowMs()).filter((leftMs) => leftMs > 0));
}

/** The messages of this tab, in their order, and the files of the draft. @param {Chat} chat @param {number} roomId */
function sendAgain(chat, roomId) {
  for (const { client_id, tab, error } of chat.outbox.inRoom(roomId)) {
    if (tab === chat.tab && mayEnd(error)) chat.outbox.retry(client_id);
  }
  void chat.sender.send(roomId);
  const files = refusedFiles(chat, roomId);
  if (files.length === 0) return;
  void chat.files.load().then((all) => files.forEach(({ id }) => all.retry(roomId, id))).catch(() => null);
}

/** @param {Chat} chat @param {number} roomId */
function refusedFiles({ trays }, roomId) {
  return trays.in(roomId).filter((file) => file.error !== "" && file.mayEnd);
}
