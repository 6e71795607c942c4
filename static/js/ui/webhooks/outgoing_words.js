import { gettext, interpolate } from "../../lib/i18n.js";
import { sinceTime } from "../../lib/times.js";

/**
 * @typedef {{ id: number, name: string, url: string, events: string[], by: User, is_active: boolean,
 *   off_reason: "failing" | "gone" | "rights" | "room" | null, failing_since: string | null,
 *   last_success_at: string | null, secret?: string }} OutgoingWebhook
 */

/** @type {Record<string, { many: string, one: string }>} What a webhook sends, as a kind and as a single one. */
const EVENTS = {
  new_message: { many: gettext("New messages"), one: gettext("New message") },
  message_updated: { many: gettext("Edits, deletions and reactions"), one: gettext("Changed message") },
  member_joined: { many: gettext("People joining"), one: gettext("Person joined") },
  member_left: { many: gettext("People leaving"), one: gettext("Person left") },
  member_updated: { many: gettext("Role changes"), one: gettext("Role change") },
  room_created: { many: gettext("New rooms"), one: gettext("New room") },
  room_updated: { many: gettext("Changes to the room's settings"), one: gettext("Changed settings") },
  room_closed: { many: gettext("Room closed"), one: gettext("Room closed") },
  room_deleted: { many: gettext("Room deleted"), one: gettext("Room deleted") },
};

/** What the owner of a room chooses from: the room is there already. */
export const CHOICES = Object.keys(EVENTS).filter((event) => event !== "room_created");

/** @param {string} event */
export const kindOf = (event) => EVENTS[event]?.many ?? event;

/** @param {string} event */
export const oneOf = (event) => EVENTS[event]?.one ?? event;

/** @param {string[]} events In the order of the choices. */
export const kindsOf = (events) => Object.keys(EVENTS).filter((event) => events.includes(event)).map(kindOf);

/** @param {OutgoingWebhook} webhook @returns {import("./state_pill.js").State} */
export function stateOf({ is_active: isActive, failing_since: failingSince }) {
  if (!isActive) return ["off", gettext("Off")];
  return failingSince ? ["doubtful", gettext("Failing")] : ["good", gettext("On")];
}

/** What a webhook does now, in a sentence. @param {OutgoingWebhook} webhook */
export function stateText(webhook) {
  const last = webhook.last_success_at
    ? interpolate(gettext("last delivered %(time)s"), { time: sinceTime(webhook.last_success_at) })
    : gettext("nothing delivered yet");
  return `${stateOf(webhook)[1]} · ${last}`;
}

/** What is wrong, and how to mend it; empty when nothing is. @param {OutgoingWebhook} webhook */
export function troubleText({ is_active: isActive, off_reason: reason, failing_since: since, by }) {
  if (!isActive) return `${offText(reason, by.name)} ${gettext("What happens while it is off isn't sent later.")}`;
  if (since === null) return "";
  const failing = interpolate(gettext("Deliveries have failed since %(time)s."), { time: sinceTime(since) });
  return `${failing} ${gettext("After a week of failures, the webhook turns itself off.")}`;
}

/** @param {OutgoingWebhook["off_reason"]} reason @param {string} name */
function offText(reason, name) {
  switch (reason) {
    case "failing":
      return gettext("It turned itself off after a week of failures. Fix the program or the address and turn it on.");
    case "gone":
      return gettext("It turned itself off: the answer was that it's gone (410). Edit the address, then turn it on.");
    case "rights":
      return interpolate(
        gettext("It turned itself off: %(name)s can no longer manage it. Turn it on to take it over."),
        { name },
      );
    default:
      return gettext("This webhook is off.");
  }
}
