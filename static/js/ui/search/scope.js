import { hideIf, part, showText } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";

/**
 * Where to look: in the room on the screen, or everywhere.
 * @param {HTMLElement} group
 * @param {MyRoom | null} room
 * @param {boolean} isInRoom
 */
export function drawScope(group, room, isInRoom) {
  hideIf(group, room === null);
  if (room) showText(part(group, "in-room"), interpolate(gettext("In %(room)s"), { room: room.name }));
  for (const button of group.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String((button.dataset.scope === "room") === isInRoom));
  }
}
