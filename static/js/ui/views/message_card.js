import { part, plainText, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { briefTime, fullTime } from "../../lib/times.js";
import { drawAvatar } from "../people/avatar.js";
import { markBot } from "../people/bot_badge.js";

/**
 * Draw one message of any room.
 * @param {HTMLElement} node
 * @param {{ message: Message, heading: string, note: string, done: string | null }} card
 *   heading: who did what where; note: a line below the text, if any; done: what its second button says.
 */
export function drawMessageCard(node, { message, heading, note, done }) {
  const { author, created_at, deleted_at, room_id, seq } = message;
  drawAvatar(part(node, "avatar"), author);
  showText(part(node, "heading"), heading);
  markBot(part(node, "heading"), author);
  part(node, "card").setAttribute("aria-label", heading);
  const time = /** @type {HTMLTimeElement} */ (part(node, "time"));
  showText(time, briefTime(created_at));
  time.dateTime = created_at;
  time.title = fullTime(created_at);
  showText(part(node, "text"), deleted_at ? gettext("This message was deleted.") : plainText(message).trim());
  part(node, "note").hidden = note === "";
  showText(part(node, "note"), note);
  part(node, "open").setAttribute("href", `/rooms/${room_id}/${seq}`);
  part(node, "done").hidden = done === null;
  showText(part(node, "done"), done ?? "");
}

/**
 * @param {string} text With %(name)s and %(room)s.
 * @param {Message} message
 * @param {{ id: number, name: string }} room A direct room has its name from the list.
 * @param {Chat["rooms"]} rooms
 */
export function headingOf(text, { author }, room, rooms) {
  return interpolate(text, { name: nameOf(author), room: rooms.get(room.id)?.name ?? room.name });
}
