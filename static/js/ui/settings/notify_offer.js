import { gettext } from "../../lib/i18n.js";
import { toast } from "../shell/toasts.js";

const KEY = "desktop-offered";

/**
 * Offer notifications to a reader who comes back to news that came meanwhile: once on each device, and never where they
 * were chosen or refused before.
 * @param {{ storage: KeyValueStorage }} chat
 */
export function offerNotifications({ storage }) {
  const isDecided = storage.getItem(KEY) !== null || storage.getItem("desktop") !== null;
  if (isDecided || globalThis.Notification?.permission !== "default") return;
  addEventListener("focus", () => {
    storage.setItem(KEY, "yes");
    const text = gettext("Messages came while you were away.");
    toast(text, { text: gettext("Turn on notifications"), act: () => void turnOn(storage) });
  }, { once: true });
}

/** @param {KeyValueStorage} storage */
async function turnOn(storage) {
  const isAllowed = await Notification.requestPermission() === "granted";
  storage.setItem("desktop", isAllowed ? "on" : "off");
  toast(isAllowed
    ? gettext("You're notified of new messages on this device.")
    : gettext("Your browser blocks notifications from this site. You can allow them in its settings."));
}
