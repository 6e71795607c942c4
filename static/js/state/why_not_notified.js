import { gettext, interpolate, ngettext } from "../lib/i18n.js";

/**
 * Why nothing may have been shown, from what is known here: one check after the other, as a message passes them.
 * @typedef {{ isFine: boolean, text: string, fix?: "turn-on" | "resume" | "choose" | "hours" }} Check
 * @typedef {{
 *   obstacle: string | null,
 *   isOn: boolean,
 *   hasWorker: boolean,
 *   canPush: boolean,
 *   isSubscribed: boolean,
 *   device: Pick<PushDevice, "last_error"> | null,
 *   answer: Pick<NotificationsAnswer, "notifications" | "silence" | "push_available">,
 *   silence: string,
 *   silentRooms: string[],
 * }} Facts
 *   obstacle: what keeps the browser from it; device: as the server knows this one; silence: of now, in words;
 *   silentRooms: the names of those whose notifications are off.
 */

const NAMED_ROOMS = 3;

/** @param {Facts} facts @returns {Check[]} */
export function checksOf(facts) {
  return [...checksHere(facts), ...checksOfPush(facts), wantedCheck(facts), silenceCheck(facts), roomsCheck(facts)]
    .filter((check) => check !== null);
}

/** @param {Check[]} checks */
export function verdictOf(checks) {
  const found = checks.filter(({ isFine }) => !isFine).length;
  if (found === 0) {
    const hint = gettext("If nothing appears, check the notification settings and the focus mode of your device.");
    return `${gettext("Everything is fine here.")} ${hint}`;
  }
  const text = ngettext("One thing keeps notifications away:", "%(count)s things keep notifications away:", found);
  return interpolate(text, { count: found });
}

/** @param {Facts} facts @returns {Check[]} */
function checksHere({ obstacle, isOn }) {
  if (obstacle !== null) return [bad(obstacle)];
  const allowed = fine(gettext("The browser can show notifications."));
  if (isOn) return [allowed, fine(gettext("Notifications are on for this device."))];
  return [allowed, bad(gettext("Notifications are off for this device."), "turn-on")];
}

/** Whether what is sent to a closed page arrives. @param {Facts} facts @returns {Check[]} */
function checksOfPush({ obstacle, isOn, hasWorker, canPush, isSubscribed, device, answer }) {
  if (obstacle !== null || !isOn) return [];
  const whileOpen = gettext("You're notified while the chat is open.");
  if (!answer.push_available) return [bad(`${gettext("This site doesn't send push messages.")} ${whileOpen}`)];
  if (!canPush || !hasWorker) {
    return [bad(`${gettext("This browser can't receive messages when the chat is closed.")} ${whileOpen}`)];
  }
  if (!isSubscribed || device === null) {
    const text = gettext("This browser can't reach its push service, as in private windows or with some blockers.");
    return [bad(`${text} ${whileOpen}`, "turn-on")];
  }
  if (device.last_error === "") return [fine(gettext("This device is connected for when the chat is closed."))];
  const sentence = gettext("The last message could not be delivered to this device: %(reason)s");
  return [bad(interpolate(sentence, { reason: device.last_error }), "turn-on")];
}

/** @param {Facts} facts @returns {Check} */
function wantedCheck({ answer }) {
  const chosen = answer.notifications.push_for;
  if (chosen.length === 0) return bad(gettext("You chose to be notified of nothing."), "choose");
  if (chosen.includes("everything")) return fine(gettext("You're notified of all messages."));
  const names = { direct: gettext("direct messages"), mentions: gettext("mentions and replies"), everything: "" };
  const what = chosen.map((name) => names[name]);
  const sentence = what.length === 2
    ? gettext("You're only notified of %(one)s and of %(two)s.")
    : gettext("You're only notified of %(one)s.");
  return { ...fine(interpolate(sentence, { one: what[0], two: what[1] ?? "" })), fix: "choose" };
}

/** @param {Facts} facts @returns {Check} */
function silenceCheck({ answer, silence }) {
  if (answer.silence === null) return fine(gettext("Notifications aren't paused, and no quiet hours apply now."));
  return bad(`${silence}.`, answer.silence.reason === "paused" ? "resume" : "hours");
}

/** @param {Facts} facts @returns {Check | null} */
function roomsCheck({ silentRooms }) {
  const { length } = silentRooms;
  if (length === 0) return null;
  const named = silentRooms.slice(0, NAMED_ROOMS).join(", ");
  const rooms = length > NAMED_ROOMS ? `${named} +${length - NAMED_ROOMS}` : named;
  const text = ngettext("%(rooms)s is set to “Nothing”.", "These rooms are set to “Nothing”: %(rooms)s.", length);
  return bad(interpolate(text, { rooms }));
}

/** @param {string} text @returns {Check} */
const fine = (text) => ({ isFine: true, text });

/** @param {string} text @param {Check["fix"]} [fix] @returns {Check} */
const bad = (text, fix) => ({ isFine: false, text, fix });
