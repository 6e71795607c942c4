import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";

/**
 * The room on the screen is gone: say why, and give back what was not sent.
 * @param {import("../../chat.js").RoomLoss} loss
 */
export function showRoomLost({ room, reason, unsent }) {
  const root = dialog("room-lost");
  const text = reason === "deleted"
    ? gettext("%(room)s was deleted by its owner or an administrator.")
    : gettext("You no longer have access to %(room)s.");
  part(root, "reason").textContent = interpolate(text, { room: room?.name ?? gettext("This room") });
  part(root, "unsent").hidden = unsent === "";
  /** @type {HTMLTextAreaElement} */ (part(root, "unsent-text")).value = unsent;
  void openDialog("room-lost");
}
