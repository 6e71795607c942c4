import { copyText } from "../../lib/clipboard.js";
import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog } from "../dialogs/dialogs.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { mountList } from "./incoming_list.js";

/**
 * @typedef {{ id: number, name: string, url: string | null, bot: User, created_by: User | null, created_at: string,
 *   last_used_at: string | null }} IncomingWebhook
 */

/** Create a webhook of the room, copy its URL, which is shown once, and delete others. @param {Chat} chat */
export function mountIncomingDialog(chat) {
  const root = dialog("webhooks");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
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
  jsonForm(form, {
    send: (fields) => call("POST", `/rooms/${roomId}/webhooks`, fields),
    done: ({ webhook }) => {
      form.reset();
      showUrl(root, webhook.url);
      void list.refresh();
    },
  });
  part(root, "copy").addEventListener("click", () => void copyUrl(root));
}

/** @param {HTMLElement} root @param {string} url Empty to show none. */
function showUrl(root, url) {
  /** @type {HTMLInputElement} */ (part(root, "url")).value = url;
  part(root, "made").hidden = url === "";
  showState(root, "");
  if (url !== "") part(root, "copy").focus();
}

/** @param {HTMLElement} root */
async function copyUrl(root) {
  const { value } = /** @type {HTMLInputElement} */ (part(root, "url"));
  showState(root, (await copyText(value)) ? gettext("URL copied.") : gettext("Copy the URL."));
}

/** @param {HTMLElement} root @param {string} done */
function showState(root, done) {
  const note = gettext("It isn't shown again after you close this.");
  part(root, "state").textContent = done === "" ? note : `${done} ${note}`;
}
