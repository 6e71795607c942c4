import { csrfCookie } from "./replies.js";
import { closeRead, insistsOnShowing, inTurn, optionsFor, unreadIn } from "./shown.js";
import { chatTabs, isLookedAt } from "./tabs_of_chat.js";

/** @typedef {import("./shown.js").Push} Push */

/** @type {any} */
const pushWorker = self;

/** Show or close what a push says. @param {{ json(): Push } | null} data */
export function onPush(data) {
  return inTurn(() => obeyPush(read(data)));
}

/** @param {Push} push */
async function obeyPush(push) {
  if (push.kind === "read") {
    await closeRead(pushWorker.registration, (roomId) => (roomId === push.room_id ? push.seq ?? 0 : -1));
    await showBriefly();
  } else {
    await show(push);
  }
  await showBadge();
}

/** @param {Push} push */
async function show(push) {
  const { registration } = pushWorker;
  if (push.kind === "message" && (await isLookedAt())) return showBriefly(); // the page shows it
  const shown = await registration.getNotifications();
  if (shown.some((/** @type {any} */ one) => isNewer(one.data, push))) return undefined;
  const known = shown.map((/** @type {any} */ one) => one.data ?? {});
  const offersReply = "reply" in pushWorker.NotificationEvent.prototype;
  const options = optionsFor(push, known, { offersReply, texts: WORKER_TEXTS });
  return registration.showNotification(push.title ?? WORKER_TEXTS.news, options);
}

/** Safari takes the subscription away after three pushes that showed nothing. */
async function showBriefly() {
  if (!insistsOnShowing(navigator.userAgent)) return;
  const { registration } = pushWorker;
  await registration.showNotification(WORKER_TEXTS.news, { tag: "seen", silent: true });
  for (const one of await registration.getNotifications({ tag: "seen" })) one.close();
}

/** A push that can't be read must still show something: browsers insist on it. @param {{ json(): Push } | null} data */
function read(data) {
  /** @type {Push} */
  const unreadable = { kind: "message", title: WORKER_TEXTS.news, tag: "news" };
  try {
    return data?.json() ?? unreadable;
  } catch {
    return unreadable;
  }
}

/** Pushes may overtake each other. @param {import("./shown.js").Shown | undefined} shown @param {Push} push */
function isNewer(shown, push) {
  return push.kind === "message" && shown !== undefined && shown !== null
    && shown.room_id === push.room_id && shown.seq > (push.seq ?? 0);
}

/** On the icon of the installed app, the messages that are shown; an open page knows better, and counts itself. */
async function showBadge() {
  if (!("setAppBadge" in navigator) || (await chatTabs()).length > 0) return;
  const unread = unreadIn(await pushWorker.registration.getNotifications());
  await (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => null);
}

/**
 * The browser replaced its subscription: tell the server, which would push into the void.
 * @param {{ oldSubscription?: PushSubscription, newSubscription?: PushSubscription }} event
 */
export async function onSubscriptionChange({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options;
  const fresh = newSubscription ?? (options && (await pushWorker.registration.pushManager.subscribe(options)));
  const token = await csrfCookie();
  if (!fresh || token === null) return; // the page does it when it is opened
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  await fetch("/auth/push", { method: "POST", headers, body: JSON.stringify({ subscription: fresh }) });
}
