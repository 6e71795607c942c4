import { part, plainText } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { attempt, toast } from "../shell/toasts.js";

/** Delete an own message. */
export const deleteMessage = messageForm("delete-message", {
  fill: quote,
  send: (_, message) => call("DELETE", pathOf(message)),
});

/** Remove someone else's message, and say why. */
export const removeMessage = messageForm("remove-message", {
  fill: (form, message) => {
    form.reset();
    quote(form, message);
  },
  send: (fields, message) => call("DELETE", pathOf(message), fields),
});

/** Show again what a moderator removed. @param {Message} message */
export async function restoreMessage(message) {
  await attempt(async () => {
    await call("POST", `${pathOf(message)}/restore`);
    toast(gettext("Message restored. Recorded in the moderation log."));
  });
}

/** @param {HTMLFormElement} form @param {Message} message */
function quote(form, message) {
  part(form, "excerpt").textContent = plainText(message).slice(0, 400);
}

/**
 * @param {string} id
 * @param {{ fill: (form: HTMLFormElement, message: Message) => void,
 *   send: (fields: Record<string, unknown>, message: Message) => Promise<any> }} how
 */
function messageForm(id, { fill, send }) {
  const root = dialog(id);
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  let message = /** @type {Message | null} */ (null);
  jsonForm(form, {
    send: (fields) => send(fields, /** @type {Message} */ (message)),
    done: () => root.close(),
  });
  return (/** @type {Message} */ chosen) => {
    message = chosen;
    clearProblems(form);
    fill(form, chosen);
    void openDialog(id);
  };
}

/** @param {Message} message */
function pathOf({ room_id, seq }) {
  return `/rooms/${room_id}/messages/${seq}`;
}
