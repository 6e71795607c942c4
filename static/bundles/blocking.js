import { A as dialog, u as part, a as interpolate, g as gettext, z as openDialog, H as attempt, a5 as toast, c as call } from "./app.js";
import { j as jsonForm, c as clearProblems } from "./forms.js";
let isMounted = false;
let chosen = null;
function blockPerson(chat, user) {
  const root = dialog("block");
  const form = part(root, "form");
  if (!isMounted) jsonForm(form, { send: () => setBlock(chat, chosen, true), done: () => blocked(chat, root) });
  isMounted = true;
  chosen = user;
  clearProblems(form);
  part(root, "meaning").textContent = interpolate(gettext("When you block %(name)s:"), { name: user.name });
  void openDialog("block");
}
async function unblockPerson(chat, user) {
  if (!await attempt(() => setBlock(chat, user, false))) return;
  toast(interpolate(gettext("You unblocked %(name)s."), { name: user.name }));
}
function blocked(chat, root) {
  root.close();
  const user = chosen;
  const text = interpolate(gettext("You blocked %(name)s."), { name: user.name });
  toast(text, { text: gettext("Undo"), act: () => void unblockPerson(chat, user) });
}
async function setBlock(chat, user, isBlocked) {
  await call(isBlocked ? "PUT" : "DELETE", `/users/${user?.id}/block`);
  chat.blocks.set(user?.id ?? 0, isBlocked);
}
export {
  blockPerson,
  unblockPerson
};
