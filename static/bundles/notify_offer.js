import { F as gettext, a6 as toast } from "./app.js";
const KEY = "desktop-offered";
function offerNotifications({ storage }) {
  const isDecided = storage.getItem(KEY) !== null || storage.getItem("desktop") !== null;
  if (isDecided || globalThis.Notification?.permission !== "default") return;
  addEventListener("focus", () => {
    storage.setItem(KEY, "yes");
    const text = gettext("Messages came while you were away.");
    toast(text, { text: gettext("Turn on notifications"), act: () => void turnOn(storage) });
  }, { once: true });
}
async function turnOn(storage) {
  const isAllowed = await Notification.requestPermission() === "granted";
  storage.setItem("desktop", isAllowed ? "on" : "off");
  toast(isAllowed ? gettext("You're notified of new messages on this device.") : gettext("Your browser blocks notifications from this site. You can allow them in its settings."));
}
export {
  offerNotifications
};
