import { part } from "../../lib/dom.js";
import { mountChoices } from "../notifications/choices_form.js";
import { mountDevices } from "../notifications/device_list.js";
import { mountThisDevice } from "../notifications/this_device.js";
import { mountSilence } from "../notifications/silence_notice.js";
import { readChoices } from "../notifications/choices.js";
import { attempt } from "../shell/toasts.js";

/** @typedef {import("./owner.js").Owner} Owner */

/** What a person is notified of, when, where and how. @param {HTMLElement} section @param {Owner} owner */
export function mountNotifications(section, owner) {
  const { show: showDevices } = mountDevices(section);
  mountThisDevice(section, owner, showDevices);
  mountChoices(/** @type {HTMLFormElement} */ (part(section, "choices-form")));
  mountSilence(section);
  section.addEventListener("shown", () => void attempt(() => Promise.all([readChoices(), showDevices()])));
}
