import { hideIf, part } from "../../lib/dom.js";
import { call } from "../../net/api.js";

/** More of them would hide what one can do with a person. */
const MOST_ROOMS = 6;

/** @typedef {{ user: User, shared_rooms: { id: number, name: string }[], may_message: boolean }} Card */

/**
 * What the server knows of a person: the rooms we share, and whether I can write to them.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {number} userId
 * @param {{ openRoom(roomId: number): void }} page
 */
export async function drawDetails(root, chat, userId, page) {
  const section = part(root, "shared");
  hideIf(section, true);
  root.dataset.user = String(userId);
  const card = /** @type {Card} */ (await call("GET", `/users/${userId}`));
  if (root.dataset.user !== String(userId) || userId === chat.me.id) return;
  const rooms = card.shared_rooms.filter(({ id }) => id !== chat.live.roomId);
  hideIf(section, rooms.length === 0);
  part(root, "shared-rooms").replaceChildren(...rooms.slice(0, MOST_ROOMS).map((room) => link(room, page)));
  part(root, "message").toggleAttribute("disabled", !card.may_message);
}

/** @param {{ id: number, name: string }} room @param {{ openRoom(roomId: number): void }} page */
function link(room, page) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-item";
  const name = document.createElement("bdi");
  name.textContent = room.name;
  button.append(name);
  button.addEventListener("click", () => page.openRoom(room.id));
  row.append(button);
  return row;
}
