import { d as isDirect, A as isMeantFor } from "./chat.js";
import { notify, chime } from "./alerts.js";
import { g as gettext, a5 as toast } from "./app.js";
import { c as turnOn, i as isOn, b as isPushed } from "./push_here.js";
import { r as refusal } from "./support.js";
import { r as readChoices } from "./choices.js";
function isWanted({ room, message }, me, chosen) {
  const level = room.membership?.notify ?? "everything";
  if (level === "nothing") return false;
  const isForMe = isDirect(room) || message !== null && isMeantFor(me, message);
  if (level === "mentions" && !isForMe) return false;
  if (chosen.includes("everything")) return true;
  if (isDirect(room) && chosen.includes("direct")) return true;
  return message !== null && isMeantFor(me, message) && chosen.includes("mentions");
}
const KEY = "desktop-offered";
let isOffered = false;
function offerNotifications({ storage }) {
  const isDecided = isOffered || storage.getItem(KEY) !== null || storage.getItem("desktop") !== null;
  if (isDecided || globalThis.Notification?.permission !== "default") return;
  isOffered = true;
  addEventListener("focus", () => {
    storage.setItem(KEY, "yes");
    const text = gettext("Messages came while you were away.");
    toast(text, { text: gettext("Turn on notifications"), act: () => void accept(storage) });
  }, { once: true });
}
async function accept(storage) {
  const isAllowed = await turnOn({ storage });
  toast(isAllowed ? gettext("You're notified on this device.") : refusal());
}
const FRESH_MS = 6e4;
async function tellNews(news, chat, page) {
  const answer = await readChoices(FRESH_MS).catch(() => null);
  const { push_for: chosen, sound } = answer?.notifications ?? { push_for: ["direct", "mentions"], sound: true };
  const wanted = news.filter((piece) => isWanted(piece, chat.me, chosen));
  if (wanted.length === 0 || answer?.silence) return;
  offerNotifications(chat);
  if (!isOn(chat) || isPushed(chat)) return;
  for (const piece of wanted) notify(piece, page);
  if (sound) chime();
}
export {
  tellNews
};
