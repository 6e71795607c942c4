import { fromTemplate, part } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { checksOf, verdictOf } from "../../state/why_not_notified.js";
import { dialog } from "../dialogs/dialogs.js";
import { attempt } from "../shell/toasts.js";
import { changeChoices, readChoices } from "./choices.js";
import { canPush, isOn, subscriptionHere, turnOn } from "./push_here.js";
import { silenceText } from "./silence_notice.js";
import { obstacle } from "./support.js";

/** @typedef {import("../settings/owner.js").Owner & { rooms?: Chat["rooms"] }} Owner */
/** @typedef {import("../../state/why_not_notified.js").Check} Check */

/** The dialog that looks for what keeps notifications away. @param {Owner} owner */
export function mountWhyDialog(owner) {
  const root = dialog("why-not-notified");
  root.addEventListener("before-open", () => {
    part(root, "checks").replaceChildren();
    part(root, "verdict").textContent = gettext("Looking…");
    void show(root, owner);
  });
}

/** @param {HTMLDialogElement} root @param {Owner} owner */
async function show(root, owner) {
  await attempt(async () => {
    const checks = checksOf(await factsOf(owner));
    part(root, "verdict").textContent = verdictOf(checks);
    part(root, "checks").replaceChildren(...checks.map((check) => row(check, () => fix(root, owner, check))));
  });
}

/** @param {Owner} owner @returns {Promise<import("../../state/why_not_notified.js").Facts>} */
async function factsOf(owner) {
  const [answer, { devices }, subscription, registration] = await Promise.all([
    readChoices(),
    call("GET", "/auth/push"),
    subscriptionHere(),
    navigator.serviceWorker?.getRegistration().catch(() => undefined),
  ]);
  const joined = owner.rooms?.joined() ?? [];
  return {
    obstacle: obstacle()?.text ?? null,
    isOn: isOn(owner),
    hasWorker: Boolean(registration?.active),
    canPush: canPush(),
    isSubscribed: subscription !== null,
    device: devices.find((/** @type {PushDevice} */ { current }) => current) ?? null,
    answer,
    silence: answer.silence ? silenceText(answer.silence) : "",
    silentRooms: joined.filter(({ membership }) => membership?.notify === "nothing").map(({ name }) => name),
  };
}

/** @param {Check} check @param {() => void} mend */
function row({ isFine, text, fix: way }, mend) {
  const node = fromTemplate("why-row");
  node.toggleAttribute("data-problem", !isFine);
  part(node, "state").textContent = isFine ? gettext("All right:") : gettext("Problem:");
  part(node, "text").textContent = text;
  const button = part(node, "fix");
  button.hidden = way === undefined;
  button.textContent = way ? fixText(way) : "";
  button.addEventListener("click", mend);
  return node;
}

/** @param {NonNullable<Check["fix"]>} way */
function fixText(way) {
  if (way === "turn-on") return gettext("Turn on");
  return way === "resume" ? gettext("Resume notifications") : gettext("Change");
}

/** @param {HTMLDialogElement} root @param {Owner} owner @param {Check} check */
async function fix(root, owner, { fix: way }) {
  if (way === "choose" || way === "hours") {
    root.close();
    const place = way === "hours" ? "input[name=quiet]" : "input[name=push_for]";
    return document.querySelector(/** @type {"input"} */ (`[data-section=notifications] ${place}`))?.focus();
  }
  await attempt(() => (way === "resume" ? changeChoices({ paused_until: null }) : turnOn(owner)));
  await show(root, owner);
  part(root, "verdict").focus();
  return undefined;
}
