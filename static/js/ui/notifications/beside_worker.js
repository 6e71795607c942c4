import { dropReply, forgetKept, keepWho, keptReplies } from "../../worker/kept.js";
import { readChoices } from "./choices.js";
import { showPause } from "./pause_button.js";
import { keepSubscribed } from "./push_here.js";
import { closeAll, closeWhatIsRead } from "./shown_here.js";

/** What the page does together with its service worker. */

/** @typedef {import("../../worker/kept.js").KeptReply} KeptReply */
/** @typedef {{ openRoom(roomId: number): void, openMessage(roomId: number, seq: number): void }} Page */

const FRESH_MS = 60_000;

/** @param {Chat} chat @param {Page} page */
export function mountBesideWorker(chat, page) {
  showPause();
  closeWhatIsRead(chat);
  const refresh = () => void readChoices(FRESH_MS).catch(() => null); // without an answer, the page stays as it is
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  refresh();
  void keepSubscribed(chat).catch(() => null); // the next visit tries again
  const container = navigator.serviceWorker;
  if (!container) return;
  void keepWho(chat.me.id).then(() => adoptReplies(chat));
  container.addEventListener("message", (event) => {
    obey(event.data, chat, page);
    event.ports[0]?.postMessage(true);
  });
}

/** @param {{ kind: "open", url: string } | { kind: "reply", reply: KeptReply }} wish
 * @param {Chat} chat @param {Page} page
 */
function obey(wish, chat, page) {
  if (wish.kind === "reply") return takeReply(chat, wish.reply);
  const { pathname, searchParams } = new URL(wish.url, location.origin);
  const [, roomId, seq] = pathname.match(/^\/rooms\/(\d+)\/(\d+)$/) ?? [];
  if (seq) return page.openMessage(Number(roomId), Number(seq));
  const room = Number(searchParams.get("room"));
  return room > 0 ? page.openRoom(room) : undefined;
}

/** Answers that were typed while no page was there, and could not be sent. @param {Chat} chat */
async function adoptReplies(chat) {
  for (const reply of await keptReplies()) {
    if (reply.user === chat.me.id) takeReply(chat, reply);
    await dropReply(reply.client_id);
  }
}

/** @param {Chat} chat @param {KeptReply} reply */
function takeReply(chat, { room_id, content, client_id }) {
  chat.outbox.add({ roomId: room_id, content, clientId: client_id });
  void chat.sender.send(room_id);
}

/**
 * Nothing of a person who signs out is left on the screen of the device. The server forgets it with the session.
 * @param {KeyValueStorage} storage
 */
export async function forgetNotifications(storage) {
  storage.removeItem("push");
  await closeAll();
  await forgetKept();
  await navigator.clearAppBadge?.().catch(() => null);
}
