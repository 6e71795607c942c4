import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";

let isMounted = false;
let chosen = /** @type {User | null} */ (null);

/** Ask, and say what it means. @param {Chat} chat @param {User} user */
export function blockPerson(chat, user) {
  const root = dialog("block");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  if (!isMounted) jsonForm(form, { send: () => setBlock(chat, chosen, true), done: () => blocked(chat, root) });
  isMounted = true;
  chosen = user;
  clearProblems(form);
  part(root, "meaning").textContent = interpolate(gettext("When you block %(name)s:"), { name: user.name });
  void openDialog("block");
}

/** @param {Chat} chat @param {User} user */
export async function unblockPerson(chat, user) {
  if (!(await attempt(() => setBlock(chat, user, false)))) return;
  toast(interpolate(gettext("You unblocked %(name)s."), { name: user.name }));
}

/** @param {Chat} chat @param {HTMLDialogElement} root */
function blocked(chat, root) {
  root.close();
  const user = /** @type {User} */ (chosen);
  const text = interpolate(gettext("You blocked %(name)s."), { name: user.name });
  toast(text, { text: gettext("Undo"), act: () => void unblockPerson(chat, user) });
}

/** @param {Chat} chat @param {User | null} user @param {boolean} isBlocked */
async function setBlock(chat, user, isBlocked) {
  await call(isBlocked ? "PUT" : "DELETE", `/users/${user?.id}/block`);
  chat.blocks.set(user?.id ?? 0, isBlocked);
}
