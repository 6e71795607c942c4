import { nowMs } from "../../lib/clock.js";
import { hideIf, part, parts } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
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
  const { form, muted, closed, outside, announcing } = parts(root, "form", "muted", "closed", "outside", "announcing");
  const open = room?.is_active ?? false;
  const isMuted = open && isHeldBack(chat, "muted_until");
  hideIf(muted, !isMuted);
  hideIf(closed, room === null || open);
  hideIf(outside, !open || room?.membership !== null);
  const isReader = open && !isMuted && Boolean(room?.membership) && !mayWriteIn(room, chat.me);
  hideIf(announcing, !isReader);
  hideIf(form, !open || isMuted || isReader || !room?.membership);
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
