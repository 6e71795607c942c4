import { now } from "./lib/clock.js";
import { losePrivate } from "./room_loss.js";
import { isDirect } from "./state/direct.js";

/**
 * What the server tells of people and of who is in which room, put into the states.
 * @typedef {import("./chat.js").Chat} Chat
 * @typedef {{ room_id: number, prev_version: number, version: number, user: User, role: Membership["role"],
 *   member_count: number }} MemberChange
 */

/** @param {Chat} chat */
export function listenToMembers(chat) {
  const { connection } = chat;
  for (const name of ["ready", "me_updated"]) connection.on(name, ({ user }) => meUpdated(chat, user));
  connection.on("user_updated", ({ user }) => userUpdated(chat, user));
  connection.on("online_users", ({ users }) => renameShown(chat, users));
  connection.on("member_joined", (change) => memberJoined(chat, change));
  connection.on("member_updated", (change) => memberUpdated(chat, change));
  connection.on("member_left", (change) => memberLeft(chat, change));
  connection.on("membership_changed", (mine) => void membershipChanged(chat, mine).catch(() => null));
}

/** @param {Chat} chat @param {MemberChange} change */
function memberJoined(chat, change) {
  memberChanged(chat, change);
  if (change.room_id === chat.live.roomId) chat.members.put(change.user, change.role, now().toISOString());
}

/** @param {Chat} chat @param {MemberChange} change */
function memberUpdated(chat, change) {
  memberChanged(chat, change);
  if (change.user.id === chat.me.id) chat.rooms.setReading(change.room_id, { role: change.role });
  if (change.room_id === chat.live.roomId) chat.members.put(change.user, change.role, now().toISOString());
}

/** @param {Chat} chat @param {MemberChange} change */
function memberLeft(chat, change) {
  memberChanged(chat, change);
  const room = chat.rooms.get(change.room_id);
  if (room?.members) chat.rooms.update({ ...room, members: room.members.filter(({ id }) => id !== change.user.id) });
  if (change.user.id === chat.me.id) chat.rooms.setMembership(change.room_id, null);
  else if (change.room_id === chat.live.roomId) chat.members.remove(change.user.id);
}

/**
 * I joined, left or got another role, here or on another device; or someone left a group of mine.
 * @param {Chat} chat
 * @param {{ room_id: number, membership: Membership | null, room?: MyRoom }} mine
 */
async function membershipChanged(chat, { room_id, membership, room: asNow }) {
  const known = chat.rooms.get(room_id);
  if (membership === null && known && known.visibility !== "public") return losePrivate(chat, room_id);
  const room = known ?? (await chat.refreshRoom(room_id));
  if (known === null) announceNew(chat, room);
  else if (asNow) chat.rooms.put(asNow);
  chat.rooms.setMembership(room_id, membership);
  if (membership === null || room.membership !== null || room_id !== chat.live.roomId) return;
  chat.reading.start(membership);
  await Promise.all([chat.live.join(), chat.membersReader.read()]);
}

/** A direct room is there with its first message. @param {Chat} chat @param {MyRoom} room */
function announceNew(chat, room) {
  const message = room.last_message;
  if (isDirect(room) && message && message.author?.id !== chat.me.id) chat.newsElsewhere.emit({ room, message });
}

/** @param {Chat} chat @param {MemberChange} change */
function memberChanged(chat, { room_id, prev_version, version, member_count }) {
  chat.live.receive(room_id, { prev_version, version });
  chat.rooms.setMemberCount({ id: room_id, member_count, version });
}

/** Another device may have changed me, also while this one was not connected. @param {Chat} chat @param {User} user */
function meUpdated(chat, user) {
  const isNews = JSON.stringify({ ...chat.me, ...user }) !== JSON.stringify(chat.me);
  if (user.id === chat.me.id && isNews) chat.changeMe(user);
}

/** Someone has another name or picture. @param {Chat} chat @param {User} user */
function userUpdated(chat, user) {
  chat.members.rename(user);
  chat.live.logs.rename(user);
  chat.live.changed.emit();
  chat.rooms.rename(user);
  if (chat.presence.isOnline(user.id)) chat.presence.add(user);
  meUpdated(chat, user);
}

/**
 * What changed of people while this device was away is in no event: who is online shows it.
 * @param {Chat} chat
 * @param {User[]} users
 */
function renameShown(chat, users) {
  const online = new Map(users.map((user) => [user.id, user]));
  const inRooms = chat.rooms.all().flatMap(({ members, last_message: last }) => [...(members ?? []), last?.author]);
  const inList = users.map(({ id }) => chat.members.get(id)?.user);
  const changed = new Set();
  for (const shown of [...inRooms, ...inList, ...chat.live.logs.authors]) {
    const now = shown && online.get(shown.id);
    if (now && (now.name !== shown.name || now.avatar_url !== shown.avatar_url)) changed.add(now);
  }
  for (const user of changed) userUpdated(chat, user);
}
