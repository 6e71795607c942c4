import { file, keep, page } from "./worker/offline.js";
import { onPush, onSubscriptionChange } from "./worker/push.js";
import { onClick } from "./worker/clicks.js";
import { sendKept } from "./worker/replies.js";
import { isChat } from "./worker/tabs_of_chat.js";

/**
 * Lets the chat open without a network, and nearly for free with one: it keeps the page and its files as they were at
 * one version of the installation. The page itself always comes from the network when there is one, and names its
 * version; the files of that version are then taken from here. It never answers for the endpoints. And it shows what is
 * pushed to this device.
 *
 * Not every browser takes a worker that is a module: the server joins these modules into one script
 * (chatsite/web/worker.py).
 */

/** @type {any} */
const worker = self;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (/** @type {any} */ event) => {
  const { version, files } = event.data;
  event.waitUntil(keep(version, files));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request, clientId } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isChat(url.pathname)) event.respondWith(page(request));
  else if (/^\/(static|i18n)\//.test(url.pathname)) event.respondWith(file(request, clientId));
});

worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(onPush(event.data)));
worker.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => {
  event.waitUntil(onSubscriptionChange(event));
});
worker.addEventListener("notificationclick", (/** @type {any} */ event) => event.waitUntil(onClick(event)));
worker.addEventListener("sync", (/** @type {any} */ event) => event.waitUntil(sendKept()));
