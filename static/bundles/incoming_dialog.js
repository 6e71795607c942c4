import { c as copyText } from "./chat_rest.js";
import { a6 as KeyedList, u as part, X as fromTemplate, F as attempt, c as call, g as gettext, a as interpolate, a4 as briefTime, A as dialog } from "./app.js";
import { c as clearProblems, j as jsonForm } from "./forms.js";
import { c as confirmed } from "./writing.js";
function mountList(root, roomId) {
  const list = new KeyedList(part(root, "list"), { key: ({ id }) => String(id), create: () => fromTemplate("webhook-row"), update: drawRow });
  const show = (webhooks) => {
    list.show(webhooks);
    part(root, "active").hidden = webhooks.length === 0;
  };
  const refresh = async () => {
    const { webhooks } = await call("GET", `/rooms/${roomId()}/webhooks`).catch(() => ({ webhooks: [] }));
    show(webhooks);
  };
  list.container.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-deletes]");
    if (!(button instanceof HTMLElement) || !await isConfirmed(button.dataset.name ?? "")) return;
    await attempt(() => call("DELETE", `/rooms/${roomId()}/webhooks/${button.dataset.deletes}`));
    await refresh();
    root.querySelector("[data-closes]")?.focus();
  });
  return { show, refresh };
}
function isConfirmed(name) {
  const meaning = gettext("Programs that use the URL of %(name)s can't post here anymore. Its messages stay.");
  part(dialog("delete-webhook"), "meaning").textContent = interpolate(meaning, { name });
  return confirmed("delete-webhook");
}
function drawRow(node, { id, name, created_by: maker, last_used_at: used }) {
  const facts = [used === null ? gettext("never used") : interpolate(gettext("last used %(time)s"), { time: briefTime(used) })];
  if (maker) facts.unshift(interpolate(gettext("by %(name)s"), { name: maker.name }));
  part(node, "name").textContent = name;
  part(node, "facts").textContent = facts.join(" \xB7 ");
  const button = part(node, "delete");
  button.dataset.deletes = String(id);
  button.dataset.name = name;
  button.setAttribute("aria-label", `${gettext("Delete")}: ${name}`);
}
function mountIncomingDialog(chat) {
  const root = dialog("webhooks");
  const form = part(root, "form");
  let roomId = 0;
  const list = mountList(root, () => roomId);
  root.addEventListener("before-open", () => {
    roomId = chat.room?.id ?? 0;
    form.reset();
    clearProblems(form);
    showUrl(root, "");
    list.show([]);
    void list.refresh();
  });
  root.addEventListener("close", () => showUrl(root, ""));
  jsonForm(form, { send: (fields) => call("POST", `/rooms/${roomId}/webhooks`, fields), done: ({ webhook }) => {
    form.reset();
    showUrl(root, webhook.url);
    void list.refresh();
  } });
  part(root, "copy").addEventListener("click", () => void copyUrl(root));
}
function showUrl(root, url) {
  part(root, "url").value = url;
  part(root, "made").hidden = url === "";
  showState(root, "");
  if (url !== "") part(root, "copy").focus();
}
async function copyUrl(root) {
  const { value } = part(root, "url");
  showState(root, await copyText(value) ? gettext("URL copied.") : gettext("Copy the URL."));
}
function showState(root, done) {
  const note = gettext("It isn't shown again after you close this.");
  part(root, "state").textContent = done === "" ? note : `${done} ${note}`;
}
export {
  mountIncomingDialog
};
