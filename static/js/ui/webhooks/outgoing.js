import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { call } from "../../net/api.js";
import { Fetched } from "./fetched.js";
import { Details } from "./outgoing_details.js";
import { mountForm } from "./outgoing_form.js";
import { stateOf } from "./outgoing_words.js";
import { showPill } from "./state_pill.js";

/** @typedef {import("./outgoing_words.js").OutgoingWebhook} OutgoingWebhook */

/** The programs to which a room sends what happens in it: one is added by a form, and opened to see how it does. */
export class Outgoing {
  #add;
  #fetched;
  #openForm;
  #details;

  /** @param {HTMLElement} root @param {() => number} roomId */
  constructor(root, roomId) {
    const list = /** @type {KeyedList<OutgoingWebhook>} */ (new KeyedList(part(root, "list"), {
      key: ({ id }) => String(id),
      create: () => fromTemplate("outgoing-row"),
      update: drawRow,
    }));
    const read = async () => (await call("GET", `/outgoing-webhooks?room_id=${roomId()}`)).webhooks;
    this.#add = part(root, "add");
    this.#fetched = new Fetched(root, read, (/** @type {OutgoingWebhook[]} */ items) => list.show(items));
    this.#openForm = mountForm(roomId);
    this.#details = new Details(this.#openForm, () => this.#changed());
    this.#add.addEventListener("click", () => void this.#openForm(null, (webhook) => this.#added(webhook)));
    list.container.addEventListener("click", ({ target }) => {
      const key = /** @type {Element} */ (target).closest("button")?.dataset.webhook;
      const webhook = key ? list.item(key) : null;
      if (!webhook) return;
      void this.#details.open(webhook);
      void this.#renew(); // the list may have been read long before
    });
  }

  open() {
    this.#fetched.clear();
    void this.#fetched.refresh();
  }

  /** @param {OutgoingWebhook} webhook */
  #added(webhook) {
    void this.#fetched.refresh();
    void this.#details.open(webhook);
  }

  async #renew() {
    this.#details.renew((await this.#fetched.refresh()) ?? []);
  }

  async #changed() {
    await this.#renew();
    if (document.activeElement === document.body) this.#add.focus(); // it was on the row of a deleted one
  }
}

/** @param {HTMLElement} node @param {OutgoingWebhook} webhook */
function drawRow(node, webhook) {
  part(node, "open").dataset.webhook = String(webhook.id);
  part(node, "name").textContent = webhook.name;
  part(node, "host").textContent = new URL(webhook.url).host;
  showPill(part(node, "state"), stateOf(webhook));
}
