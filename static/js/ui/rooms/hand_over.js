import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { toast } from "../shell/toasts.js";

const SENIORITY = { owner: 0, moderator: 1, member: 2 };

/**
 * An owner who leaves chooses who owns the room; the one who would be next in line is proposed.
 * @param {Pick<Chat, "room" | "me" | "members">} chat
 */
export function askForHeir({ room, me, members }) {
  const root = dialog("leave-room");
  const isOwner = room?.membership?.role === "owner";
  const heirs = isOwner ? members.sorted(() => true).filter(({ user }) => user.id !== me.id).sort(bySeniority) : [];
  part(root, "heir").hidden = heirs.length === 0;
  part(root, "no-heir").hidden = !isOwner || heirs.length > 0;
  choice().replaceChildren(...heirs.map(({ user }) => new Option(user.name, String(user.id))));
}

/** Whom an owner who leaves has chosen. @returns {number | null} */
export function chosenHeir() {
  return choice().value === "" ? null : Number(choice().value);
}

/** Hand the room on the screen over to a member, after a question. @param {User} user @param {Chat} chat */
export function handOver(user, { room }) {
  const root = dialog("hand-over");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const isMine = room?.membership?.role === "owner";
  const text = isMine
    ? gettext("%(name)s becomes the owner of %(room)s, and you become a moderator. Only they can hand it back.")
    : gettext("%(name)s becomes the owner of %(room)s. The current owner becomes a moderator.");
  part(root, "meaning").textContent = interpolate(text, { name: user.name, room: room?.name ?? "" });
  clearProblems(form);
  purpose = { user, roomId: room?.id ?? 0 };
  listen(root, form);
  void openDialog("hand-over");
}

let purpose = /** @type {{ user: User, roomId: number } | null} */ (null);
let listens = false;

/** @param {HTMLDialogElement} root @param {HTMLFormElement} form */
function listen(root, form) {
  if (listens) return;
  listens = true;
  jsonForm(form, {
    send: () => call("PATCH", `/rooms/${purpose?.roomId}/members/${purpose?.user.id}`, { role: "owner" }),
    done: () => {
      root.close();
      toast(interpolate(gettext("%(name)s owns this room now."), { name: purpose?.user.name ?? "" }));
    },
  });
}

function choice() {
  return /** @type {HTMLSelectElement} */ (document.getElementById("leave-room-new_owner_id"));
}

/** @param {Member} a @param {Member} b */
function bySeniority(a, b) {
  return SENIORITY[a.role] - SENIORITY[b.role] || a.joined_at.localeCompare(b.joined_at);
}
