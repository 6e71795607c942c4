import { fromTemplate, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { changesOf, clearProblems, jsonForm } from "../dialogs/forms.js";
import { CHOICES, kindOf } from "./outgoing_words.js";

/** @typedef {import("./outgoing_words.js").OutgoingWebhook} OutgoingWebhook */
/** @typedef {(webhook: OutgoingWebhook | null, done: (saved: OutgoingWebhook) => void) => Promise<void>} OpenForm */

const FIRST_CHOICE = ["new_message"];

/** The form of a new webhook, or of one that is there. @param {() => number} roomId @returns {OpenForm} */
export function mountForm(roomId) {
  const root = dialog("edit-outgoing");
  const form = /** @type {HTMLFormElement} */ (part(root, "form"));
  let edited = /** @type {OutgoingWebhook | null} */ (null);
  let tell = (/** @type {OutgoingWebhook} */ _saved) => {};
  part(form, "choices").append(...CHOICES.map(newChoice));
  jsonForm(form, {
    send: (fields) => save(wanted(fields, edited), edited, roomId()),
    done: ({ webhook }) => {
      root.close();
      tell(webhook);
    },
  });
  return async (webhook, done) => {
    [edited, tell] = [webhook, done];
    clearProblems(form);
    fill(root, form, webhook);
    await openDialog("edit-outgoing");
  };
}

/** @param {object} fields @param {OutgoingWebhook | null} edited @param {number} roomId */
function save(fields, edited, roomId) {
  if (edited) return call("PATCH", `/outgoing-webhooks/${edited.id}`, changesOf(fields, edited));
  return call("POST", "/outgoing-webhooks", { ...fields, room_id: roomId });
}

/**
 * Kinds of events that are no choice here stay as they are.
 * @param {Record<string, unknown>} fields
 * @param {OutgoingWebhook | null} edited
 */
function wanted({ name, url, ...ticks }, edited) {
  const others = (edited?.events ?? []).filter((event) => !CHOICES.includes(event));
  return { name, url: String(url).trim(), events: [...CHOICES.filter((event) => ticks[event]), ...others] };
}

/** @param {HTMLElement} root @param {HTMLFormElement} form @param {OutgoingWebhook | null} webhook */
function fill(root, form, webhook) {
  const events = webhook?.events ?? FIRST_CHOICE;
  part(root, "title").textContent = webhook ? gettext("Edit webhook") : gettext("Add outgoing webhook");
  part(form, "submit").textContent = webhook ? gettext("Save") : gettext("Add webhook");
  field(form, "name").value = webhook?.name ?? "";
  field(form, "url").value = webhook?.url ?? "";
  for (const event of CHOICES) field(form, event).checked = events.includes(event);
}

/** @param {HTMLFormElement} form @param {string} name */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {string} event */
function newChoice(event) {
  const node = fromTemplate("event-choice");
  const box = /** @type {HTMLInputElement} */ (node.querySelector("input"));
  box.name = event;
  part(node, "label").textContent = kindOf(event);
  return node;
}
