import { closeRead, inTurn } from "../../worker/shown.js";

/** The notifications that this device shows, as far as the page has to do with them. */

const SOON_MS = 300;

/** Close what was read in this page. @param {Chat} chat */
export function closeWhatIsRead(chat) {
  let timer = 0;
  const close = async () => {
    timer = 0;
    const registration = await registrationHere();
    const upto = (/** @type {number} */ roomId) => chat.rooms.get(roomId)?.membership?.last_read_seq ?? -1;
    if (registration) await inTurn(() => closeRead(registration, upto)).catch(() => null);
  };
  chat.rooms.changed.subscribe(() => (timer ||= window.setTimeout(close, SOON_MS)));
  addEventListener("focus", () => (timer ||= window.setTimeout(close, SOON_MS)));
}

/** Close everything: its person signs out. */
export async function closeAll() {
  const registration = await registrationHere();
  const all = await inTurn(async () => registration?.getNotifications()).catch(() => null);
  for (const one of all ?? []) one.close();
}

async function registrationHere() {
  if (globalThis.Notification?.permission !== "granted") return null;
  return (await navigator.serviceWorker?.getRegistration().catch(() => null)) ?? null;
}
