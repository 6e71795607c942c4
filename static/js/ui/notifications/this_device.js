import { part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { call } from "../../net/api.js";
import { dialog, onFirstOpen } from "../dialogs/dialogs.js";
import { loaded } from "../shell/loading.js";
import { attempt } from "../shell/toasts.js";
import { choicesChanged } from "./choices.js";
import { nameOf } from "./device_list.js";
import { isOn, isPushed, turnOff, turnOn } from "./push_here.js";
import { obstacle, refusal } from "./support.js";

/** @typedef {import("../settings/owner.js").Owner} Owner */

/**
 * Notifications on this device: on and off, tried out, and looked into.
 * @param {HTMLElement} section @param {Owner} owner @param {() => Promise<void>} showDevices
 */
export function mountThisDevice(section, owner, showDevices) {
  const form = /** @type {HTMLFormElement} */ (part(section, "device-form"));
  const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("desktop"));
  const show = () => showHere(form, box, owner);
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("change", async () => {
    const wanted = box.checked;
    await attempt(() => (wanted ? turnOn(owner) : turnOff(owner)));
    show();
    if (wanted && !box.checked) part(form, "device-note").textContent = refusal();
    await attempt(showDevices);
  });
  section.addEventListener("shown", show);
  section.addEventListener("device-removed", (event) => {
    const { detail } = /** @type {CustomEvent<PushDevice>} */ (event);
    if (detail.current) void turnOff(owner).then(show);
  });
  choicesChanged.subscribe(show);
  part(form, "test").addEventListener("click", () => void attempt(() => test(form, owner)));
  onFirstOpen(["why-not-notified"], async () => (await import("./why_dialog.js")).mountWhyDialog(owner));
  dialog("why-not-notified").addEventListener("close", show);
}

/** @param {HTMLFormElement} form @param {HTMLInputElement} box @param {Owner} owner */
function showHere(form, box, owner) {
  const found = obstacle();
  box.checked = isOn(owner);
  box.disabled = found !== null && found.isLasting;
  part(form, "test").hidden = !box.checked;
  part(form, "device-note").textContent = box.checked ? reach(owner) : found?.text ?? "";
}

/** @param {Owner} owner */
function reach(owner) {
  return isPushed(owner)
    ? gettext("Messages reach you here even when the chat is closed.")
    : gettext("Messages reach you here while the chat is open. This browser can't receive them once it's closed.");
}

/**
 * Notify all devices, and say of each whether it could be reached.
 * @param {HTMLFormElement} form @param {Owner} owner
 */
async function test(form, owner) {
  const place = part(form, "test-results");
  place.replaceChildren();
  if (!isPushed(owner)) {
    const alerts = await loaded(() => import("../settings/alerts.js"));
    if (alerts === null) return undefined;
    alerts.notifyOfTest();
  }
  const { devices } = await call("GET", "/auth/push");
  if (devices.length === 0) return place.append(line(gettext("Shown by this page.")));
  const { results } = await call("POST", "/auth/push/test");
  for (const { id, ok, reason } of results) {
    const device = nameOf(devices.find((/** @type {PushDevice} */ one) => one.id === id) ?? { label: "" });
    place.append(line(interpolate(ok ? gettext("%(device)s: sent.") : "%(device)s: %(reason)s", { device, reason })));
  }
  return undefined;
}

/** @param {string} text */
function line(text) {
  const place = document.createElement("p");
  place.textContent = text;
  return place;
}

