import { A as dialog, u as part, g as gettext, a as interpolate, z as openDialog, H as attempt, C as ChatError, c as call, a5 as toast } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
const MOST_HEIRS = 500;
const SENIORITY = { owner: 0, moderator: 1, member: 2 };
let asked = null;
async function askForHeir(chat, room) {
  asked = room;
  offer(null);
  if (room?.membership?.role !== "owner") return;
  const found = await attempt(async () => {
    const people = (await membersOf(chat, room.id)).filter(({ user }) => user.id !== chat.me.id && !user.is_bot);
    const heirs = people.sort(bySeniority);
    if (asked === room) offer(heirs);
  });
  if (!found && asked === room) dialog("leave-room").close();
}
async function membersOf({ live, members }, roomId) {
  if (roomId === live.roomId && !members.isEmpty) return members.sorted(() => true);
  return (await call("GET", `/rooms/${roomId}/members?limit=${MOST_HEIRS}`)).members;
}
function offer(heirs) {
  const root = dialog("leave-room");
  part(root, "heir").hidden = !heirs?.length;
  part(root, "no-heir").hidden = heirs?.length !== 0;
  choice().replaceChildren(...(heirs ?? []).map(({ user }) => new Option(user.name, String(user.id))));
}
function offerOthers(chat, room, error) {
  const isGone = error instanceof ChatError && error.code === "not_found" && chosenHeir() !== null;
  if (!isGone) throw error;
  void askForHeir(chat, room);
  throw new ChatError({ code: "not_found", message: gettext("This person is no longer in the room.") });
}
function chosenHeir() {
  return choice().value === "" ? null : Number(choice().value);
}
function handOver(user, { room }) {
  const root = dialog("hand-over");
  const form = part(root, "form");
  const isMine = room?.membership?.role === "owner";
  const text = isMine ? gettext("%(name)s becomes the owner of %(room)s, and you become a moderator. Only they can hand it back.") : gettext("%(name)s becomes the owner of %(room)s. The current owner becomes a moderator.");
  part(root, "meaning").textContent = interpolate(text, { name: user.name, room: room?.name ?? "" });
  clearProblems(form);
  purpose = { user, roomId: room?.id ?? 0 };
  listen(root, form);
  void openDialog("hand-over");
}
let purpose = null;
let listens = false;
function listen(root, form) {
  if (listens) return;
  listens = true;
  jsonForm(form, { send: () => call("PATCH", `/rooms/${purpose?.roomId}/members/${purpose?.user.id}`, { role: "owner" }), done: () => {
    root.close();
    toast(interpolate(gettext("%(name)s owns this room now."), { name: purpose?.user.name ?? "" }));
  } });
}
function choice() {
  return document.getElementById("leave-room-new_owner_id");
}
function bySeniority(a, b) {
  return SENIORITY[a.role] - SENIORITY[b.role] || a.joined_at.localeCompare(b.joined_at);
}
export {
  askForHeir,
  chosenHeir,
  handOver,
  offerOthers
};
