import { hideIf, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { isDirect, partnerIn } from "../../state/direct.js";
import { drawAvatar } from "../people/avatar.js";

/** @typedef {"hash" | "lock" | "megaphone" | "archive" | "people" | "search"} Icon */

/**
 * What kind of room it is: a sign, or the face of the person one talks to, with their presence.
 * @param {HTMLElement} mark
 * @param {Room} room
 * @param {Pick<Chat, "me" | "presence">} chat
 */
export function drawMark(mark, room, { me, presence }) {
  const partner = partnerIn(room, me);
  const person = partner ?? (isDirect(room) && room.members?.length === 1 ? room.members[0] : null);
  const online = String(partner !== null && presence.isOnline(partner.id));
  if (mark.dataset.online !== online) mark.dataset.online = online;
  if (person) drawFace(mark, person);
  else drawIcon(mark, iconOf(room));
}

/** @param {HTMLElement} mark @param {User} person */
export function drawFace(mark, person) {
  hideIf(part(mark, "face"), false);
  drawAvatar(part(mark, "face"), person);
  if (mark.dataset.icon !== "face") mark.dataset.icon = "face";
}

/** @param {HTMLElement} mark @param {Icon} icon */
export function drawIcon(mark, icon) {
  hideIf(part(mark, "face"), true);
  if (mark.dataset.icon === icon) return;
  mark.dataset.icon = icon;
  const use = /** @type {SVGUseElement} */ (mark.querySelector("use"));
  use.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${icon}`));
}

/** @param {Room} room @returns {Icon} */
function iconOf(room) {
  if (!room.is_active) return "archive";
  if (isDirect(room)) return "people";
  if (room.visibility === "private") return "lock";
  return room.who_may_write === "moderators" ? "megaphone" : "hash";
}

/** The same in words, for assistive technology. @param {Room} room @param {Pick<Chat, "me" | "presence">} chat */
export function kindOf(room, { me, presence }) {
  const partner = partnerIn(room, me);
  const kinds = [
    room.is_active ? "" : gettext("closed"),
    room.visibility === "private" ? gettext("private") : "",
    room.who_may_write === "moderators" ? gettext("announcements") : "",
    partner && presence.isOnline(partner.id) ? gettext("online") : "",
  ];
  return kinds.filter(Boolean).join(", ");
}
