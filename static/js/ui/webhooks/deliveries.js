import { fromTemplate, KeyedList, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { ChatError } from "../../net/errors.js";
import { cameBack, drawDelivery } from "./delivery_row.js";
import { Fetched } from "./fetched.js";

/** @typedef {import("./outgoing_words.js").OutgoingWebhook} OutgoingWebhook */
/** @typedef {import("./delivery_row.js").Delivery} Delivery */

const KEPT = 100;
/** How long to wait before looking what came back. A receiver has ten seconds to answer. */
const LOOKS_AFTER_MS = [1_000, 1_000, 2_000, 3_000, 5_000, 8_000];

/** What became of the last deliveries of a webhook, each with a button that sends it again. */
export class Deliveries {
  #root;
  #webhook;
  #tried;
  #list;
  #fetched;
  /** @type {Set<string>} */
  #sending = new Set();
  #visit = 0;

  /**
   * @param {HTMLElement} root
   * @param {() => OutgoingWebhook} webhook
   * @param {() => void} tried Called when the webhook may have become better or worse.
   */
  constructor(root, webhook, tried) {
    this.#root = root;
    this.#webhook = webhook;
    this.#tried = tried;
    this.#list = /** @type {KeyedList<Delivery>} */ (new KeyedList(part(root, "list"), {
      key: ({ id }) => id,
      create: () => fromTemplate("delivery-row"),
      update: (node, one) => drawDelivery(node, one, {
        isSending: this.#sending.has(one.id), isOn: webhook().is_active,
      }),
    }));
    const read = async () => (await call("GET", `${this.#path}?limit=${KEPT}`)).deliveries;
    this.#fetched = new Fetched(root, read, (/** @type {Delivery[]} */ items) => this.#list.show(items));
    this.#list.container.addEventListener("click", ({ target }) => {
      const key = /** @type {Element} */ (target).closest("button")?.dataset.delivery;
      const one = key && !this.#sending.has(key) ? this.#list.item(key) : null;
      if (one) void this.#sendAgain(one);
    });
    part(root, "refresh").addEventListener("click", () => this.#lookAgain());
  }

  #lookAgain() {
    this.#tried();
    void this.refresh();
  }

  get #path() {
    return `/outgoing-webhooks/${this.#webhook().id}/deliveries`;
  }

  refresh() {
    return this.#fetched.refresh();
  }

  open() {
    this.close();
    void this.refresh();
  }

  close() {
    this.#visit += 1;
    this.#say("");
    this.#sending.clear();
    this.#fetched.clear();
  }

  /** @param {string} text */
  #say(text) {
    part(this.#root, "said").textContent = text;
  }

  /** @param {Delivery} one */
  async #sendAgain(one) {
    const visit = this.#visit;
    this.#say(gettext("Sending again…"));
    this.#sending.add(one.id);
    const text = await resent(one, this.#path, async () => (visit === this.#visit ? this.refresh() : []));
    if (visit !== this.#visit) return;
    this.#sending.delete(one.id);
    this.#say(text);
    this.#lookAgain();
  }
}

/**
 * Send a delivery again, and look what came back: the server does it in the background.
 * @param {Delivery} one
 * @param {string} path
 * @param {() => Promise<Delivery[] | null>} look
 * @returns {Promise<string>} What to say.
 */
async function resent({ id, attempts }, path, look) {
  try {
    await call("POST", `${path}/${id}/redeliver`);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    return error.message;
  }
  for (const pauseMs of LOOKS_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const found = (await look())?.find((other) => other.id === id);
    if (found && found.attempts > attempts) {
      return interpolate(gettext("Sent again. %(answer)s"), { answer: cameBack(found) });
    }
  }
  return gettext("It is sent again in a moment. Refresh to see what came back.");
}
