import { readable } from "../lib/mention_marks.js";
import { calendar, calendarChanged, dayKey } from "../lib/times.js";

const GROUP_GAP_MS = 5 * 60_000;

/**
 * One line of the conversation as it is drawn.
 * @typedef {{ key: string, kind: "day", time: string }
 *   | { key: string, kind: "unread", time: string }
 *   | { key: string, kind: "blocked", keys: string[], seq: number, text: string }
 *   | { key: string, kind: "message", message: DrawnMessage, startsGroup: boolean, hidesQuote?: boolean }} Row
 * @typedef {Extract<Row, { kind: "message" }>} MessageRow
 */

/**
 * A message on the screen: stored ones have a seq; the others are on their way or could not be sent.
 * @typedef {{ id: number | null, room_id: number, version: number, seq: number | null,
 *   author: User | null, content: string, html: string, created_at: string,
 *   client_id: string | null, edited_at: string | null, deleted_at: string | null,
 *   deleted_by: Message["deleted_by"], reply_to: ReplyTo | null, reactions: Reaction[], pinned_at: string | null,
 *   mentions: User[], mentions_room: boolean, forward_of?: ForwardOf | null, attachments?: Attachment[],
 *   files?: KeptFile[],
 *   state: "stored" | "sending" | "failed", error: string | null,
 *   key: string, day: string, sentMs: number, calendar: string }} DrawnMessage
 *   files: what is on its way with it. key: the same for a message on its way and for the stored one, so that its
 *   node stays.
 */

/** What was made of a message before: most of a conversation is the same from one drawing to the next. */
let drawn = /** @type {WeakMap<Message, DrawnMessage>} */ (new WeakMap());
calendarChanged.subscribe(() => (drawn = new WeakMap()));

/** @param {Message} message @returns {DrawnMessage} */
export function drawnMessage(message) {
  const known = drawn.get(message);
  if (known) return known;
  const made = withPosition({ ...message, state: "stored", error: null });
  drawn.set(message, made);
  return made;
}

/**
 * @param {OutboxEntry} entry @param {User} author
 * @param {(id: number) => string | undefined} nameOf Who is mentioned.
 * @returns {DrawnMessage}
 */
export function drawnEntry(entry, author, nameOf) {
  return withPosition({
    id: null,
    room_id: entry.room_id,
    version: 0,
    author,
    content: readable(entry.content, nameOf),
    html: "",
    created_at: entry.created_at,
    seq: null,
    client_id: entry.client_id,
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    reply_to: null,
    mentions: [],
    mentions_room: false,
    reactions: [],
    pinned_at: null,
    files: entry.files,
    state: entry.error ? "failed" : "sending",
    error: entry.error?.message ?? null,
  });
}

/**
 * What decides where a message stands, worked out once and not at every drawing.
 * @param {Omit<DrawnMessage, "key" | "day" | "sentMs" | "calendar">} message
 * @returns {DrawnMessage}
 */
function withPosition(message) {
  const { author, client_id, seq, created_at } = message;
  return {
    ...message,
    key: client_id === null ? `s${seq}` : `c${author?.id}:${client_id}`,
    day: dayKey(created_at),
    sentMs: Date.parse(created_at),
    calendar: calendar(),
  };
}

/**
 * Lay messages out: a line per day, groups by author, and the line of what is new since the last visit.
 * @param {DrawnMessage[]} messages
 * @param {{ unreadAfter?: number | null, me: number }} reader
 *   unreadAfter: the last seq that was read, null for no line.
 * @returns {Row[]}
 */
export function rowsOf(messages, { unreadAfter = null, me }) {
  /** @type {Row[]} */
  const rows = [];
  let previous = /** @type {DrawnMessage | null} */ (null);
  let previousDay = "";
  const days = /** @type {Map<string, number>} */ (new Map());
  let lineDue = unreadAfter !== null;
  for (const message of messages) {
    const { day } = message;
    const newDay = day !== previousDay;
    if (newDay) rows.push({ key: dayLineKey(days, day), kind: "day", time: message.created_at });
    const newsBegin = lineDue && isNews(message, /** @type {number} */ (unreadAfter), me);
    if (newsBegin) rows.push({ key: "unread", kind: "unread", time: message.created_at });
    lineDue &&= !newsBegin;
    const startsGroup = newDay || newsBegin || !continues(/** @type {DrawnMessage} */ (previous), message);
    rows.push(messageRow(message, startsGroup));
    previous = message;
    previousDay = day;
  }
  return rows;
}

/** The row of each message, for as long as it is the same: the lines that stay need not be looked at. */
const rowOf = /** @type {WeakMap<DrawnMessage, MessageRow>} */ (new WeakMap());

/** @param {DrawnMessage} message @param {boolean} startsGroup @returns {MessageRow} */
function messageRow(message, startsGroup) {
  const known = rowOf.get(message);
  if (known?.startsGroup === startsGroup) return known;
  const row = /** @type {MessageRow} */ ({ key: message.key, kind: "message", message, startsGroup });
  rowOf.set(message, row);
  return row;
}

/**
 * An imported record may go back to a day that was there already.
 * @param {Map<string, number>} days
 * @param {string} day
 */
function dayLineKey(days, day) {
  const times = (days.get(day) ?? 0) + 1;
  days.set(day, times);
  return times === 1 ? `d${day}` : `d${day}.${times}`;
}

/** @param {DrawnMessage} message @param {number} unreadAfter @param {number} me */
function isNews(message, unreadAfter, me) {
  return message.seq !== null && message.seq > unreadAfter && message.author?.id !== me;
}

/** @param {DrawnMessage} previous @param {DrawnMessage} message */
function continues(previous, message) {
  const pause = Math.abs(message.sentMs - previous.sentMs);
  return previous.author?.id === message.author?.id && pause < GROUP_GAP_MS && message.reply_to === null;
}
