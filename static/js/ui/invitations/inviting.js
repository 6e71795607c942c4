import { hideIf } from "../../lib/dom.js";
import { oncePerFrame } from "../../lib/frames.js";
import { mayInvite } from "../../state/rights.js";
import { dialog, onFirstOpen, openDialog } from "../dialogs/dialogs.js";

/** The fragment by which other pages open the dialog, such as the administrators' checklist. */
const FRAGMENT = "#invite";

/**
 * The buttons that open the dialog for invitations, for those who may invite.
 * @param {HTMLElement} body
 * @param {Chat} chat
 * @param {string} fragment What the page's address ended with when it was opened.
 */
export function mountInviting(body, chat, fragment) {
  onFirstOpen(["invite"], async () => (await import("./invite_dialog.js")).mountInviteDialog(chat));
  const buttons = [...body.querySelectorAll(/** @type {"button"} */ ("[data-invites]"))];
  const draw = oncePerFrame(() => drawButtons(buttons, chat));
  for (const signal of [chat.rooms.changed, chat.roomChanged, chat.meChanged]) signal.subscribe(draw);
  draw();
  body.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-invites]");
    if (button instanceof HTMLElement) invitePeople(button.dataset.invites === "room" ? chat.room : null);
  });
  if (fragment === FRAGMENT) invitePeople(null);
}

/** Open the dialog. @param {{ id: number } | null} room Where to invite to, unless another place is chosen there. */
export function invitePeople(room) {
  dialog("invite").dataset.room = room === null ? "" : String(room.id);
  void openDialog("invite");
}

/** @param {HTMLElement[]} buttons @param {Chat} chat */
function drawButtons(buttons, { rooms, room, me }) {
  const here = room !== null && mayInvite(room, me);
  const somewhere = here || me.role === "admin" || rooms.joined().some((one) => mayInvite(one, me));
  for (const button of buttons) hideIf(button, button.dataset.invites === "room" ? !here : !somewhere);
}
