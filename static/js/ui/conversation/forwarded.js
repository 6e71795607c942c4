import { gettext, interpolate } from "../../lib/i18n.js";
import { nameOf } from "../../lib/person.js";

/**
 * Name the author above a forwarded text, and link to the original if the reader may see its room.
 * @param {HTMLElement} text
 * @param {ForwardOf} original
 * @param {boolean} isReadable
 */
export function showForwarded(text, { room_id, seq, author }, isReadable) {
  const line = document.createElement("p");
  line.className = "message-forwarded";
  line.append(interpolate(gettext("Forwarded from %(name)s"), { name: nameOf(author) }));
  if (isReadable) line.append(" · ", original(room_id, seq));
  text.prepend(line);
}

/** @param {number} roomId @param {number} seq */
function original(roomId, seq) {
  const link = document.createElement("a");
  link.href = `/rooms/${roomId}/${seq}`;
  link.tabIndex = -1;
  link.textContent = gettext("Show the original");
  return link;
}
