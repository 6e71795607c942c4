import { nowMs } from "../../lib/clock.js";
import { hideIf, parts } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { isDirect, partnerIn } from "../../state/direct.js";
import { mayWriteIn } from "../../state/rights.js";
import { isUnreachable } from "./barred.js";

/**
 * Whether a sanction or slow mode keeps me from writing.
 * @param {Chat} chat
 * @param {"muted_until" | "next_message_at"} why
 */
export function isHeldBack({ room }, why) {
  return Date.parse(room?.membership?.[why] ?? "") > nowMs();
}

/**
 * Whether there is something to send, and it may be sent now.
 * @param {Chat} chat
 * @param {number} length Of the text.
 */
export function maySend(chat, length) {
  const files = chat.trays.in(chat.live.roomId);
  const isReady = files.length > 0 ? files.every(({ error }) => error === "") : length > 0;
  return isReady && !isHeldBack(chat, "next_message_at");
}

const INSTEAD = /** @type {const} */ (["muted", "closed", "outside", "announcing", "blocked", "unreachable"]);

/** @typedef {ReturnType<typeof partsOf>} Parts */

/** What is drawn at each change of the room, looked for once. @param {HTMLElement} root */
export function partsOf(root) {
  return parts(root, "form", ...INSTEAD, "send", "send-icon", "save-icon");
}

/**
 * Show the form, or why there is none.
 * @param {Parts} shownParts
 * @param {Chat} chat
 */
export function drawForm(shownParts, chat) {
  const { room } = chat;
  const shown = room && (reasonNotToWrite(chat, room) ?? "form");
  for (const name of ["form", ...INSTEAD]) hideIf(shownParts[/** @type {"form"} */ (name)], shown !== name);
}

/**
 * What stands in the form's place, if I can't write.
 * @param {Chat} chat @param {MyRoom} room
 */
function reasonNotToWrite(chat, room) {
  if (!room.is_active) return "closed";
  if (!room.membership) return "outside";
  if (isHeldBack(chat, "muted_until")) return "muted";
  const partner = partnerIn(room, chat.me);
  if (chat.blocks.has(partner)) return "blocked";
  if (isUnreachable(partner)) return "unreachable";
  return mayWriteIn(room, chat.me) ? null : "announcing";
}

/**
 * Say why and until when I can't write.
 * @param {HTMLElement} root
 * @param {Chat} chat
 * @param {() => void} over Called when it is over.
 */
export async function explainRestraint(root, chat, over) {
  if (!isHeldBack(chat, "muted_until") && !isHeldBack(chat, "next_message_at")) return;
  const restraint = await import("./restraint.js").catch(() => null);
  restraint?.showRestraint(root, chat, over);
}

/** What the field is for. @param {MyRoom} room @param {boolean} isEditing */
export function labelOf(room, isEditing) {
  if (isDirect(room) && (room.members?.length ?? 0) > 2 && !isEditing) return gettext("Message everyone here");
  return isEditing ? gettext("Edit message") : interpolate(gettext("Message %(room)s"), { room: room.name });
}

/**
 * @param {Parts} shownParts
 * @param {{ isEditing: boolean, isReady: boolean }} state isReady: there is something that can be sent now.
 */
export function drawSend(shownParts, { isEditing, isReady }) {
  const send = /** @type {HTMLButtonElement} */ (shownParts.send);
  const label = isEditing ? gettext("Save") : gettext("Send");
  if (send.disabled === isReady) send.disabled = !isReady;
  if (send.title === label) return;
  send.title = label;
  send.setAttribute("aria-label", label);
  shownParts["send-icon"].toggleAttribute("hidden", isEditing);
  shownParts["save-icon"].toggleAttribute("hidden", !isEditing);
}
