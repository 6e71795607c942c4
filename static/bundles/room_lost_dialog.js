import { A as dialog, u as part, a as interpolate, g as gettext, z as openDialog } from "./app.js";
function showRoomLost({ room, reason, unsent }) {
  const root = dialog("room-lost");
  part(root, "reason").textContent = interpolate(textOf(reason), { room: room?.name ?? gettext("This room") });
  part(root, "unsent").hidden = unsent === "";
  part(root, "unsent-text").value = unsent;
  void openDialog("room-lost");
}
function textOf(reason) {
  switch (reason) {
    case "deleted":
      return gettext("%(room)s was deleted by its owner or an administrator.");
    case "removed":
      return gettext("You're no longer in %(room)s. Only its members can read it.");
    case "gone":
      return gettext("%(room)s was deleted, or only its members can see it now.");
    default:
      return gettext("You no longer have access to %(room)s.");
  }
}
export {
  showRoomLost
};
