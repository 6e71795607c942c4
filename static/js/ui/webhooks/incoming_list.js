import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { briefTime } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { confirmed } from "../dialogs/confirm.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";
import { Fetched } from "./fetched.js";

/** @typedef {import("./incoming.js").IncomingWebhook} IncomingWebhook */

/**
 * The webhooks of a room, each with a button that deletes it once that is confirmed.
 * @param {HTMLElement} root
 * @param {() => number} roomId
 */
export function mountList(root, roomId) {
  const list = /** @type {KeyedList<IncomingWebhook>} */ (new KeyedList(part(root, "list"), {
    key: ({ id }) => String(id),
    create: () => fromTemplate("webhook-row"),
    update: drawRow,
  }));
  const path = () => `/rooms/${roomId()}/webhooks`;
  const fetched = new Fetched(root, async () => (await call("GET", path())).webhooks, (items) => list.show(items));
  list.container.addEventListener("click", async ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-deletes]");
    if (!(button instanceof HTMLElement) || !(await isConfirmed(button.dataset.name ?? ""))) return;
    await attempt(() => call("DELETE", `${path()}/${button.dataset.deletes}`)); // refused: someone else deleted it
    await fetched.refresh();
    root.closest("dialog")?.querySelector(/** @type {"button"} */ ("[data-closes]"))?.focus();
  });
  return fetched;
}

/** @param {string} name */
function isConfirmed(name) {
  const meaning = gettext("Programs that use the URL of %(name)s can't post here anymore. Its messages stay.");
  part(dialog("delete-webhook"), "meaning").textContent = interpolate(meaning, { name });
  return confirmed("delete-webhook");
}

/** @param {HTMLElement} node @param {IncomingWebhook} webhook */
function drawRow(node, { id, name, created_by: maker, last_used_at: used }) {
  const facts = [
    used === null ? gettext("never used") : interpolate(gettext("last used %(time)s"), { time: briefTime(used) }),
  ];
  if (maker) facts.unshift(interpolate(gettext("by %(name)s"), { name: maker.name }));
  part(node, "name").textContent = name;
  part(node, "facts").textContent = facts.join(" · ");
  const button = part(node, "delete");
  button.dataset.deletes = String(id);
  button.dataset.name = name;
  button.setAttribute("aria-label", `${gettext("Delete")}: ${name}`);
}
