import { gettext, interpolate } from "../lib/i18n.js";

/** Direct rooms: conversations of a few people, without a name of their own. */

/** @param {Pick<Room, "visibility"> | null | undefined} room */
export const isDirect = (room) => room?.visibility === "direct";

/** The people of a direct room besides me. @param {Room} room @param {Pick<User, "id">} me @returns {User[]} */
export function othersIn({ members = [] }, me) {
  return members.filter(({ id }) => id !== me.id);
}

/** The only other person of a direct room, if there is just one. @param {Room} room @param {Pick<User, "id">} me */
export function partnerIn(room, me) {
  const others = isDirect(room) ? othersIn(room, me) : [];
  return others.length === 1 ? others[0] : null;
}

/**
 * A direct room is called after the others in it, and the one with my notes after me.
 * @template {Room} R
 * @param {R} room @param {User | null} me @returns {R}
 */
export function named(room, me) {
  if (!isDirect(room) || me === null) return room;
  const names = othersIn(room, me).map(({ name }) => name);
  const myName = room.members?.find(({ id }) => id === me.id)?.name ?? me.name;
  return { ...room, name: names.join(", ") || interpolate(gettext("%(name)s (you)"), { name: myName }) };
}

/** Whether a direct room is in my list. @param {MyRoom} room */
export const isListed = ({ membership }) => !membership?.is_hidden;

/** Whether one can leave a room: a conversation of two stays, and can be hidden. @param {Room} room */
export const mayLeave = (room) => !isDirect(room) || (room.members?.length ?? 0) > 2;
