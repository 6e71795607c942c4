import { gettext } from "../../lib/i18n.js";
import { turnOn } from "../notifications/push_here.js";
import { refusal } from "../notifications/support.js";
import { toast } from "../shell/toasts.js";

const KEY = "desktop-offered";

let isOffered = false;

/**
 * Offer notifications to a reader who comes back to news that came meanwhile: once on each device, and never where they
 * were chosen or refused before.
 * @param {{ storage: KeyValueStorage }} chat
 */
export function offerNotifications({ storage }) {
  const isDecided = isOffered || storage.getItem(KEY) !== null || storage.getItem("desktop") !== null;
  if (isDecided || globalThis.Notification?.permission !== "default") return;
  isOffered = true;
  addEventListener("focus", () => {
    storage.setItem(KEY, "yes");
    const text = gettext("Messages came while you were away.");
    toast(text, { text: gettext("Turn on notifications"), act: () => void accept(storage) });
  }, { once: true });
}

/** @param {KeyValueStorage} storage */
async function accept(storage) {
  const isAllowed = await turnOn({ storage });
  toast(isAllowed ? gettext("You're notified on this device.") : refusal());
}
