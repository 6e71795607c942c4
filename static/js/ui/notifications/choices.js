import { monotonicMs } from "../../lib/clock.js";
import { Signal } from "../../lib/signal.js";
import { call } from "../../net/api.js";

/** What the person is notified of on all devices, as the server knows it: read when needed, and shared by the page. */

let known = /** @type {NotificationsAnswer | null} */ (null);
let readMs = -Infinity;
let reading = /** @type {Promise<NotificationsAnswer> | null} */ (null);
/** Changes so far: the answer to what was asked before one of them may lack it. */
let changes = 0;

/** @type {Signal<NotificationsAnswer>} */
export const choicesChanged = new Signal();

/** @param {number} [maxAgeMs] How old an answer may be. @returns {Promise<NotificationsAnswer>} */
export async function readChoices(maxAgeMs = 0) {
  if (known && monotonicMs() - readMs <= maxAgeMs) return known;
  reading ??= taken(call("GET", "/auth/notifications")).finally(() => (reading = null));
  return reading;
}

/** @param {Partial<NotificationChoices>} chosen @returns {Promise<NotificationsAnswer>} */
export async function changeChoices(chosen) {
  changes += 1;
  return taken(call("PUT", "/auth/notifications", chosen));
}

/** @param {Promise<NotificationsAnswer>} asked @returns {Promise<NotificationsAnswer>} */
async function taken(asked) {
  const before = changes;
  const answer = await asked;
  if (before !== changes) return known ?? answer; // the answer to the latest change tells everything
  known = answer;
  readMs = monotonicMs();
  choicesChanged.emit(answer);
  return answer;
}
