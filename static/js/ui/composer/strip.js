import { hideIf, part, plainText, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";
import { enterSends } from "./enter_key.js";

/** @typedef {import("../../state/drafts.js").Answered} Answered */

const EXCERPT_CHARS = 100;

/**
 * The first floor of the composer: what the text answers, or that it changes a message.
 * @param {HTMLElement} root
 * @param {{ reply: Answered | null, isEditing: boolean }} what
 * @param {Chat} chat
 */
export function drawStrip(root, { reply, isEditing }, chat) {
  const strip = part(root, "strip");
  hideIf(strip, !isEditing && reply === null);
  strip.toggleAttribute("data-editing", isEditing);
  part(root, "strip-edit").toggleAttribute("hidden", !isEditing);
  part(root, "strip-reply").toggleAttribute("hidden", isEditing);
  if (strip.hidden) return;
  const label = isEditing ? gettext("Cancel editing") : gettext("Cancel reply");
  part(root, "strip-cancel").setAttribute("aria-label", label);
  part(root, "strip-cancel").title = label;
  showText(part(root, "strip-text"), isEditing ? editText(chat) : replyText(reply));
}

/** @param {Chat} chat */
function editText({ storage }) {
  return enterSends(storage) ? gettext("Editing: Enter saves, Esc cancels") : gettext("Editing your message");
}

/** @param {Answered | null} reply */
function replyText(reply) {
  return reply === null ? "" : interpolate(gettext("Replying to %(name)s: %(text)s"), reply);
}

/** What is shown of a message that is answered. @param {Message} message @returns {Answered} */
export function answered({ seq, author, ...message }) {
  const text = message.deleted_at === null ? plainText(message).trim() : gettext("This message was deleted.");
  return { seq, name: nameOf(author), text: text.slice(0, EXCERPT_CHARS) };
}
