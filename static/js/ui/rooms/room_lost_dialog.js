import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";

/**
 * The room on the screen is gone: say why, and give back what was not sent.
 * @param {import("../../room_loss.js").RoomLoss} loss
 */
export function showRoomLost({ room, reason, unsent }) {
  const root = dialog("room-lost");
  part(root, "reason").textContent = interpolate(textOf(reason), { room: room?.name ?? gettext("This room") });
  part(root, "unsent").hidden = unsent === "";
  /** @type {HTMLTextAreaElement} */ (part(root, "unsent-text")).value = unsent;
  void openDialog("room-lost");
}

/** @param {string} reason */
function textOf(reason) {
  switch (reason) {
    case "deleted": return gettext("%(room)s was deleted by its owner or an administrator.");
    case "removed": return gettext("You're no longer in %(room)s. Only its members can read it.");
    case "gone": return gettext("%(room)s was deleted, or only its members can see it now.");
    default: return gettext("You no longer have access to %(room)s.");
  }
}
