import { H as attempt, c as call, a5 as toast, g as gettext, A as dialog, u as part, z as openDialog, a7 as plainText } from "./app.js";
import { j as jsonForm, c as clearProblems } from "./forms.js";
const deleteMessage = messageForm("delete-message", { fill: quote, send: (_, message) => call("DELETE", pathOf(message)) });
const removeMessage = messageForm("remove-message", { fill: (form, message) => {
  form.reset();
  quote(form, message);
}, send: (fields, message) => call("DELETE", pathOf(message), fields) });
async function restoreMessage(message) {
  await attempt(async () => {
    await call("POST", `${pathOf(message)}/restore`);
    toast(gettext("Message restored. Recorded in the moderation log."));
  });
}
function quote(form, message) {
  part(form, "excerpt").textContent = plainText(message).slice(0, 400);
}
function messageForm(id, { fill, send }) {
  const root = dialog(id);
  const form = part(root, "form");
  let message = null;
  jsonForm(form, { send: (fields) => send(fields, message), done: () => root.close() });
  return (chosen) => {
    message = chosen;
    clearProblems(form);
    fill(form, chosen);
    void openDialog(id);
  };
}
function pathOf({ room_id, seq }) {
  return `/rooms/${room_id}/messages/${seq}`;
}
export {
  deleteMessage,
  removeMessage,
  restoreMessage
};
