import { part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { clearProblems, jsonForm } from "../dialogs/forms.js";
import { mountList } from "./incoming_list.js";
import { mountShownOnce } from "./shown_once.js";

/**
 * @typedef {{ id: number, name: string, url: string | null, bot: User, created_by: User | null, created_at: string,
 *   last_used_at: string | null }} IncomingWebhook
 */

/**
 * Create a webhook of the room, copy its URL, which is shown once, and delete others.
 * @param {HTMLElement} root
 * @param {() => number} roomId
 */
export function mountIncoming(root, roomId) {
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  const showUrl = mountShownOnce(root, { copied: gettext("URL copied."), blocked: gettext("Copy the URL.") });
  const list = mountList(root, roomId);
  jsonForm(form, {
    send: (fields) => call("POST", `/rooms/${roomId()}/webhooks`, fields),
    done: ({ webhook }) => {
      form.reset();
      showUrl(webhook.url);
      void list.refresh();
    },
  });
  const open = () => {
    form.reset();
    clearProblems(form);
    showUrl("");
    list.clear();
    void list.refresh();
  };
  return { open, close: () => showUrl("") };
}
