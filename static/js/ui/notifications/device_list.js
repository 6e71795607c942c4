import { fromTemplate, part } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { shortDate } from "../../lib/times.js";
import { call } from "../../net/api.js";
import { attempt, toast } from "../shell/toasts.js";

/**
 * The devices that receive notifications; each can be removed.
 * @param {HTMLElement} section
 * @returns {{ show(): Promise<void> }}
 */
export function mountDevices(section) {
  const show = async () => {
    const { devices } = await call("GET", "/auth/push");
    part(section, "devices").replaceChildren(...devices.map((/** @type {PushDevice} */ one) => row(one, remove)));
    part(section, "no-devices").hidden = devices.length > 0;
  };
  const remove = async (/** @type {PushDevice} */ device) => {
    const isDone = await attempt(() => call("DELETE", `/auth/push/${device.id}`));
    if (isDone) toast(interpolate(gettext("%(device)s receives no more notifications."), { device: nameOf(device) }));
    if (isDone) section.dispatchEvent(new CustomEvent("device-removed", { detail: device }));
    await attempt(show);
    part(section, "devices-title").focus(); // the button is gone
  };
  return { show };
}

/** @param {PushDevice} device @param {(device: PushDevice) => void} remove */
function row(device, remove) {
  const node = fromTemplate("device-row");
  part(node, "label").textContent = nameOf(device);
  part(node, "about").textContent = aboutDevice(device);
  const button = part(node, "remove");
  button.setAttribute("aria-label", interpolate(gettext("Remove %(device)s"), { device: nameOf(device) }));
  button.addEventListener("click", () => remove(device));
  return node;
}

/** @param {PushDevice} device */
export function nameOf({ label }) {
  return label || gettext("Unknown device");
}

/** @param {PushDevice} device */
function aboutDevice({ current, created_at, last_error }) {
  const since = interpolate(gettext("Since %(date)s"), { date: shortDate(created_at) });
  const trouble = last_error ? interpolate(gettext("The last attempt failed: %(reason)s"), { reason: last_error }) : "";
  return [current ? gettext("This device") : "", since, trouble].filter(Boolean).join(" · ");
}
