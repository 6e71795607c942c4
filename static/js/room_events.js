import { monotonicMs, now } from "./lib/clock.js";
import { listenToMembers } from "./member_events.js";
import { countsToShow, isBeforeTheReader } from "./read_marker.js";
import { roomDeleted } from "./room_loss.js";
import { sendAgainWhenAllowed } from "./sending_again.js";
import { isDirect } from "./state/direct.js";
import { isMeantFor } from "./state/mentions.js";

/**
 * What the server tells, put into the states. A change inside the room on the screen goes through its log first,
 * which knows whether something was missed.
 * @typedef {import("./chat.js").Chat} Chat
 */

/** @param {Chat} chat */
export function listen(chat) {
  const { connection, presence } = chat;
  connection.on("ready", () => void caughtUp(chat));
  connection.on("online_users", ({ users }) => presence.replace(users));
  connection.on("user_online", ({ user }) => presence.add(user));
  connection.on("user_offline", ({ user_id }) => {
    chat.members.left(user_id, now().toISOString());
    presence.remove(user_id);
  });
  connection.on("new_message", (change) => messageChanged(chat, change));
  connection.on("message_updated", (change) => messageChanged(chat, change));
  connection.on("typing", (notice) => someoneTypes(chat, notice));
  connection.on("room_created", ({ room }) => chat.rooms.update(room));
  connection.on("room_updated", (change) => roomUpdated(chat, change));
  connection.on("room_closed", (change) => roomClosed(chat, change));
  connection.on("room_deleted", ({ room_id }) => roomDeleted(chat, room_id));
  connection.on("bookmark_changed", ({ message_id, bookmark }) => chat.saved.set(message_id, bookmark !== null));
  connection.on("blocks_changed", ({ user_id, block }) => chat.blocks.set(user_id, block !== null));
  connection.on("room_activity", (activity) => roomActivity(chat, activity));
  connection.on("room_read", (read) => roomRead(chat, read));
  connection.on("mentioned", ({ mention }) => mentioned(chat, mention));
  listenToMembers(chat);
  chat.live.arrived.subscribe((message) => messageArrived(chat, message));
  chat.live.refused.subscribe(({ roomId, error }) => chat.loseRoom(roomId, error.code));
  chat.live.membersChanged.subscribe(() => chat.membersReader.readSoon());
  chat.live.changed.subscribe(() => settleOutbox(chat));
  chat.live.changed.subscribe(() => listNewest(chat));
  wakeSenderWhenFree(chat);
  sendAgainWhenAllowed(chat);
}

/** The server asked for patience, then slow mode, a mute or my role changed: ask again at once. @param {Chat} chat */
export function wakeSenderWhenFree(chat) {
  /** What held back each room whose sending pauses. @type {Map<number, string>} */
  const restraints = new Map();
  chat.sender.paused.subscribe(({ roomId, untilMs }) => {
    if (untilMs > 0) restraints.set(roomId, restraint(chat, roomId));
    else restraints.delete(roomId);
  });
  chat.rooms.changed.subscribe(() => {
    for (const [roomId, before] of restraints) if (restraint(chat, roomId) !== before) chat.sender.wake(roomId);
  });
}

/** @param {Chat} chat @param {number} roomId */
function restraint({ rooms }, roomId) {
  const room = rooms.get(roomId);
  return `${room?.slow_mode_s} ${room?.membership?.role} ${room?.membership?.muted_until}`;
}

/**
 * A new connection: what happened meanwhile in the rooms, who is here, and what waits to be sent.
 * @param {Chat} chat
 */
async function caughtUp(chat) {
  chat.membersReader.readMissing();
  await Promise.all([chat.live.join(), chat.sync().catch(() => null)]);
  chat.sender.wake();
  chat.sender.sendAll();
}

/** @param {Chat} chat @param {{ room_id: number, prev_version: number, message: Message }} change */
function messageChanged(chat, { room_id, prev_version, message }) {
  chat.outbox.arrived(message);
  if (message.version > message.seq) chat.rooms.messageChanged(message);
  countAnew(chat, message);
  chat.live.receive(room_id, { prev_version, version: message.version, message });
}

/** What is deleted is unread no more, and what is restored is again. @param {Chat} chat @param {Message} message */
function countAnew(chat, message) {
  if (message.room_id !== chat.live.roomId || !counts(chat, message)) return;
  const known = chat.live.log.messages.find(({ seq }) => seq === message.seq);
  if (!known || (known.deleted_at === null) === (message.deleted_at === null)) return;
  const isBack = message.deleted_at === null;
  const isForMe = isMeantFor(chat.me, isBack ? message : known);
  if (isForMe && message.seq > chat.reading.lastRead) countMentions(chat, message.room_id, isBack ? 1 : -1);
  chat.reading.changed(message.seq, isBack);
  chat.rooms.setReading(message.room_id, { unread_count: chat.reading.unreadCount });
}

/** The list shows the end of the conversation on the screen, however that came to be known. @param {Chat} chat */
function listNewest(chat) {
  const { log, roomId, state } = chat.live;
  if (roomId === null || state !== "ready" || !log.last || log.hasMoreAfter) return;
  chat.rooms.setLastMessage(roomId, log.last);
}

/** @param {Chat} chat @param {Message} message */
function messageArrived(chat, message) {
  chat.rooms.setLastMessage(message.room_id, message);
  if (message.author && chat.typing.ended(message.author.id)) chat.typingChanged.emit();
  if (!counts(chat, message)) return;
  const isSeen = isBeforeTheReader(chat, message.room_id);
  chat.reading.arrived(message.seq, isSeen);
  const count = chat.reading.unreadCount;
  const meant = isDirect(chat.room) ? { mention_count: count } : {};
  if (!isSeen) chat.rooms.setReading(message.room_id, { unread_count: count, ...meant });
  if (message.mentions_room && !isSeen) countMentions(chat, message.room_id, 1);
  if (chat.room) chat.newsElsewhere.emit({ room: chat.room, message });
}

/** Whether a message is one of those that can be unread. @param {Chat} chat @param {Message} message */
function counts({ me, blocks }, { author }) {
  return author?.id !== me.id && !blocks.has(author);
}

/** Messages that a page or a resume brought are no longer waiting. @param {Chat} chat */
function settleOutbox(chat) {
  const roomId = chat.live.roomId;
  if (roomId === null) return;
  const waiting = new Set([
    ...chat.outbox.acknowledgedIn(roomId).map((message) => message.client_id),
    ...chat.outbox.inRoom(roomId).map((entry) => entry.client_id),
  ]);
  if (waiting.size === 0) return;
  for (const message of chat.live.log.messages) if (waiting.has(message.client_id ?? "")) chat.outbox.arrived(message);
}

/** @param {Chat} chat @param {{ room_id: number, user: User, is_typing: boolean }} notice */
function someoneTypes(chat, { room_id, user, is_typing }) {
  if (room_id !== chat.live.roomId || user.id === chat.me.id || chat.blocks.has(user)) return;
  chat.typing.note(user, is_typing, monotonicMs());
  chat.typingChanged.emit();
}

/** @param {Chat} chat @param {{ room: Room, prev_version?: number }} change */
function roomUpdated(chat, { room, prev_version }) {
  chat.rooms.update(room);
  if (prev_version !== undefined) chat.live.receive(room.id, { prev_version, version: room.version });
}

/** @param {Chat} chat @param {{ room_id: number, version: number }} change */
function roomClosed(chat, { room_id, version }) {
  chat.rooms.setActive(room_id, false);
  chat.live.receive(room_id, { prev_version: version - 1, version });
}

/** @param {Chat} chat @param {Activity} activity */
function roomActivity(chat, activity) {
  if (activity.room_id === chat.live.roomId) return;
  const message = activity.last_message;
  if (!chat.rooms.takeActivity(activity) || message?.author?.id === chat.me.id) return;
  const room = chat.rooms.get(activity.room_id);
  if (room) chat.newsElsewhere.emit({ room, message });
}

/**
 * @param {Chat} chat
 * @param {{ room_id: number, last_read_seq: number, unread_count: number, mention_count: number,
 *   marked_unread: boolean }} read
 */
function roomRead(chat, { room_id, last_read_seq, unread_count, mention_count, marked_unread }) {
  const counted = { unread_count, mention_count };
  const counts = marked_unread ? counted : countsToShow(chat, room_id, counted);
  chat.rooms.setReading(room_id, { last_read_seq, ...counts });
  if (room_id !== chat.live.roomId) return;
  if (marked_unread) chat.reading.markedUnread(last_read_seq, unread_count);
  else chat.reading.counted(counts.unread_count, last_read_seq);
  chat.live.changed.emit();
}

/**
 * A message or an edit mentions me, or answers me. Of other rooms, their activity says how often.
 * @param {Chat} chat @param {Mention} mention
 */
function mentioned(chat, { message, read }) {
  if (read || message.room_id !== chat.live.roomId) return;
  if (chat.looking && chat.endInSight) chat.readMarker.markSoon();
  else countMentions(chat, message.room_id, 1);
}

/** @param {Chat} chat @param {number} roomId @param {1 | -1} more */
function countMentions({ rooms }, roomId, more) {
  const known = rooms.get(roomId)?.membership?.mention_count ?? 0;
  rooms.setReading(roomId, { mention_count: Math.max(0, known + more) });
}
