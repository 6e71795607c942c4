import { part } from "../../lib/dom.js";
import { gettext, interpolate, ngettext } from "../../lib/i18n.js";
import { fullTime, sinceTime } from "../../lib/times.js";
import { oneOf } from "./outgoing_words.js";
import { showPill } from "./state_pill.js";

/**
 * @typedef {{ id: string, event: string, status: "pending" | "delivered" | "failed" | "dropped", attempts: number,
 *   answer_status: number | null, error: string, tried_at: string, next_at: string | null }} Delivery
 */

/** The receiver knows a delivery by its whole id; so much of it tells two apart. */
const ID_CHARS = 8;

/** @type {Record<Delivery["status"], import("./state_pill.js").State>} */
const STATES = {
  pending: ["doubtful", gettext("Retrying")],
  delivered: ["good", gettext("Delivered")],
  failed: ["bad", gettext("Failed")],
  dropped: ["off", gettext("Replaced by a later change")],
};

/**
 * @param {HTMLElement} node
 * @param {Delivery} delivery
 * @param {{ isSending: boolean, isOn: boolean }} now
 */
export function drawDelivery(node, delivery, { isSending, isOn }) {
  const { id, event, status, attempts, tried_at: tried } = delivery;
  const time = /** @type {HTMLTimeElement} */ (part(node, "time"));
  time.dateTime = tried;
  time.title = fullTime(tried);
  time.textContent = sinceTime(tried);
  part(node, "event").textContent = oneOf(event);
  showPill(part(node, "status"), STATES[status]);
  part(node, "came-back").textContent = cameBack(delivery);
  part(node, "attempts").textContent = interpolate(
    ngettext("%(count)s attempt", "%(count)s attempts", attempts), { count: attempts },
  );
  part(node, "id").textContent = id.slice(0, ID_CHARS);
  const button = part(node, "again");
  button.hidden = !isOn || status === "dropped";
  button.dataset.delivery = id;
  button.textContent = status === "pending" ? gettext("Try now") : gettext("Send again");
  button.setAttribute("aria-disabled", String(isSending));
  button.setAttribute("aria-label", `${button.textContent}: ${oneOf(event)}, ${sinceTime(tried)}`);
}

/** What the receiver answered, in words. @param {Delivery} delivery */
export function cameBack({ status, answer_status: code, error, next_at: next }) {
  if (error === "" && code !== null) return interpolate(gettext("The receiver answered %(code)s."), { code });
  if (status !== "pending" || next === null) return error;
  return `${error} ${interpolate(gettext("Next attempt: %(time)s."), { time: sinceTime(next) })}`;
}
