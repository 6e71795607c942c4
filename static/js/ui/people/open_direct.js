import { call } from "../../net/api.js";
import { attempt } from "../shell/toasts.js";

/**
 * Open the direct room of some people and me, which the others see once something is written in it.
 * @param {Chat} chat
 * @param {{ openRoom(roomId: number): void }} page
 * @param {number[]} userIds
 */
export async function openDirect(chat, page, userIds) {
  const { room } = await call("POST", "/direct", { user_ids: userIds });
  chat.rooms.put(room);
  page.openRoom(room.id);
}

/** The same for one person, where no form says what is refused. @param {Chat} chat @param {User} user
 * @param {{ openRoom(roomId: number): void }} page */
export function messagePerson(chat, page, user) {
  return attempt(() => openDirect(chat, page, [user.id]));
}
