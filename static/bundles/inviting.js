import { w as onFirstOpen, K as oncePerFrame, z as dialog, x as openDialog } from "./app.js";
import { b as mayInvite } from "./chat.js";
const FRAGMENT = "#invite";
function mountInviting(body, chat, fragment) {
  onFirstOpen(["invite"], async () => (await import("./invite_dialog.js")).mountInviteDialog(chat));
  const draw = oncePerFrame(() => drawButtons(body, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.meChanged]) signal.subscribe(draw);
  draw();
  body.addEventListener("click", ({ target }) => {
    const button = (
      /** @type {Element} */
      target.closest("[data-invites]")
    );
    if (button instanceof HTMLElement) invitePeople(button.dataset.invites === "room" ? chat.room : null);
  });
  if (fragment === FRAGMENT) invitePeople(null);
}
function invitePeople(room) {
  dialog("invite").dataset.room = room === null ? "" : String(room.id);
  void openDialog("invite");
}
function drawButtons(body, { rooms, room, me }) {
  const here = room !== null && mayInvite(room, me);
  const somewhere = here || me.role === "admin" || rooms.joined().some((one) => mayInvite(one, me));
  for (const button of body.querySelectorAll(
    /** @type {"button"} */
    "[data-invites]"
  )) {
    button.hidden = button.dataset.invites === "room" ? !here : !somewhere;
  }
}
export {
  invitePeople,
  mountInviting
};
