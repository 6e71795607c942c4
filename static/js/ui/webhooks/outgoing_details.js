import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { confirmed } from "../dialogs/confirm.js";
import { dialog, openDialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";
import { Deliveries } from "./deliveries.js";
import { kindsOf, stateText, troubleText } from "./outgoing_words.js";
import { mountShownOnce } from "./shown_once.js";

/** @typedef {import("./outgoing_words.js").OutgoingWebhook} OutgoingWebhook */

/** One webhook: how it does, what it sends where, what may be done with it, and its last deliveries. */
export class Details {
  #root = dialog("outgoing-webhook");
  #webhook = /** @type {OutgoingWebhook} */ (/** @type {unknown} */ (null));
  #showSecret = mountShownOnce(this.#root, {
    copied: gettext("Secret copied."), blocked: gettext("Copy the secret."),
  });
  #deliveries = new Deliveries(part(this.#root, "deliveries"), () => this.#webhook, () => void this.#changed());
  #openForm;
  #changed;

  /**
   * @param {import("./outgoing_form.js").OpenForm} openForm
   * @param {() => Promise<void>} changed Called when the list of webhooks is to be read anew.
   */
  constructor(openForm, changed) {
    this.#openForm = openForm;
    this.#changed = changed;
    onPress(this.#root, {
      switch: () => this.#change({ is_active: !this.#webhook.is_active }),
      edit: () => this.#edit(),
      "new-secret": () => this.#replaceSecret(),
      delete: () => this.#delete(),
    });
    this.#root.addEventListener("close", () => {
      this.#showSecret("");
      this.#deliveries.close();
    });
  }

  /** @param {OutgoingWebhook} webhook */
  async open(webhook) {
    this.#show(webhook);
    this.#deliveries.open();
    await openDialog("outgoing-webhook");
    this.#showSecret(webhook.secret ?? "");
  }

  /** Show the webhook as it is in a list that was read anew. @param {OutgoingWebhook[]} webhooks */
  renew(webhooks) {
    const now = webhooks.find(({ id }) => id === this.#webhook?.id);
    if (now) this.#show(now);
  }

  /** @param {OutgoingWebhook} webhook */
  #show(webhook) {
    this.#webhook = webhook;
    draw(this.#root, webhook);
  }

  /** @param {object} fields @returns {Promise<OutgoingWebhook>} */
  async #change(fields) {
    const { webhook } = await call("PATCH", `/outgoing-webhooks/${this.#webhook.id}`, fields);
    this.#show(webhook);
    void this.#changed();
    void this.#deliveries.refresh();
    return webhook;
  }

  #edit() {
    return this.#openForm(this.#webhook, (webhook) => {
      this.#show(webhook);
      void this.#changed();
    });
  }

  async #replaceSecret() {
    if (await confirmed("new-secret")) this.#showSecret((await this.#change({ new_secret: true })).secret ?? "");
  }

  async #delete() {
    if (!(await isConfirmed(this.#webhook.name))) return;
    await call("DELETE", `/outgoing-webhooks/${this.#webhook.id}`).catch(unlessGone);
    this.#root.close();
    await this.#changed();
  }
}

/** Someone else deleted it. @param {unknown} error */
function unlessGone(error) {
  if (!(error instanceof ChatError) || error.code !== "not_found") throw error;
}

/** @param {HTMLElement} root @param {Record<string, () => Promise<unknown>>} acts By the part that is their button. */
function onPress(root, acts) {
  for (const [name, act] of Object.entries(acts)) {
    part(root, name).addEventListener("click", () => void attempt(act));
  }
}

/** @param {HTMLElement} root @param {OutgoingWebhook} webhook */
function draw(root, webhook) {
  const trouble = troubleText(webhook);
  part(root, "title").textContent = webhook.name;
  part(root, "trouble").textContent = trouble;
  part(root, "trouble").hidden = trouble === "";
  part(root, "state-text").textContent = stateText(webhook);
  part(root, "address").textContent = webhook.url;
  part(root, "events").replaceChildren(...kindsOf(webhook.events).map(line));
  part(root, "keeper").textContent = webhook.by.name;
  const button = part(root, "switch");
  button.textContent = webhook.is_active ? gettext("Turn off") : gettext("Turn on");
  button.className = `btn btn-${webhook.is_active ? "quiet" : "primary"}`;
}

/** @param {string} text */
function line(text) {
  const node = document.createElement("div");
  node.textContent = text;
  return node;
}

/** @param {string} name */
function isConfirmed(name) {
  const meaning = gettext("Nothing more is sent to %(name)s, and its deliveries are forgotten.");
  part(dialog("delete-webhook"), "meaning").textContent = interpolate(meaning, { name });
  return confirmed("delete-webhook");
}
