import { x as dialog, D as gettext, p as part, E as interpolate, v as openDialog } from "./app.js";
function showRoomLost({ room, reason, unsent }) {
  const root = dialog("room-lost");
  const text = reason === "deleted" ? gettext("%(room)s was deleted by its owner or an administrator.") : gettext("You no longer have access to %(room)s.");
  part(root, "reason").textContent = interpolate(text, { room: room?.name ?? gettext("This room") });
  part(root, "unsent").hidden = unsent === "";
  part(root, "unsent-text").value = unsent;
  void openDialog("room-lost");
}
export {
  showRoomLost
};
