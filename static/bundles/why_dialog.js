import { g as gettext, W as ngettext, a as interpolate, A as dialog, u as part, H as attempt, c as call, Z as fromTemplate } from "./app.js";
import { r as readChoices, a as changeChoices } from "./choices.js";
import { s as subscriptionHere, d as canPush, i as isOn, c as turnOn } from "./push_here.js";
import { s as silenceText } from "./settings_view.js";
import { o as obstacle } from "./support.js";
const NAMED_ROOMS = 3;
function checksOf(facts) {
  return [...checksHere(facts), ...checksOfPush(facts), wantedCheck(facts), silenceCheck(facts), roomsCheck(facts)].filter((check) => check !== null);
}
function verdictOf(checks) {
  const found = checks.filter(({ isFine }) => !isFine).length;
  if (found === 0) {
    const hint = gettext("If nothing appears, check the notification settings and the focus mode of your device.");
    return `${gettext("Everything is fine here.")} ${hint}`;
  }
  const text = ngettext("One thing keeps notifications away:", "%(count)s things keep notifications away:", found);
  return interpolate(text, { count: found });
}
function checksHere({ obstacle: obstacle2, isOn: isOn2 }) {
  if (obstacle2 !== null) return [bad(obstacle2)];
  const allowed = fine(gettext("The browser can show notifications."));
  if (isOn2) return [allowed, fine(gettext("Notifications are on for this device."))];
  return [allowed, bad(gettext("Notifications are off for this device."), "turn-on")];
}
function checksOfPush({ obstacle: obstacle2, isOn: isOn2, hasWorker, canPush: canPush2, isSubscribed, device, answer }) {
  if (obstacle2 !== null || !isOn2) return [];
  const whileOpen = gettext("You're notified while the chat is open.");
  if (!answer.push_available) return [bad(`${gettext("This site doesn't send push messages.")} ${whileOpen}`)];
  if (!canPush2 || !hasWorker) {
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
function wantedCheck({ answer }) {
  const chosen = answer.notifications.push_for;
  if (chosen.length === 0) return bad(gettext("You chose to be notified of nothing."), "choose");
  if (chosen.includes("everything")) return fine(gettext("You're notified of all messages."));
  const names = { direct: gettext("direct messages"), mentions: gettext("mentions and replies"), everything: "" };
  const what = chosen.map((name) => names[name]);
  const sentence = what.length === 2 ? gettext("You're only notified of %(one)s and of %(two)s.") : gettext("You're only notified of %(one)s.");
  return { ...fine(interpolate(sentence, { one: what[0], two: what[1] ?? "" })), fix: "choose" };
}
function silenceCheck({ answer, silence }) {
  if (answer.silence === null) return fine(gettext("Notifications aren't paused, and no quiet hours apply now."));
  return bad(`${silence}.`, answer.silence.reason === "paused" ? "resume" : "hours");
}
function roomsCheck({ silentRooms }) {
  const { length } = silentRooms;
  if (length === 0) return null;
  const named = silentRooms.slice(0, NAMED_ROOMS).join(", ");
  const rooms = length > NAMED_ROOMS ? `${named} +${length - NAMED_ROOMS}` : named;
  const text = ngettext("%(rooms)s is set to \u201CNothing\u201D.", "These rooms are set to \u201CNothing\u201D: %(rooms)s.", length);
  return bad(interpolate(text, { rooms }));
}
const fine = (text) => ({ isFine: true, text });
const bad = (text, fix2) => ({ isFine: false, text, fix: fix2 });
function mountWhyDialog(owner) {
  const root = dialog("why-not-notified");
  root.addEventListener("before-open", () => {
    part(root, "checks").replaceChildren();
    part(root, "verdict").textContent = gettext("Looking\u2026");
    void show(root, owner);
  });
}
async function show(root, owner) {
  await attempt(async () => {
    const checks = checksOf(await factsOf(owner));
    part(root, "verdict").textContent = verdictOf(checks);
    part(root, "checks").replaceChildren(...checks.map((check) => row(check, () => fix(root, owner, check))));
  });
}
async function factsOf(owner) {
  const [answer, { devices }, subscription, registration] = await Promise.all([readChoices(), call("GET", "/auth/push"), subscriptionHere(), navigator.serviceWorker?.getRegistration().catch(() => void 0)]);
  const joined = owner.rooms?.joined() ?? [];
  return { obstacle: obstacle()?.text ?? null, isOn: isOn(owner), hasWorker: Boolean(registration?.active), canPush: canPush(), isSubscribed: subscription !== null, device: devices.find(({ current }) => current) ?? null, answer, silence: answer.silence ? silenceText(answer.silence) : "", silentRooms: joined.filter(({ membership }) => membership?.notify === "nothing").map(({ name }) => name) };
}
function row({ isFine, text, fix: way }, mend) {
  const node = fromTemplate("why-row");
  node.toggleAttribute("data-problem", !isFine);
  part(node, "state").textContent = isFine ? gettext("All right:") : gettext("Problem:");
  part(node, "text").textContent = text;
  const button = part(node, "fix");
  button.hidden = way === void 0;
  button.textContent = way ? fixText(way) : "";
  button.addEventListener("click", mend);
  return node;
}
function fixText(way) {
  if (way === "turn-on") return gettext("Turn on");
  return way === "resume" ? gettext("Resume notifications") : gettext("Change");
}
async function fix(root, owner, { fix: way }) {
  if (way === "choose" || way === "hours") {
    root.close();
    const place = way === "hours" ? "input[name=quiet]" : "input[name=push_for]";
    return document.querySelector(`[data-section=notifications] ${place}`)?.focus();
  }
  await attempt(() => way === "resume" ? changeChoices({ paused_until: null }) : turnOn(owner));
  await show(root, owner);
  part(root, "verdict").focus();
  return void 0;
}
export {
  mountWhyDialog
};
