import { x as dialog, l as part, A as gettext, B as interpolate, w as openDialog, c as call, _ as toast } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
const SENIORITY = { owner: 0, moderator: 1, member: 2 };
function askForHeir({ room, me, members }) {
  const root = dialog("leave-room");
  const isOwner = room?.membership?.role === "owner";
  const heirs = isOwner ? members.sorted(() => true).filter(({ user }) => user.id !== me.id).sort(bySeniority) : [];
  part(root, "heir").hidden = heirs.length === 0;
  part(root, "no-heir").hidden = !isOwner || heirs.length > 0;
  choice().replaceChildren(...heirs.map(({ user }) => new Option(user.name, String(user.id))));
}
function chosenHeir() {
  return choice().value === "" ? null : Number(choice().value);
}
function handOver(user, { room }) {
  const root = dialog("hand-over");
  const form = (
    /** @type {HTMLFormElement} */
    part(root, "form")
  );
  const isMine = room?.membership?.role === "owner";
  const text = isMine ? gettext("%(name)s becomes the owner of %(room)s, and you become a moderator. Only they can hand it back.") : gettext("%(name)s becomes the owner of %(room)s. The current owner becomes a moderator.");
  part(root, "meaning").textContent = interpolate(text, { name: user.name, room: room?.name ?? "" });
  clearProblems(form);
  purpose = { user, roomId: room?.id ?? 0 };
  listen(root, form);
  void openDialog("hand-over");
}
let purpose = (
  /** @type {{ user: User, roomId: number } | null} */
  null
);
let listens = false;
function listen(root, form) {
  if (listens) return;
  listens = true;
  jsonForm(form, {
    send: () => call("PATCH", `/rooms/${purpose?.roomId}/members/${purpose?.user.id}`, { role: "owner" }),
    done: () => {
      root.close();
      toast(interpolate(gettext("%(name)s owns this room now."), { name: purpose?.user.name ?? "" }));
    }
  });
}
function choice() {
  return (
    /** @type {HTMLSelectElement} */
    document.getElementById("leave-room-new_owner_id")
  );
}
function bySeniority(a, b) {
  return SENIORITY[a.role] - SENIORITY[b.role] || a.joined_at.localeCompare(b.joined_at);
}
export {
  askForHeir,
  chosenHeir,
  handOver
};
