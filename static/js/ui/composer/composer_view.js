import { nowMs } from "../../lib/clock.js";
import { hideIf, part, parts } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { isDirect, partnerIn } from "../../state/direct.js";
import { mayWriteIn } from "../../state/rights.js";

/**
 * Whether a sanction or slow mode keeps me from writing.
 * @param {Chat} chat
 * @param {"muted_until" | "next_message_at"} why
 */
export function isHeldBack({ room }, why) {
  return Date.parse(room?.membership?.[why] ?? "") > nowMs();
}

/**
 * Show the form, or why there is none.
 * @param {HTMLElement} root
 * @param {Chat} chat
 */
export function drawForm(root, chat) {
  const { room } = chat;
  const { form, ...instead } = parts(root, "form", "muted", "closed", "outside", "announcing", "blocked");
  const shown = room && (reasonNotToWrite(chat, room) ?? "form");
  hideIf(form, shown !== "form");
  for (const [name, place] of Object.entries(instead)) hideIf(place, shown !== name);
}

/**
 * What stands in the form's place, if I can't write.
 * @param {Chat} chat @param {MyRoom} room
 */
function reasonNotToWrite(chat, room) {
  if (!room.is_active) return "closed";
  if (!room.membership) return "outside";
  if (isHeldBack(chat, "muted_until")) return "muted";
  if (chat.blocks.has(partnerIn(room, chat.me))) return "blocked";
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
 * @param {HTMLElement} root
 * @param {{ isEditing: boolean, isReady: boolean }} state isReady: there is something that can be sent now.
 */
export function drawSend(root, { isEditing, isReady }) {
  const send = /** @type {HTMLButtonElement} */ (part(root, "send"));
  const label = isEditing ? gettext("Save") : gettext("Send");
  send.disabled = !isReady;
  if (send.title === label) return;
  send.title = label;
  send.setAttribute("aria-label", label);
  part(root, "send-icon").toggleAttribute("hidden", isEditing);
  part(root, "save-icon").toggleAttribute("hidden", !isEditing);
}
