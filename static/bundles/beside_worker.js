import { r as readChoices } from "./choices.js";
import { s as showPause } from "./pause_button.js";
import { k as keepSubscribed } from "./push_here.js";
import { i as inTurn, c as closeRead } from "./shown.js";
const KEPT_NAME = "chatsite-worker";
const REPLIES = "replies";
const FACTS_KEPT = "facts";
async function keepWho(user) {
  await withStore(FACTS_KEPT, "readwrite", (store) => store.put(user, "user"));
}
async function dropReply(clientId) {
  await withStore(REPLIES, "readwrite", (store) => store.delete(clientId));
}
async function keptReplies() {
  return await withStore(REPLIES, "readonly", (store) => store.getAll()) ?? [];
}
async function forgetKept() {
  for (const name of [REPLIES, FACTS_KEPT]) await withStore(name, "readwrite", (store) => store.clear());
}
async function withStore(name, mode, ask) {
  try {
    const database = await openedKept();
    try {
      return await answeredKept(ask(database.transaction(name, mode).objectStore(name)));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}
function openedKept() {
  const asked = indexedDB.open(KEPT_NAME, 1);
  asked.onupgradeneeded = () => {
    for (const name of [REPLIES, FACTS_KEPT]) asked.result.createObjectStore(name);
  };
  return answeredKept(asked);
}
function answeredKept(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
const SOON_MS = 300;
function closeWhatIsRead(chat) {
  let timer = 0;
  const close = async () => {
    timer = 0;
    const registration = await registrationHere();
    const upto = (roomId) => chat.rooms.get(roomId)?.membership?.last_read_seq ?? -1;
    if (registration) await inTurn(() => closeRead(registration, upto)).catch(() => null);
  };
  chat.rooms.changed.subscribe(() => timer ||= window.setTimeout(close, SOON_MS));
  addEventListener("focus", () => timer ||= window.setTimeout(close, SOON_MS));
}
async function closeAll() {
  const registration = await registrationHere();
  const all = await inTurn(async () => registration?.getNotifications()).catch(() => null);
  for (const one of all ?? []) one.close();
}
async function registrationHere() {
  if (globalThis.Notification?.permission !== "granted") return null;
  return await navigator.serviceWorker?.getRegistration().catch(() => null) ?? null;
}
const FRESH_MS = 6e4;
function mountBesideWorker(chat, page) {
  showPause();
  closeWhatIsRead(chat);
  const refresh = () => void readChoices(FRESH_MS).catch(() => null);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  refresh();
  void keepSubscribed(chat).catch(() => null);
  const container = navigator.serviceWorker;
  if (!container) return;
  void keepWho(chat.me.id).then(() => adoptReplies(chat));
  container.addEventListener("message", (event) => {
    obey(event.data, chat, page);
    event.ports[0]?.postMessage(true);
  });
}
function obey(wish, chat, page) {
  if (wish.kind === "reply") return takeReply(chat, wish.reply);
  const { pathname, searchParams } = new URL(wish.url, location.origin);
  const [, roomId, seq] = pathname.match(/^\/rooms\/(\d+)\/(\d+)$/) ?? [];
  if (seq) return page.openMessage(Number(roomId), Number(seq));
  const room = Number(searchParams.get("room"));
  return room > 0 ? page.openRoom(room) : void 0;
}
async function adoptReplies(chat) {
  for (const reply of await keptReplies()) {
    if (reply.user === chat.me.id) takeReply(chat, reply);
    await dropReply(reply.client_id);
  }
}
function takeReply(chat, { room_id, content, client_id }) {
  chat.outbox.add({ roomId: room_id, content, clientId: client_id });
  void chat.sender.send(room_id);
}
async function forgetNotifications(storage) {
  storage.removeItem("push");
  await closeAll();
  await forgetKept();
  await navigator.clearAppBadge?.().catch(() => null);
}
export {
  forgetNotifications,
  mountBesideWorker
};
